"""Abbreviations joined by a hyphen, "&", slash or dot: KT-XH, NN&PTNT, PGS.TS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import abbreviations
from broadcaster.reading.abbreviation_table import CAPITALS, entries, simple
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span
from broadcaster.reading.syllables import is_syllable

_TOKEN = rf"[{CAPITALS}][{CAPITALS}a-zđươâêôă]{{0,15}}"
_JOINED = Pattern(rf"(?<!\w)({_TOKEN}(?:[ ]?[-–—&/+.,][ ]?{_TOKEN}){{1,5}})(?!\w)")
_JOINT = Pattern(r"[ ]?[-–—&/+.,][ ]?")


def detect(page: Page) -> Iterator[Span]:
    """Find abbreviations joined by a hyphen, "&", slash or dot: KT-XH, NN&PTNT, PGS.TS."""
    for match in _JOINED.finditer(page.open):
        pieces = _pieces(match)
        spans = list(_parts(page, pieces))
        if all(span.kind != Kind.SPELLING or _is_abbreviation(span.written) for span in spans):
            yield from spans


def _pieces(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return where the parts of a joined abbreviation begin and end."""
    pieces, start = [], match.start()
    for joint in _JOINT.finditer(match.group()):
        pieces.append((start, match.start() + joint.start()))
        start = match.start() + joint.end()
    return [*pieces, (start, match.end())]


def _whole(page: Page, pieces: list[tuple[int, int]], count: int) -> str | None:
    """Return the reading of the first *count* parts with their joints, if the lexicon has them as one."""
    written = page.text[pieces[0][0] : pieces[count - 1][1]].replace(" ", "").replace("–", "-").replace("—", "-")
    return simple(written)


def _parts(page: Page, pieces: list[tuple[int, int]]) -> Iterator[Span]:
    """Yield a span for each longest run of parts that the lexicon knows, and for each "&" between."""
    while pieces:
        for count in range(len(pieces), 1, -1):
            spoken = _whole(page, pieces, count)
            if spoken:
                yield page.span(pieces[0][0], pieces[count - 1][1], spoken, Kind.ABBREVIATION)
                break
        else:
            count = 1
            yield abbreviations.read(page, *pieces[0])
        end = pieces[count - 1][1]
        pieces = pieces[count:]
        if pieces and "&" in page.text[end : pieces[0][0]]:
            at = page.text.index("&", end)
            yield page.span(at, at + 1, "và", Kind.SYMBOL)


def _is_abbreviation(token: str) -> bool:
    return token in entries() or (len(token) > 1 and token.isupper() and not is_syllable(token.lower()))
