"""
Leave to play one slot on one output, for one process at a time, whoever started it.

In: a folder, a slot, an output. Out: the lease, held; or who holds it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from broadcaster.core.clock import Clock
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import text_hash

_NUMBERS = range(2, 1 << 31)  # of processes that may be ended: the first is the system itself
_LARGEST = 20  # bytes
_LOOK = 0.5  # seconds between two looks at whether the other player has gone


class Lease:
    """The lease of one slot on one output."""

    def __init__(self, folder: Path, slot: str, output: str) -> None:
        """
        Look at a lease; nothing is held yet.

        Args:
            folder: Where players leave their marks.
            slot: What is played.
            output: URL of the output.
        """
        name = text_hash(f"{slot} {output}")[:16]
        self._lock = FileLock(folder / f".{name}.lock", blocking=False)
        self._pid = folder / f".{name}.pid"

    @contextmanager
    def held(self, clock: Clock) -> Iterator[None]:
        """
        Wait until nobody holds it, and hold it while the block runs.

        Raises:
            OSError: It cannot be held.
        """
        self._pid.parent.mkdir(parents=True, exist_ok=True)
        while True:
            with suppress(Timeout):
                self._lock.acquire()
                break
            clock.sleep(_LOOK)
        try:
            with suppress(OSError):
                self._pid.unlink(missing_ok=True)  # whatever lies there: a pipe would be waited for, a link followed
                self._pid.write_text(str(os.getpid()), "ascii")
            yield
        finally:
            with suppress(OSError):
                self._pid.unlink(missing_ok=True)
            self._lock.release()

    def taken(self) -> bool:
        """Return whether a living process holds it."""
        try:
            with self._lock:
                return False
        except Timeout:
            return True
        except OSError:
            return False

    def holder(self) -> int | None:
        """Return the number of the process that holds it; None where nobody does, or it cannot be told."""
        try:
            number = int(read_plain(self._pid, _LARGEST))
        except (OSError, ValueError):
            return None
        return number if number in _NUMBERS and self.taken() else None
