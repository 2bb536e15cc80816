"""
What authors are owed (nhuận bút, thù lao). In: what was heard of each item, rates. Out: sums by author, kind and item.

The rates are the commune's own, by its Quy chế (Decree 49/2024/NĐ-CP); an item is paid for once, in the period in
which it was first heard in full, and again for each airing only where a rate says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadcaster.core.units import Seconds
from broadcaster.report.period import Period
from broadcaster.report.tally import ItemTally

NOBODY = "(chưa ghi tác giả)"
"""Stands for the author where the script names none."""


@dataclass(frozen=True)
class Rate:
    """What one kind of item is worth, đồng."""

    kinds: tuple[str, ...]
    """As editors write them."""
    per_item: int = 0
    """Once, when it is first heard in full."""
    per_minute: int = 0
    """Once, for each minute of its body, said once; a begun minute counts by its seconds."""
    per_airing: int = 0
    """For each airing in full."""


@dataclass(frozen=True)
class Due:
    """What is owed for one item."""

    author: str
    item: ItemTally
    fresh: bool
    """Whether it was first heard in full in this period; what is paid once is paid only then."""
    amount: int
    """Đồng."""
    rated: bool
    """Whether there is a rate for its kind."""


def royalties(period: Period, items: Sequence[ItemTally], rates: Sequence[Rate]) -> tuple[Due, ...]:
    """Return what is owed for each item that was heard in full, by author; those without one come last."""
    by_kind = {kind: rate for rate in reversed(rates) for kind in rate.kinds}
    dues = [_due(each, by_kind.get(each.kind), each.item not in period.earlier) for each in items if each.airings]
    return tuple(sorted(dues, key=lambda due: (due.author == NOBODY, due.author)))


def _due(item: ItemTally, rate: Rate | None, fresh: bool) -> Due:  # noqa: FBT001 - a fact like the others
    amount = 0
    if rate is not None:
        once = rate.per_item + _minutes(item.length, rate.per_minute) if fresh else 0
        amount = once + rate.per_airing * item.airings
    return Due(item.author or NOBODY, item, fresh, amount, rate is not None)


def _minutes(length: Seconds, rate: int) -> int:
    return round(length * rate / 60)
