"""
The station's diary: what it said, with the hour, in files that are turned over before they grow large.

In: texts. Out: ``records/station.log`` and the few before it. It is for whoever helps; evidence is the as-run log.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from broadcaster.core.clock import Clock

SIZE = 1_000_000
"""Bytes after which a file is turned over: some months of a station where all is well."""
KEPT = 5
"""Files kept besides the one that is written."""


class _Handler(RotatingFileHandler):
    """A file that cannot be written is no reason to be silent on the air."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Let it be."""


class Diary:
    """Writes what the station says."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._handler = _Handler(path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True)

    def write(self, text: str) -> None:
        """Add *text*, one line or more, with the station's hour."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        stamped = f"{self._clock.now():%Y-%m-%d %H:%M:%S} {text}"
        self._handler.emit(logging.makeLogRecord({"msg": stamped}))

    def close(self) -> None:
        """Let go of the file."""
        self._handler.close()


def turn_over(path: Path, size: int = SIZE, kept: int = KEPT) -> None:
    """Begin a new file at *path* if the one there has grown over *size* bytes; keep *kept* before it."""
    with suppress(OSError):
        if path.stat().st_size > size:
            handler = RotatingFileHandler(path, backupCount=kept, encoding="utf-8", delay=True)
            handler.doRollover()
            handler.close()


def prune(folder: Path, pattern: str, kept: int) -> None:
    """Remove the oldest files of *folder* that match *pattern*, but for *kept* of them."""
    with suppress(OSError):
        found = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in found[kept:]:
            path.unlink(missing_ok=True)
