"""
The switch of an output's amplifiers: commands of the settings, run before the lead-in and after the last sound.

In: the settings of one output. Out: commands started, never waited for while something is to be heard; complaints
for the log. The last player of an output switches off, none while another one needs the amplifiers; of two commands
for one output the second begins when the first has ended or was given up.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from broadcaster.core.storage import make_folder, text_hash
from broadcaster.playout.hook import HookError, run
from broadcaster.playout.preroll import Preroll

PATIENCE = 10.0
"""Seconds after which a command is given up: one that switches on is killed, one that switches off left running."""

_GRACE = 2.0  # seconds beyond that for what was killed to be gone


class Power:
    """The amplifiers of one output, as one player sees them."""

    def __init__(self, preroll: Preroll, output: str, folder: Path, patience: float = PATIENCE) -> None:
        """
        Make ready; nothing is run.

        Args:
            preroll: Names the commands.
            output: URL of the output.
            folder: Where players leave their marks.
            patience: Seconds that each command may take.
        """
        self._preroll = preroll
        self._folder = folder
        self._patience = patience
        name = text_hash(output)[:16]
        self._marks = f".power-{name}-*.lock"
        self._mark = FileLock(folder / f".power-{name}-{os.getpid()}.lock", blocking=False)
        self._busy = folder / f".switch-{name}.lock"
        """Held by whoever runs a command for this output."""
        self._needs = False
        self._switching: threading.Thread | None = None
        self._complaints: deque[str] = deque()

    def on(self) -> None:
        """Switch on, without waiting for it."""
        if not (self._preroll.power_on or self._preroll.power_off):
            return
        self._needs = True
        with suppress(OSError, Timeout):
            make_folder(self._folder)
            self._mark.acquire()
        if self._preroll.power_on:
            self._switching = threading.Thread(target=self._switch_on, name="power", daemon=True)
            self._switching.start()

    def off(self) -> None:
        """
        Switch off, unless another player needs the output.

        Waits for what still switches on, so that the two come in their order, and then for the command itself, for
        the log to know how it went.
        """
        if not self._needs:
            return
        self._needs = False
        if self._switching is not None:
            self._switching.join(2 * (self._patience + _GRACE))
        with self._alone():
            self._mark.release()
            if self._preroll.power_off and not self._needed():
                self._run(self._preroll.power_off, "tắt nguồn", kill=False)
        with suppress(OSError):
            Path(self._mark.lock_file).unlink(missing_ok=True)

    def complaints(self) -> list[str]:
        """Return what went wrong and was not told yet, Vietnamese."""
        return [self._complaints.popleft() for _ in range(len(self._complaints))]

    def _switch_on(self) -> None:
        with self._alone():
            self._run(self._preroll.power_on, "bật nguồn", kill=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for the command of another player, as long as one may take; no lock to be had is no obstacle."""
        lock = FileLock(self._busy)
        with suppress(OSError, Timeout):
            lock.acquire(timeout=self._patience + _GRACE)
        try:
            yield
        finally:
            lock.release()

    def _needed(self) -> bool:
        """Return whether another living player has its mark here; marks of dead ones are taken away."""
        for path in self._folder.glob(self._marks):
            if path == Path(self._mark.lock_file):
                continue
            try:
                FileLock(path, blocking=False).acquire().lock.release()
            except (Timeout, OSError):
                return True
            with suppress(OSError):
                path.unlink(missing_ok=True)
        return False

    def _run(self, command: Sequence[str], what: str, *, kill: bool) -> None:
        try:
            run(command, self._patience, kill=kill)
        except HookError as error:
            self._complaints.append(f"lệnh {what} ({command[0]}) {error}")
