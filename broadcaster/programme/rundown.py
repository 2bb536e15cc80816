"""The rundown of one programme: what sounds, in order, with estimated lengths. A value that can be written down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from broadcaster.content.item import Item
from broadcaster.core.units import Seconds


class Part(Enum):
    """Which words of an item are said."""

    TITLE = "title"
    BODY = "body"


class Durations(Protocol):
    """How long things will sound; measured where a recording exists, else estimated."""

    def spoken(self, item: Item, part: Part) -> Seconds:
        """Return the length of that part of *item* when read aloud, without a gap after it."""
        ...

    def jingle(self, name: str) -> Seconds:
        """Return the length of the jingle of that name."""
        ...


@dataclass(frozen=True)
class JingleEntry:
    """A jingle by itself."""

    name: str
    seconds: Seconds
    leads_to: tuple[str, ...] = ()
    """Ids of the items that it stands before; without any of them it has no sense."""


@dataclass(frozen=True)
class SpokenEntry:
    """Words of one item."""

    item_id: str
    part: Part
    seconds: Seconds
    """Estimated length of the words alone."""
    gap: Seconds
    """Silence, or bed alone, after the words."""
    bed: str | None = None
    """Jingle that plays under the words; where the next entry has the same, it plays on through the gap."""
    repeat: bool = False
    """Whether the same words were already said in this programme."""
    leads_to: tuple[str, ...] = ()
    """Ids of the items that these words introduce; without any of them they have no sense."""


Entry = JingleEntry | SpokenEntry


@dataclass(frozen=True)
class LeftOut:
    """Something that was meant to be heard and is not."""

    item_id: str
    reason: str
    """In Vietnamese."""


@dataclass(frozen=True)
class Rundown:
    """The entries of one programme."""

    entries: tuple[Entry, ...] = ()
    """In the order heard; empty where there is no content item to air."""
    left_out: tuple[LeftOut, ...] = ()
    items: tuple[str, ...] = ()
    """Ids of the content items, in the order heard, each once."""

    @property
    def spoken(self) -> tuple[str, ...]:
        """Ids of all items whose bodies are heard, fixed phrases too, each once."""
        bodies = (entry for entry in self.entries if isinstance(entry, SpokenEntry) and entry.part is Part.BODY)
        return tuple(dict.fromkeys(entry.item_id for entry in bodies))

    @property
    def empty(self) -> bool:
        """Whether nothing is to be aired: the slot stays silent."""
        return not self.entries

    @property
    def seconds(self) -> Seconds:
        """Estimated length from the first sound to the end of the last gap."""
        return total(self.entries)


def total(entries: tuple[Entry, ...]) -> Seconds:
    """Return how long *entries* last one after another, gaps included."""
    gaps = sum(entry.gap for entry in entries if isinstance(entry, SpokenEntry))
    return Seconds(sum(entry.seconds for entry in entries) + gaps)
