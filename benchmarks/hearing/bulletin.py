"""The texts of ``bulletin.txt``, read as the station reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from broadcaster.reading.normalise import read

TEXTS: Final = Path(__file__).with_name("bulletin.txt")


@dataclass(frozen=True)
class Line:
    """One sentence, or one headline."""

    spoken: str
    """Its words, without marks."""
    words: tuple[str, ...]
    """What a voice is given; a headline may be more than one sentence."""


@dataclass(frozen=True)
class Item:
    """One piece of news."""

    headline: Line
    sentences: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.headline, *self.sentences)


def bulletin() -> tuple[Item, ...]:
    """Return the items of the file."""
    text = "\n".join(line for line in TEXTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    items = []
    for block in text.strip().split("\n\n"):
        headline, *sentences = map(_line, block.splitlines())
        items.append(Item(headline, tuple(sentences)))
    return tuple(items)


def _line(written: str) -> Line:
    reading = read(written)
    return Line(reading.spoken, tuple(sentence.words for sentence in reading.sentences))
