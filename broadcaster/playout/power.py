"""
The switch of an output's amplifiers: commands of the settings, run before the lead-in and after the last sound.

In: the settings of one output. Out: commands started, never waited for while something is to be heard; complaints
for the log. The last player of an output switches off, none while another one needs the amplifiers.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from broadcaster.core.errors import os_reason
from broadcaster.core.storage import make_folder, text_hash
from broadcaster.playout.preroll import Preroll

PATIENCE = 10.0
"""Seconds after which a command that switches on is given up and killed."""

_FAREWELL = 3.0  # seconds that a player waits for the command that switches off, before it ends and leaves it running


class Power:
    """The amplifiers of one output, as one player sees them."""

    def __init__(self, preroll: Preroll, output: str, folder: Path, patience: float = PATIENCE) -> None:
        """
        Make ready; nothing is run.

        Args:
            preroll: Names the commands.
            output: URL of the output.
            folder: Where players leave their marks.
            patience: Seconds that the command which switches on may take.
        """
        self._preroll = preroll
        self._folder = folder
        self._patience = patience
        self._name = f".power-{text_hash(output)[:16]}-"
        self._mark = FileLock(folder / f"{self._name}{os.getpid()}.lock", blocking=False)
        self._complaints: deque[str] = deque()

    def on(self) -> None:
        """Switch on, without waiting for it."""
        if not (self._preroll.power_on or self._preroll.power_off):
            return
        with suppress(OSError, Timeout):
            make_folder(self._folder)
            self._mark.acquire()
        if self._preroll.power_on:
            run = partial(self._run, self._preroll.power_on, "bật nguồn", self._patience, kill=True)
            threading.Thread(target=run, name="power", daemon=True).start()

    def off(self) -> None:
        """Switch off, unless another player needs the output; waits a little, for the log to know how it went."""
        if not self._mark.is_locked:
            return
        self._mark.release()
        if self._preroll.power_off and not self._needed():
            self._run(self._preroll.power_off, "tắt nguồn", _FAREWELL, kill=False)
        with suppress(OSError):
            Path(self._mark.lock_file).unlink(missing_ok=True)

    def complaints(self) -> list[str]:
        """Return what went wrong and was not told yet, Vietnamese."""
        return [self._complaints.popleft() for _ in range(len(self._complaints))]

    def _needed(self) -> bool:
        """Return whether another living player has its mark here; marks of dead ones are taken away."""
        for path in self._folder.glob(f"{self._name}*.lock"):
            if path == Path(self._mark.lock_file):
                continue
            try:
                FileLock(path, blocking=False).acquire().lock.release()
            except (Timeout, OSError):
                return True
            with suppress(OSError):
                path.unlink(missing_ok=True)
        return False

    def _run(self, command: Sequence[str], what: str, patience: float, *, kill: bool) -> None:
        with suppress(OSError, AttributeError):  # what it starts is ordinary work
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            code = process.wait(patience)
        except subprocess.TimeoutExpired:
            self._complaints.append(f"lệnh {what} ({command[0]}) chạy quá {patience:g} giây")
            if kill:
                process.kill()
                process.wait()
        except (OSError, ValueError) as error:
            reason = os_reason(error) if isinstance(error, OSError) else str(error)
            self._complaints.append(f"lệnh {what} ({command[0]}) không chạy được: {reason}")
        else:
            if code:
                self._complaints.append(f"lệnh {what} ({command[0]}) báo lỗi số {code}")
