"""
How long things will take before they are made. Estimates depend on the words alone, so a plan never changes
because something was rendered meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from broadcaster.content.item import Item
from broadcaster.core.units import Seconds
from broadcaster.production.wording import Wording
from broadcaster.programme.rundown import Part
from broadcaster.reading.phrasing import Sentence

SYLLABLE = 0.38
"""Seconds a syllable at pace 1.0, breath pauses included; on the long side, so that programmes fit."""


def spoken_seconds(sentences: tuple[Sentence, ...], rate: float = 1.0) -> Seconds:
    """Return about how long these sentences take, the pauses after them included."""
    said = sum(sentence.syllables for sentence in sentences) * SYLLABLE / rate
    return Seconds(said + sum(sentence.pause for sentence in sentences))


@dataclass(frozen=True)
class Estimates:
    """The durations that a plan is made with."""

    words: Mapping[str, Wording]
    """Item id → its words."""
    jingle: Callable[[str], Seconds]
    """Name of a jingle → its length."""
    rate: float = 1.0
    """Speed of the voice, as a factor."""

    def spoken(self, item: Item, part: Part) -> Seconds:
        """Return about how long one part of *item* takes."""
        return spoken_seconds(self.words[item.id].part(part), self.rate)
