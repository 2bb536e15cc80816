"""How a station wants its texts read: regional words, days of the month, pauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from broadcaster.core.units import Seconds

_SENTENCE, _PARAGRAPH, _HEADING = Seconds(0.7), Seconds(1.2), Seconds(1.5)


class Region(Enum):
    """The announcer's regional style."""

    NORTH = "bắc"
    """nghìn, linh, mùng."""
    CENTRE = "trung"
    """ngàn, lẻ, mùng."""
    SOUTH = "nam"
    """ngàn, lẻ, mồng."""


class End(Enum):
    """What a sentence is the last of; the greater comes later in this list."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    """Also an entry of a list."""
    HEADING = "heading"


@dataclass(frozen=True)
class PauseOptions:
    """Silence after a sentence; horns echo, so it is longer than in a studio."""

    sentence: Seconds = _SENTENCE
    """Seconds after a sentence inside a paragraph."""
    paragraph: Seconds = _PARAGRAPH
    """Seconds after the last sentence of a paragraph or of a list entry."""
    heading: Seconds = _HEADING
    """Seconds after a heading."""

    def after(self, end: End) -> Seconds:
        """Return the silence after a sentence that ends so."""
        return {End.SENTENCE: self.sentence, End.PARAGRAPH: self.paragraph, End.HEADING: self.heading}[end]


@dataclass(frozen=True)
class ReadingOptions:
    """Everything about reading that a station may set."""

    region: Region = Region.NORTH
    """Chooses among words that differ by region."""
    early_days: bool = False
    """Whether the days 1 to 10 are said with "mùng": “ngày mùng năm tháng mười”; in lunar dates they always are."""
    group_syllables: int = 16
    """Longest breath group, syllables; a longer one is split at a natural joint where there is one."""
    pauses: PauseOptions = field(default_factory=PauseOptions)
