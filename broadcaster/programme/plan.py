"""
The day on paper. In: a schedule, approved items, their history, a date, lengths. Out: a :class:`Plan`.

Pure: the same inputs give the same plan. Whatever the inputs, the slots of a plan never overlap and never
reach into quiet hours; an hour that the zone skips that day airs nothing, one that comes twice airs the first time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from broadcaster.content.item import Item
from broadcaster.core.hours import LatePolicy
from broadcaster.core.units import Seconds
from broadcaster.programme.backtiming import make_rundown
from broadcaster.programme.calendar import dmy, instant, later, weekday_name
from broadcaster.programme.pool import Pool
from broadcaster.programme.quota import Quota
from broadcaster.programme.rotation import Airing, Rotation
from broadcaster.programme.rundown import Durations, Rundown
from broadcaster.programme.schedule import DaySlot, Schedule
from broadcaster.programme.values import spoken_length


@dataclass(frozen=True)
class PlannedSlot:
    """A slot of one date, with its programme."""

    id: str
    name: str
    """For people."""
    start: datetime
    """Instant of the first sound, aware, in the schedule's zone."""
    longest: Seconds
    """Nothing of it is heard longer than this after *start*."""
    late: LatePolicy
    grace: Seconds
    """How late is still right."""
    campaign: str | None
    """Id of the campaign whose programme it is."""
    template: str
    """Name of the template it was made by."""
    rundown: Rundown

    @property
    def end(self) -> datetime:
        """The instant by which its last sound is over."""
        return later(self.start, self.longest)


@dataclass(frozen=True)
class Plan:
    """The slots of one date."""

    day: date
    slots: tuple[PlannedSlot, ...] = ()
    """In time order."""
    notes: tuple[str, ...] = ()
    """In Vietnamese: campaigns, exceptions, and why something does not air."""


def plan(
    schedule: Schedule,
    items: Sequence[Item],
    history: Mapping[str, Airing],
    day: date,
    durations: Durations,
    aired: Mapping[str, Sequence[str]] | None = None,
) -> Plan:
    """
    Return the plan of *day*.

    Args:
        schedule: Without errors.
        items: Those approved for air, no two with one id; their days of validity are looked at here.
        history: Airings before *day* by item id; a missing one was never aired.
        day: The date.
        durations: Lengths of what is spoken and played.
        aired: Id of a slot of *day* that is over → ids of the items that truly aired in it; rotation goes by
            these, whatever would be planned for that slot now.
    """
    pool = Pool.on(day, items, schedule.campaigns)
    rotation = Rotation(day, history, quotas=_quotas(schedule, pool, history, day))
    slots: list[PlannedSlot] = []
    notes = list(_notes(schedule, day))
    for each in schedule.on(day):
        start = instant(day, each.slot.at, schedule.zone)
        obstacle = _obstacle(schedule, each, start, slots)
        if start is None or obstacle:
            notes.append(f"Khung giờ “{each.slot.name}” không phát: {obstacle}.")
            continue
        template = schedule.templates[each.slot.template]
        rundown = make_rundown(template, pool, rotation, durations, each.slot.longest)
        done = (aired or {}).get(each.slot.id)
        rotation = rotation.after(rundown.spoken if done is None else tuple(done))
        slots.append(_planned(each, start, rundown))
        if rundown.empty:
            notes.append(_silent(slots[-1]))
    return Plan(day, tuple(slots), tuple(notes))


def _quotas(schedule: Schedule, pool: Pool, history: Mapping[str, Airing], day: date) -> tuple[Quota, ...]:
    """Return what the campaigns that run on *day* ask of it."""
    running = [campaign for campaign in schedule.campaigns if day in campaign.days]
    return tuple(
        Quota.on(
            day,
            campaign.days,
            target,
            {
                item.id: history.get(item.id, Airing()).within(campaign.days.first)
                for item in pool.items.values()
                if target.counts(item)
            },
        )
        for campaign in running
        for target in campaign.targets
    )


def _planned(each: DaySlot, start: datetime, rundown: Rundown) -> PlannedSlot:
    slot = each.slot
    campaign = each.campaign.id if each.campaign else None
    return PlannedSlot(slot.id, slot.name, start, slot.longest, slot.late, slot.grace, campaign, slot.template, rundown)


def _obstacle(schedule: Schedule, each: DaySlot, start: datetime | None, slots: Sequence[PlannedSlot]) -> str:
    """Return why the slot cannot air on this day after *slots*, in Vietnamese; empty: it can."""
    if start is None:
        return f"hôm nay không có {each.slot.at:%H:%M}, đồng hồ được vặn qua giờ này"
    if slots and start.astimezone(UTC) < slots[-1].end.astimezone(UTC):  # within one zone, "<" compares walls
        return f"lúc {start:%H:%M} khung giờ “{slots[-1].name}” chưa kết thúc"
    quiet = schedule.quiet_hours
    if quiet is not None and quiet.overlaps(start, later(start, each.slot.longest)):
        return f"phạm vào giờ yên tĩnh {quiet}"
    return ""


def _silent(slot: PlannedSlot) -> str:
    if slot.rundown.left_out:
        why = "không bài nào vừa thời lượng"
    else:
        why = f"không có bài nào đã duyệt, còn hiệu lực mà đồng hồ chương trình “{slot.template}” lấy được"
    return f"Khung giờ “{slot.name}” im lặng: {why}."


def _notes(schedule: Schedule, day: date) -> Iterator[str]:
    for campaign in schedule.campaigns:
        yield campaign.standing_on(day)
    for each in schedule.off(day):
        if each.override is not None:
            yield f"Khung giờ “{each.slot.name}” nghỉ: {each.override.reason}."
    for each in schedule.on(day):
        if each.override is not None:
            hours = f"{each.slot.at:%H:%M}, dài nhất {spoken_length(each.slot.longest)}"
            yield f"Khung giờ “{each.slot.name}” phát khác ngày thường ({hours}): {each.override.reason}."
    if not schedule.on(day) and not schedule.off(day):
        yield f"{weekday_name(day).capitalize()} {dmy(day)} không có khung giờ nào."
