"""A stretch of the written text and what is said for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Certainty(Enum):
    """How far the reading of a span can be trusted."""

    SURE = "chắc chắn"
    """One reading only."""
    CONTEXT = "theo ngữ cảnh"
    """Several readings exist; the words around it decided."""
    GUESS = "đoán"
    """Nothing decided; an editor has to look."""


class Kind(StrEnum):
    """What a span is taken for."""

    WORD = "word"
    LEXICON = "lexicon"
    DATE = "date"
    TIME = "time"
    DOCUMENT = "document"
    ABBREVIATION = "abbreviation"
    NUMBER = "number"
    ROMAN = "roman"
    MONEY = "money"
    MEASURE = "measure"
    PHONE = "phone"
    IDENTIFIER = "identifier"
    ADDRESS = "address"
    STRUCTURE = "structure"
    HEADING = "heading"
    WEB = "web"
    FOREIGN = "foreign"
    RATIO = "ratio"
    SYMBOL = "symbol"
    SPELLING = "spelling"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of the written text; the spans of a reading cover every character exactly once."""

    start: int
    """Offset of the first character in the reading's text."""
    end: int
    """Offset after the last character."""
    written: str
    """The characters themselves."""
    spoken: str
    """Small-letter words, one space between; empty for what an announcer passes over."""
    kind: str
    """One of :class:`Kind`."""
    certainty: Certainty
    candidates: tuple[str, ...] = ()
    """Other readings it might have; only where the certainty is not SURE."""
