"""
Programmes of days gone by: kept for a while, then thrown away; what was heard stands in the ledger.

In: the folder of programmes, the first day that is kept. Out: what went.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Discarded:
    """What was thrown away."""

    files: int
    size: int
    """Bytes."""


def discard_before(programmes: Path, first: date) -> Discarded:
    """Remove every programme of a day before *first*; folders that are not called by a date are left alone."""
    files = size = 0
    for folder in sorted(programmes.glob("????-??-??")):
        if not (_before(folder.name, first) and folder.is_dir()):
            continue
        for path in folder.iterdir():
            with suppress(OSError):  # on Windows a file that is being read stays until the next night
                taken = path.stat().st_size
                path.unlink()
                files, size = files + 1, size + taken
        with suppress(OSError):
            folder.rmdir()
    return Discarded(files, size)


def _before(name: str, first: date) -> bool:
    try:
        return date.fromisoformat(name) < first
    except ValueError:
        return False
