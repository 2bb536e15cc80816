"""
Waiting for files to come into one folder, told by the system where it can: nobody has to look again and again.

In: a folder, and how long to wait. Out: the wait is over, early where something came. It only says "look again": a
message that is late, doubled or lost changes nothing but the moment of the look.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from broadcaster.core.clock import Clock


class Arrivals:
    """Those of one folder; for one thread."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """
        Make ready; a folder that is not there yet is made when first waited for.

        Args:
            folder: On a disk of this machine: what another machine puts there, the system does not tell of.
            clock: Waited by where the system tells nothing.
        """
        self._folder = folder
        self._clock = clock
        self._inotify: Any = None
        self.told = False
        """Whether the system tells of arrivals."""

    def wait(self, seconds: float) -> None:
        """Wait so long, or until something came; not at all where being told begins: it may have come before."""
        if self.told:
            self._read(seconds)
        elif not self._begin():
            self._clock.sleep(seconds)

    def close(self) -> None:
        """Be told nothing more."""
        if self._inotify is not None:
            self._inotify.close()
        self._inotify, self.told = None, False

    def _begin(self) -> bool:
        """Ask to be told; whether that is granted."""
        if sys.platform != "linux":
            return False
        try:
            from inotify_simple import INotify, flags

            came, gone = flags.CLOSE_WRITE | flags.MOVED_TO, flags.DELETE_SELF | flags.MOVE_SELF
            self._folder.mkdir(parents=True, exist_ok=True)
            self._inotify = self._inotify or INotify()
            self._inotify.add_watch(self._folder, came | gone | flags.ONLYDIR)
        except (OSError, ImportError):  # the disk takes no folder, the system tells too many already, a library is gone
            return False
        self.told = True
        return True

    def _read(self, seconds: float) -> None:
        from inotify_simple import flags

        gone = flags.DELETE_SELF | flags.MOVE_SELF | flags.UNMOUNT | flags.IGNORED
        if any(event.mask & gone for event in self._inotify.read(timeout=round(seconds * 1000))):
            self.close()
