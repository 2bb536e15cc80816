"""
Whose turn it is. In: how often and when each item was aired. Out: an order of items, the same for the same inputs.

Last come items whose repeat target is met. Among the others, and among those, the one goes first of which the largest
share of a campaign's target is overdue; then the least recently aired, then the least often aired, then priority,
then the one whose last day is nearest, then the id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from broadcaster.content.item import Item
from broadcaster.core.priority import Priority
from broadcaster.programme.quota import Quota, lag

Rank = tuple[bool, Fraction, date, int, int, bool, date, date, str]
"""The smaller, the sooner it is the item's turn."""


@dataclass(frozen=True)
class Airing:
    """The history of one item before the day that is planned."""

    count: int = 0
    """How often it was aired; a notice said twice in a programme counts once."""
    last: date | None = None
    """Day on which it was last aired."""
    days: tuple[date, ...] = ()
    """The day of each airing, as far back as targets may ask."""

    def within(self, first: date) -> int:
        """Return how often it was aired on *first* or later."""
        return sum(day >= first for day in self.days)

    def then(self, day: date) -> Airing:
        """Return the history with one more airing on *day*."""
        return Airing(self.count + 1, max(self.last or day, day), (*self.days, day))


@dataclass(frozen=True)
class Rotation:
    """The history of all items up to some moment of *day*."""

    day: date
    history: Mapping[str, Airing] = field(default_factory=dict)
    """Before *day*."""
    today: tuple[str, ...] = ()
    """Ids of the items already planned on *day*, in their order."""
    quotas: tuple[Quota, ...] = ()
    """What campaigns ask of *day*."""

    def after(self, names: Iterable[str]) -> Rotation:
        """Return the rotation once the items of these ids have been aired, each once."""
        return replace(self, today=(*self.today, *names))

    def rank(self, item: Item) -> Rank:
        """Return what *item* is ordered by; no two items have the same."""
        past = self.history.get(item.id, Airing())
        count = past.count + self.today.count(item.id)
        position = max((number for number, name in enumerate(self.today, 1) if name == item.id), default=0)
        return (
            item.repeat > 0 and count >= item.repeat,
            -lag(self.quotas, item, self.today),
            self.day if position else past.last or date.min,
            position,
            count,
            item.priority is not Priority.PRIORITY,
            item.valid_until or date.max,
            item.valid_from or date.min,
            item.id,
        )

    def order(self, items: Iterable[Item]) -> list[Item]:
        """Return *items*, whose turn it is first."""
        return sorted(items, key=self.rank)
