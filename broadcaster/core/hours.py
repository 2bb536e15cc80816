"""
The hours of the air, asked when the day is planned and again at the moment of play.

In: instants, aware. Out: whether the loudspeakers must be silent then, and what to do with a slot that is late.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum

from broadcaster.core.values import UnreadableError, hour

_RANGE = re.compile(r"(.+?)\s*(?:[-–—]|đến)\s*(.+)")
_MINUTE = timedelta(minutes=1)


class LatePolicy(Enum):
    """What becomes of a slot whose instant has passed, while its grace lasts. After that it is skipped."""

    SKIP = "skip"
    """Not aired at all."""
    START = "start"
    """Aired from its beginning, late."""
    JOIN = "join"
    """Joined in progress: what should have been heard by now is left out."""


@dataclass(frozen=True)
class QuietHours:
    """The part of every day in which nothing is aired; ends on the next day where *end* is before *start*."""

    start: time
    """First quiet minute, local, a whole minute."""
    end: time
    """First minute that may be loud again, local, a whole minute; not *start*."""

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("quiet hours need two different hours")
        if any(edge.second or edge.microsecond or edge.tzinfo for edge in (self.start, self.end)):
            raise ValueError("quiet hours begin and end at whole minutes of local time")

    @classmethod
    def parse(cls, written: str) -> QuietHours:
        """
        Return the quiet hours written as ``21:00–5:00`` or ``21h - 5h``.

        >>> str(QuietHours.parse("21h-5h"))
        '21:00–05:00'

        Raises:
            UnreadableError: Not two different hours at whole minutes.
        """
        match = _RANGE.fullmatch(written)
        if match is None:
            raise UnreadableError(f"“{written}” không phải là khoảng giờ", "viết như 21:00–5:00")
        start, end = (hour(edge) for edge in match.groups())
        if start == end:
            raise UnreadableError("giờ bắt đầu và giờ kết thúc trùng nhau", "viết hai giờ khác nhau, như 21:00–5:00")
        if start.second or end.second:
            raise UnreadableError("giờ yên tĩnh chỉ tính đến phút", "bỏ phần giây, viết như 21:00–5:00")
        return cls(start, end)

    def covers(self, instant: datetime) -> bool:
        """Return whether the hour on the wall at *instant*, in its own zone, is a quiet one."""
        wall = instant.time()
        if self.start < self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """
        Return whether any moment from *start* up to, not including, *end* is quiet.

        Each minute is asked by itself, so that an hour which the zone skips or repeats is right too.

        Args:
            start: Aware, in the zone whose hours count.
            end: Aware.
        """
        moment = start.astimezone(UTC)
        while moment < end:
            if self.covers(moment.astimezone(start.tzinfo)):
                return True
            moment = moment.replace(second=0, microsecond=0) + _MINUTE
        return False

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"
