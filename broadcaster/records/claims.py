"""
Who plays a takeover on which output: one process, however many see the order.

In: an order and an output. Out: leave to play it, for one process at a time; what the others have to know of it.
A process that dies lets go; the next one may play from the beginning.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import make_folder, text_hash, write_text
from broadcaster.records.order import FRESH, Takeover

_LATEST = timedelta(seconds=FRESH + 70.0)
"""How long after the order it begins at most: in its last fresh moment, with the longest lead-in, the output slow."""
_GLANCE = 0.02  # seconds; longer than another process holds it to see whether it is free


@dataclass(frozen=True)
class Progress:
    """How far a takeover is on one output."""

    ends: datetime
    """When it ends, or ended, as far as its player knows, and at the latest; aware."""
    over: bool
    """Whether nothing more of it is to be heard there."""


def place(url: str, slot: str) -> str:
    """
    Return what the output to which *slot* is played at *url* is called whatever is played: a file may have its name.

    >>> place("file:audio/heard/2025-10-01-1700-chieu.flac", "2025-10-01/1700-chieu")
    'file:audio/heard/{slot}.flac'
    """
    return url.replace(slot.replace("/", "-"), "{slot}") if url.startswith("file:") else url


class Claim:
    """One takeover on one output."""

    def __init__(self, orders: Path, order: Takeover, output: str) -> None:
        """
        Look at a claim; nothing is taken yet.

        Args:
            orders: Folder of the orders.
            order: The takeover.
            output: URL of the output for this takeover; or its :func:`place`, where it breaks into something else.
        """
        name = f"{order.id}.{text_hash(place(output, order.slot))[:16]}"
        self.latest = order.at + _LATEST + timedelta(seconds=order.seconds)
        """When it is over at the latest, whatever anybody says."""
        self._path = orders / "claims" / f"{name}.json"
        self._over = self._path.with_suffix(".over")
        """There where it is over and the disk was too full to say so in the other file."""
        self._lock = FileLock(orders / "claims" / f"{name}.lock", thread_local=False)

    def take(self, patience: float = _GLANCE) -> bool:
        """
        Return whether this process may play it, and no other until this one lets go.

        Args:
            patience: Seconds to wait for one that only looks whether it is free.

        Raises:
            OSError: The disk takes no claim: nobody can know who plays it.
        """
        try:
            make_folder(self._path.parent)
            self._lock.acquire(timeout=patience)
        except Timeout:
            return False
        progress = self.progress()
        if progress is not None and progress.over:
            self._lock.release()
            return False
        return True

    def taken(self) -> bool:
        """
        Return whether a process plays it now, or it is over; waits for nobody.

        Raises:
            OSError: As :meth:`take` says.
        """
        progress = self.progress()
        if progress is not None and progress.over:
            return True
        free = self.take(patience=0.0)
        self.let_go()
        return not free

    def tell(self, ends: datetime, *, over: bool) -> None:
        """Let others know how far it is; those who cannot be told wait no longer than the cart is long."""
        try:
            write_text(self._path, json.dumps({"ends": ends.isoformat(), "over": over}) + "\n")
        except OSError:
            with suppress(OSError):
                if over:  # else the next process plays it once more
                    self._over.touch()

    def let_go(self) -> None:
        """Leave it to others, unless it was told to be over."""
        self._lock.release()

    def progress(self) -> Progress | None:
        """Return how far it is; None where nobody has said."""
        try:
            if self._over.exists():
                return Progress(self.latest, over=True)
            data = json.loads(read_plain(self._path))
            ends = datetime.fromisoformat(data["ends"])
            return Progress(min(ends, self.latest), data["over"] is True)  # a TypeError where *ends* has no zone
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
