"""
What a campaign's slots still have room for. In: a schedule, items, an instant. Out: the slots to come, each with room.

An upper bound: nothing says that the items fit the slot's length together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadcaster.content.item import Item
from broadcaster.programme.calendar import instant
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.pool import Pool
from broadcaster.programme.schedule import Schedule
from broadcaster.programme.target import Target
from broadcaster.programme.template import ItemsStep, Template


@dataclass(frozen=True)
class Opening:
    """One slot still to come."""

    day: date
    template: Template
    items: tuple[Item, ...]
    """Those that may air on that day."""

    def places(self, target: Target) -> int:
        """Return how many airings of the target's items the slot has room for."""
        said = sum(target.counts(item) for item in self.items if item.id in self.template.phrases)
        return said + sum(min(step.count, len(fitting)) for step, fitting in self._steps(target))

    def takes(self, name: str, target: Target) -> bool:
        """Return whether the slot may air the target's item of that id."""
        return any(item.id == name for _, fitting in self._steps(target) for item in fitting)

    def _steps(self, target: Target) -> Iterator[tuple[ItemsStep, list[Item]]]:
        free = [item for item in self.items if item.id not in self.template.phrases and target.counts(item)]
        for step in self.template.steps:
            if isinstance(step, ItemsStep):
                yield step, [item for item in free if step.takes(item)]


def openings(schedule: Schedule, campaign: Campaign, items: Sequence[Item], after: datetime) -> tuple[Opening, ...]:
    """
    Return the slots of the campaign's days that begin after an instant.

    Args:
        schedule: Without errors.
        campaign: Of the schedule.
        items: Those approved for air.
        after: Aware.
    """
    found = []
    day = max(campaign.days.first, after.astimezone(schedule.zone).date())
    while day in campaign.days:
        pool = tuple(Pool.on(day, items, schedule.campaigns).items.values())
        for each in schedule.on(day):
            start = instant(day, each.slot.at, schedule.zone)
            if start is not None and start > after:
                found.append(Opening(day, schedule.templates[each.slot.template], pool))
        day += timedelta(days=1)
    return tuple(found)
