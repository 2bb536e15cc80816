"""
A release: the station's written permission for one cart at one instant.

The player asks it, the cart's hash and STOP, nothing else.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from broadcaster.core.errors import RecordError, os_reason
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import write_text


@dataclass(frozen=True)
class Release:
    """What may air, and when."""

    slot: str
    """``DATE/HHMM-name``."""
    cart: str
    """File name of the cart."""
    cart_hash: str
    """SHA-256 of the cart's bytes, 64 hex digits."""
    at: datetime
    """Planned instant of the first sample, aware, station time."""
    keep: tuple[tuple[int, int], ...]
    """Stretches of the cart that may air, in frames, [start, stop), in order; joined without a gap."""
    approvals: tuple[str, ...]
    """Hashes of the approval lines that cover what is kept."""

    def write(self, path: Path) -> None:
        """
        Put the release on the disk, whole or not at all.

        Raises:
            RecordError: The disk does not take it.
        """
        data = asdict(self) | {"at": self.at.isoformat()}
        try:
            write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise RecordError(f"Không ghi được lệnh cho phát {path}: {os_reason(error)}.") from error

    @classmethod
    def read(cls, path: Path) -> Release:
        """
        Return the release at *path*.

        Raises:
            RecordError: It is missing, damaged or not a release.
        """
        try:
            data = json.loads(read_plain(path))
            keep = tuple((_frame(start), _frame(stop)) for start, stop in data["keep"])
            if any(start >= stop for start, stop in keep) or any(a[1] > b[0] for a, b in itertools.pairwise(keep)):
                raise ValueError("stretches out of order")
            at = datetime.fromisoformat(data["at"])
            if at.tzinfo is None:
                raise ValueError("no zone")
            approvals = tuple(str(line) for line in data["approvals"])
            return cls(str(data["slot"]), str(data["cart"]), str(data["cart_hash"]), at, keep, approvals)
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise RecordError(f"Không đọc được lệnh cho phát {path}; chương trình này không phát.") from error


def _frame(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"not a frame: {value!r}")
    return value
