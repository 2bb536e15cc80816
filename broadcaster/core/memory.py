"""
What the station has worked out and need not work out again while what it came of is the same.

In: a name, what the answer depends on, how to get it. Out: the answer. It forgets what was not asked for lately, so
that a year on the air needs no more room than a day.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

KEPT = 32
"""Answers kept: more than the days and slots that one look asks for."""


class Memory(Generic[T]):
    """Answers by name."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._known: dict[Hashable, tuple[Sequence[object], T]] = {}

    def get(self, name: Hashable, basis: Sequence[object], make: Callable[[], T]) -> T:
        """
        Return the answer *name*, asking *make* only where *basis* is another than last time.

        Args:
            name: Of the answer.
            basis: What it depends on: the same objects, or equal ones.
            make: Gives it.

        >>> memory = Memory[int]()
        >>> [memory.get("a", [1], lambda: 5), memory.get("a", [1], lambda: 6), memory.get("a", [2], lambda: 7)]
        [5, 5, 7]
        """
        known = self._known.pop(name, None)
        if known is None or not _same(known[0], basis):
            known = (basis, make())
        self._known[name] = known
        while len(self._known) > self._kept:
            del self._known[next(iter(self._known))]
        return known[1]


def _same(first: Sequence[object], second: Sequence[object]) -> bool:
    return len(first) == len(second) and all(a is b or a == b for a, b in zip(first, second, strict=True))
