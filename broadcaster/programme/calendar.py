"""
Weekdays, stretches of days, and the instant at which an hour of a day comes in a zone.

In: what people write (``T2-T6``, ``30/4/2026–1/5/2026``). Out: sets of weekdays, :class:`Days`, aware instants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from broadcaster.core import values
from broadcaster.core.values import UnreadableError

Weekdays = frozenset[int]
"""Days of the week as ``date.weekday()`` counts them: Monday is 0."""

EVERY_DAY: Weekdays = frozenset(range(7))

WEEKDAY_NAMES = ("thứ 2", "thứ 3", "thứ 4", "thứ 5", "thứ 6", "thứ 7", "chủ nhật")
"""In the order of ``date.weekday()``."""

_EARLIEST, _LATEST = 2000, 2100
_SPOKEN = {"hai": "2", "ba": "3", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7"}
_WEEKDAY = re.compile(r"(?:thứ|t)?\s?([2-7])|(?:thứ)\s(hai|ba|tư|năm|sáu|bảy)|(cn|chủ nhật)")
_DAY = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
_DAYS = re.compile(rf"{_DAY}\s*(?:-|–|—|đến)\s*{_DAY}")


@dataclass(frozen=True)
class Days:
    """A stretch of days."""

    first: date
    last: date
    """Still in it; not before *first*."""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a stretch of days ends before it begins")

    @classmethod
    def parse(cls, written: str) -> Days:
        """
        Return the days written as one date or as two with a dash between.

        Raises:
            UnreadableError: Not dates, or the second before the first.
        """
        match = _DAYS.fullmatch(written)
        first, last = (day(edge) for edge in match.groups()) if match else (day(written),) * 2
        if last < first:
            raise UnreadableError(f"{dmy(last)} đứng trước {dmy(first)}", "viết ngày đầu trước, ngày cuối sau")
        return cls(first, last)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def meets(self, other: Days) -> bool:
        """Return whether any day is in both."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return dmy(self.first) if self.first == self.last else f"{dmy(self.first)}–{dmy(self.last)}"


def stretches(days: Iterable[date]) -> tuple[Days, ...]:
    """
    Return ascending *days* with neighbours drawn together.

    >>> [str(each) for each in stretches([date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 5)])]
    ['30/09/2025–01/10/2025', '05/10/2025']
    """
    found: list[Days] = []
    for each in days:
        if found and each == found[-1].last + timedelta(days=1):
            found[-1] = Days(found[-1].first, each)
        else:
            found.append(Days(each, each))
    return tuple(found)


def day(written: str) -> date:
    """
    Return a date that a station may plan for.

    Raises:
        UnreadableError: Not a date, or in a year that can only be a slip of the hand.
    """
    found = values.day(written)
    if not _EARLIEST <= found.year <= _LATEST:
        raise UnreadableError(f"năm {found.year} có lẽ gõ nhầm", f"viết một năm từ {_EARLIEST} đến {_LATEST}")
    return found


def weekdays(written: str) -> Weekdays:
    """
    Return the days of the week written as ``hằng ngày``, ``thứ 2``, ``T2-T6``, ``thứ 2, 4, 6`` or ``cuối tuần``.

    A range may run over the end of the week.

    >>> sorted(weekdays("T7 - T2"))
    [0, 5, 6]

    Raises:
        UnreadableError: Not days of the week.
    """
    plain = " ".join(values.text(written).lower().split())
    if plain in ("hằng ngày", "hàng ngày", "mỗi ngày"):
        return EVERY_DAY
    if plain == "cuối tuần":
        return frozenset({5, 6})
    found: set[int] = set()
    for part in re.split(r"\s*(?:,|;|\bvà\b)\s*", plain):
        first, *last = (_weekday(edge, written) for edge in re.split(r"\s*(?:-|–|—|\bđến\b)\s*", part, maxsplit=1))
        steps = (last[0] - first) % 7 if last else 0
        found |= {(first + step) % 7 for step in range(steps + 1)}
    return frozenset(found)


def _weekday(written: str, whole: str) -> int:
    match = _WEEKDAY.fullmatch(written)
    if match is None:
        raise UnreadableError(f"“{whole}” không phải là thứ trong tuần", "viết như hằng ngày, T2-T6, thứ 7, chủ nhật")
    digit, word, _ = match.groups()
    return int(digit or _SPOKEN.get(word, "8")) - 2


def weekday_name(day: date) -> str:
    """Return what people call that day of the week."""
    return WEEKDAY_NAMES[day.weekday()]


def dmy(day: date) -> str:
    """Return the date as people read it, ``05/10/2025``."""
    return f"{day:%d/%m}/{day.year:04}"


def instant(day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    """
    Return the instant at which *hour* comes on *day*; None where the zone skips that hour.

    An hour that comes twice, as when summer time ends, is taken the first time.
    """
    moment = datetime.combine(day, hour, zone)
    there_and_back = moment.astimezone(UTC).astimezone(zone)
    return moment if there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None) else None


def later(instant: datetime, seconds: float) -> datetime:
    """Return the instant that many true seconds after *instant*, in the same zone."""
    return (instant.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(instant.tzinfo)
