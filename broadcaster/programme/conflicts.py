"""
What no single section can see: slots that overlap, reach into quiet hours or exceed the limits.

The pattern changes only where a campaign or an exception begins or ends; looking at the week around each of
those days, with the very function that plans use, finds all there is to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations

from broadcaster.core.section import Section
from broadcaster.core.yamlfile import Node
from broadcaster.programme.calendar import dmy, weekday_name
from broadcaster.programme.schedule import DaySlot, Schedule
from broadcaster.programme.values import spoken_length

_ANY_MONDAY = date(2025, 1, 6)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Stretch:
    """A slot with its hours on the wall, counted as if the zone had no summer time."""

    on: date
    of: DaySlot
    start: datetime
    end: datetime

    @property
    def named(self) -> str:
        return f"“{self.of.slot.id}” ({self.start:%H:%M}–{self.end:%H:%M})"


def find_conflicts(schedule: Schedule, section: Section) -> None:
    """Add to *section* every problem of *schedule* that lies between its parts, each once."""
    _find_doubles(schedule, section)
    _find_rivals(schedule, section)
    said: set[str] = set()
    for day in _telling_days(schedule):
        today = list(_stretches(schedule, day))
        for node, key, what, hint in chain(
            _length_faults(schedule, today),
            _overlaps(today, list(_stretches(schedule, day + _ONE_DAY))),
            _day_faults(schedule, today),
        ):
            if key not in said:
                section.problem(node or section, what, hint)
                said.add(key)


_Fault = tuple[Node | None, str, str, str]
"""Where, what makes it the same fault on another day, what is wrong, what to do."""


def _find_doubles(schedule: Schedule, section: Section) -> None:
    added = chain.from_iterable(campaign.add for campaign in schedule.campaigns)
    for what, named in (("khung giờ", chain(schedule.slots, added)), ("đợt tuyên truyền", schedule.campaigns)):
        seen: dict[str, Node | None] = {}
        for each in named:
            if each.id in seen:
                first = seen[each.id]
                line = f" (lần đầu ở dòng {first.line})" if first else ""
                section.problem(
                    each.place or section, f"hai {what} cùng tên “{each.id}”{line}", "đổi tên một trong hai"
                )
            else:
                seen[each.id] = each.place


def _find_rivals(schedule: Schedule, section: Section) -> None:
    for first, second in combinations(schedule.campaigns, 2):
        common = sorted(first.fill.keys() & second.fill.keys())
        if common and first.days.meets(second.days):
            what = (
                f"hai đợt “{first.id}” và “{second.id}” cùng lấy khung giờ {', '.join(common)} trong những ngày chung"
            )
            section.problem(second.place or section, what, "chỉ để một đợt lấy khung giờ này, hoặc tách ngày ra")


def _telling_days(schedule: Schedule) -> list[date]:
    ranges = [campaign.days for campaign in schedule.campaigns]
    ranges += chain.from_iterable(override.days for override in schedule.overrides)
    edges = {edge for days in ranges for edge in (days.first, days.last + _ONE_DAY)} or {_ANY_MONDAY}
    return sorted({edge + timedelta(days=offset) for edge in edges for offset in range(-8, 8)})


def _stretches(schedule: Schedule, day: date) -> Iterator[_Stretch]:
    for each in schedule.on(day):
        start = datetime.combine(day, each.slot.at, UTC)
        yield _Stretch(day, each, start, start + timedelta(seconds=each.slot.longest))


def _length_faults(schedule: Schedule, today: Iterable[_Stretch]) -> Iterator[_Fault]:
    limit, quiet = schedule.limits.longest, schedule.quiet_hours
    for each in today:
        if each.of.slot.longest > limit:
            what = f"khung giờ {each.named} dài hơn mức {spoken_length(limit)}"
            yield _place(each), f"long {each.named}", what, "rút ngắn “longest”, hoặc nâng mức ở limits.longest"
        if quiet is not None and quiet.overlaps(each.start, each.end):
            what = f"khung giờ {each.named} phạm vào giờ yên tĩnh {quiet}"
            yield _place(each), f"quiet {each.named}", what, "đổi “at”, rút ngắn “longest”, hoặc sửa quiet_hours"


def _overlaps(today: list[_Stretch], tomorrow: list[_Stretch]) -> Iterator[_Fault]:
    across = ((first, second) for first in today for second in tomorrow)
    for first, second in chain(combinations(today, 2), across):
        if second.start < first.end:
            changed = first if _weight(first) > _weight(second) else second
            what = f"khung giờ {first.named} và {second.named} chồng lên nhau, như {_when(first, second)}"
            key = f"overlap {first.of.slot.id} {second.of.slot.id}"
            yield _place(changed), key, what, "đổi “at” hoặc rút ngắn “longest” của một trong hai"


def _day_faults(schedule: Schedule, today: list[_Stretch]) -> Iterator[_Fault]:
    if not today:
        return
    limits, node = schedule.limits, _place(max(today, key=_weight))
    names = ", ".join(each.of.slot.id for each in today)
    total = sum(each.of.slot.longest for each in today)
    if len(today) > limits.sessions:
        what = f"{_when(*today)} có {len(today)} khung giờ ({names}), nhiều hơn mức {limits.sessions}"
        yield node, f"sessions {names}", what, "bớt khung giờ, hoặc nâng mức ở limits.sessions"
    if total > limits.per_day:
        more = f"{spoken_length(total)}, nhiều hơn mức {spoken_length(limits.per_day)}"
        what = f"{_when(*today)} các khung giờ ({names}) dài tới {more}"
        yield node, f"total {names}", what, "rút ngắn khung giờ, hoặc nâng mức ở limits.per_day"


def _when(*stretches: _Stretch) -> str:
    """Return on which day it is so: the date where something is special on it, else the day of the week."""
    special = any(each.of.override is not None or each.of.campaign is not None for each in stretches)
    return f"ngày {dmy(stretches[-1].on)}" if special else weekday_name(stretches[-1].on)


def _weight(each: _Stretch) -> int:
    """Return how far a slot stands from the standing pattern: the fault is told at the one that differs most."""
    campaign = each.of.campaign
    return 2 * (each.of.override is not None) + (campaign is not None and each.of.slot in campaign.add)


def _place(each: _Stretch) -> Node | None:
    return each.of.override.place if each.of.override is not None else each.of.slot.place
