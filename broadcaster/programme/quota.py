"""
How far a campaign's targets are behind on one day. In: targets, items, history. Out: for an item, how much it is due.

A target that runs over the whole campaign is due in equal steps: by the end of day 3 of 12, a quarter of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from broadcaster.content.item import Item
from broadcaster.programme.calendar import Days
from broadcaster.programme.target import Measure, Target

ON_TIME = Fraction(0)


@dataclass(frozen=True)
class Quota:
    """One target on one day."""

    target: Target
    due: int
    """Airings that there should be by the end of the day; of a daily target, today's."""
    aired: Mapping[str, int]
    """Item that counts towards it → airings within the campaign before the day; of a daily target none."""

    @classmethod
    def on(cls, day: date, days: Days, target: Target, aired: Mapping[str, int]) -> Quota:
        """
        Return the quota of *target* on *day*.

        Args:
            day: One of *days*.
            days: Of the campaign.
            target: Of the campaign.
            aired: Each item that counts, with its airings within the campaign before *day*.
        """
        if target.measure is Measure.PER_DAY:
            return cls(target, target.times, dict.fromkeys(aired, 0))
        number = (day - days.first).days + 1
        return cls(target, math.ceil(Fraction(target.times * number, len(days))), aired)

    def lag(self, name: str, today: Sequence[str]) -> Fraction:
        """
        Return which share of the target is overdue for the item *name*; 0 where nothing is.

        Args:
            name: An item's id.
            today: Ids of the items already planned on the day.
        """
        if name not in self.aired:
            return ON_TIME
        counted = (name,) if self.target.measure is Measure.EACH else tuple(self.aired)
        count = sum(self.aired[each] + today.count(each) for each in counted)
        return Fraction(max(0, self.due - count), self.target.times)


def lag(quotas: Iterable[Quota], item: Item, today: Sequence[str]) -> Fraction:
    """Return the largest share of a target that is overdue for *item*."""
    return max((quota.lag(item.id, today) for quota in quotas), default=ON_TIME)
