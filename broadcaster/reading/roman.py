"""Roman numerals: Đại hội XII, lần thứ XV, quý III, chương II."""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.reading import cues
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Certainty, Kind, Span
from broadcaster.reading.syllables import is_syllable

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CANONICAL = Pattern(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_RUN = Pattern(r"[IVXLCDM](?<![^\W_][IVXLCDM])[IVXLCDM]{0,14}(?![^\W_])")
_IN_LIST = Pattern(r"[ivxlc](?:,| và| hoặc|[ ]?[-–])[ ]?$")
_BEGINS_LIST = Pattern(r"(?:,| và)[ ][IVX]{2,}(?!\w)")
_ORDINAL = Pattern(r"thứ[ \u00a0*]*$")


def value(numeral: str) -> int:
    """
    Return the value of a canonical Roman numeral, 0 if *numeral* is none.

    >>> value("XIV"), value("IIX"), value("")
    (14, 0, 0)
    """
    if not _CANONICAL.fullmatch(numeral):
        return 0
    total = 0
    for letter, following in zip(numeral, numeral[1:] + "I", strict=False):
        worth = _VALUES[letter]
        total += -worth if worth < _VALUES[following] else worth
    return total


def detect(page: Page) -> Iterator[Span]:
    """Find Roman numerals: after a word that is counted so, or of two letters and more that spell nothing else."""
    for match in _RUN.finditer(page.open):
        number = value(match.group())
        if not number or match.group() in "LCDM":
            continue
        before = page.before(match.start())
        counted = cues.leads(before, "counted in roman") or _IN_LIST.search(before)
        counted = counted or _BEGINS_LIST.match(page.text, match.end())
        if not counted and not _stands_alone(match.group()):
            continue
        ordinal = _ORDINAL.search(before)
        spoken = page.say.ordinal(number) if ordinal else page.say.cardinal(number)
        yield page.span(*match.span(), spoken, Kind.ROMAN, Certainty.SURE if counted else Certainty.CONTEXT)


def _stands_alone(numeral: str) -> bool:
    return len(numeral) > 1 and set(numeral) <= set("IVX") and not is_syllable(numeral.lower())
