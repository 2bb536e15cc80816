"""
A trial: ways of saying the bulletin, heard at a place.

In: a manner and a place. Out: how each sentence, or each item, was heard, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.hearing.bulletin import Item, Line
from benchmarks.hearing.delivery import Manner
from benchmarks.hearing.judge import Court, Sound
from benchmarks.hearing.scores import Hearing
from benchmarks.hearing.street import Place
from broadcaster.voice.cache import SpeechCache


@dataclass(frozen=True)
class Trial:
    """What is measured with, and on what."""

    court: Court
    cache: SpeechCache
    items: Sequence[Item]
    size: int
    """How many sentences are heard; they are taken from all over the bulletin."""

    def lines_at(self, place: Place, manner: Manner, *, copy: int = 0) -> list[Hearing]:
        """Return how single sentences are heard at *place*; another *copy* comes in other noise."""
        lines = [line for item in self.items for line in item.lines]
        chosen = [lines[at * len(lines) // self.size] for at in range(min(self.size, len(lines)))]
        return self._rates(place, manner, [(line,) for line in chosen], 1000 * copy)

    def items_at(self, place: Place, manner: Manner) -> list[Hearing]:
        """Return how whole items are heard, without their headlines."""
        return self._rates(place, manner, [item.sentences for item in self.items], 0)

    def _rates(self, place: Place, manner: Manner, texts: Sequence[tuple[Line, ...]], seed: int) -> list[Hearing]:
        return self.court.hear(self._sound(place, manner, lines, seed + at) for at, lines in enumerate(texts))

    def _sound(self, place: Place, manner: Manner, lines: tuple[Line, ...], seed: int) -> Sound:
        said = [words for line in lines for words in line.words]
        wave = place.heard(manner.programme(said, self.cache), seed)
        return Sound(wave, " ".join(line.spoken for line in lines))
