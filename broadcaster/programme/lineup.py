"""
Which items stand at which step of a template, and the entries that come of it.

In: a template, a pool of items, a rotation. Out: a :class:`Lineup`; from it, entries in the order heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from broadcaster.content.item import Item, Kind
from broadcaster.core.priority import Priority
from broadcaster.core.units import Seconds
from broadcaster.programme.pool import Pool
from broadcaster.programme.rotation import Rotation
from broadcaster.programme.rundown import Durations, Entry, JingleEntry, LeftOut, Part, SpokenEntry
from broadcaster.programme.template import HeadlinesStep, ItemsStep, JingleStep, SayStep, Step, Template

CONTENT = frozenset({Kind.NEWS, Kind.ROLE_MODEL, Kind.NOTICE, Kind.LAW, Kind.EXPLAINER})
"""Kinds that a programme is made for; slogans, themes and phrases alone are no programme and no headline."""


@dataclass(frozen=True)
class Lineup:
    """A template with the items chosen for its steps."""

    template: Template
    chosen: tuple[tuple[Item, ...], ...]
    """For each step its items, in running order; none where the step takes none."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All chosen items in running order."""
        return tuple(item for step in self.chosen for item in step)

    @property
    def content(self) -> tuple[Item, ...]:
        """The chosen items of content kinds."""
        return tuple(item for item in self.items if item.kind in CONTENT)

    def only(self, item: Item) -> Lineup:
        """Return the lineup with *item* and no other."""
        return replace(self, chosen=tuple(tuple(each for each in step if each == item) for step in self.chosen))

    def without(self, item: Item) -> Lineup:
        """Return the lineup without *item*."""
        return replace(self, chosen=tuple(tuple(each for each in step if each != item) for step in self.chosen))


def choose(template: Template, pool: Pool, rotation: Rotation) -> Lineup:
    """Return the lineup of those whose turn it is; no item stands in it twice, nor one that *template* names."""
    taken = set(template.phrases)
    chosen: list[tuple[Item, ...]] = []
    for step in template.steps:
        picked: tuple[Item, ...] = ()
        if isinstance(step, ItemsStep):
            fitting = (item for item in pool.items.values() if item.id not in taken and step.takes(item))
            turn = rotation.order(fitting)[: step.count]
            picked = tuple(sorted(turn, key=lambda item: item.priority is not Priority.PRIORITY))
        taken |= {item.id for item in picked}
        chosen.append(picked)
    return Lineup(template, tuple(chosen))


@dataclass(frozen=True)
class Writer:
    """Writes lineups out, step by step."""

    pool: Pool
    durations: Durations

    def write(self, lineup: Lineup) -> tuple[Entry | LeftOut, ...]:
        """Return the entries in the order heard, and in between them what is missing."""
        entries: list[Entry | LeftOut] = []
        for number, step in enumerate(lineup.template.steps):
            following = tuple(item for items in lineup.chosen[number + 1 :] for item in items if item.kind in CONTENT)
            entries += self._step(step, lineup.chosen[number], following)
        return tuple(entries)

    def _step(self, step: Step, items: tuple[Item, ...], following: tuple[Item, ...]) -> Iterator[Entry | LeftOut]:
        match step:
            case JingleStep():
                yield self._jingle(step.name)
            case SayStep():
                yield self._phrase(step.item, step)
            case HeadlinesStep():
                yield from self._headlines(step, following[: step.count])
            case ItemsStep():
                yield from self._items(step, items)

    def _headlines(self, step: HeadlinesStep, items: tuple[Item, ...]) -> Iterator[Entry | LeftOut]:
        if items and step.intro is not None:
            yield self._phrase(step.intro, step, *items)
        for item in items:
            yield self._spoken(item, Part.TITLE, step)

    def _items(self, step: ItemsStep, items: tuple[Item, ...]) -> Iterator[Entry | LeftOut]:
        if items and step.intro is not None:
            yield self._phrase(step.intro, step, *items)
        for item in items:
            if step.sting is not None:
                yield self._jingle(step.sting, item)
            yield self._spoken(item, Part.BODY, step)
            if step.repeat is not None:
                yield self._phrase(step.repeat, step, item)
                yield replace(self._spoken(item, Part.BODY, step), repeat=True)

    def _jingle(self, name: str, *before: Item) -> JingleEntry:
        return JingleEntry(name, self.durations.jingle(name), tuple(item.id for item in before))

    def _phrase(self, name: str, step: SayStep | HeadlinesStep | ItemsStep, *introduced: Item) -> SpokenEntry | LeftOut:
        found = self.pool.phrase(name)
        if isinstance(found, LeftOut):
            return found
        return replace(self._spoken(found, Part.BODY, step), leads_to=tuple(item.id for item in introduced))

    def _spoken(self, item: Item, part: Part, step: SayStep | HeadlinesStep | ItemsStep) -> SpokenEntry:
        return SpokenEntry(item.id, part, Seconds(self.durations.spoken(item, part)), step.gap, step.bed)
