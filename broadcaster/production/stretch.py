"""The stretches of a programme that are finished as one: a part by itself, or all that lies over one bed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from broadcaster.production.cart import Role
from broadcaster.production.order import OrderPart


@dataclass(frozen=True)
class Stretch:
    """Neighbours in the order that sound together."""

    parts: tuple[OrderPart, ...]
    """At least one; more only where they share a bed."""

    @property
    def bed(self) -> str:
        """Jingle under all of them; empty: none."""
        return self.parts[0].bed

    @property
    def music(self) -> str:
        """Jingle that sounds in it: by itself, or as a bed; empty: none."""
        return self.parts[0].name if self.parts[0].role is Role.JINGLE else self.bed

    @property
    def pause(self) -> float:
        """Seconds of silence after it, at the least."""
        return self.parts[-1].pause

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parts that stand for themselves, each once: what introduces others goes with those."""
        return tuple(dict.fromkeys(part.name for part in self.parts if not part.leads_to))


def stretches(parts: Iterable[OrderPart]) -> tuple[Stretch, ...]:
    """Return *parts* in their stretches, in order."""
    found: list[Stretch] = []
    for bed, run in groupby(parts, key=lambda part: part.bed):
        together = tuple(run)
        found += [Stretch(together)] if bed else [Stretch((part,)) for part in together]
    return tuple(found)
