"""Letters and digits in one: 4G, QL37, A1, H5N1, ĐA06, lớp 12A2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import abbreviation_table, abbreviations, foreign, letters, tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Certainty, Kind, Span
from broadcaster.reading.syllables import is_syllable

_TOKEN = Pattern(r"[^\W_](?<![^\W_].)[^\W_]{0,63}")
_RUN = Pattern(r"[0-9]+|[^\W\d_]+")
_TIMES = Pattern(r"[x×][0-9]{1,6}$")
_HAS_BOTH = Pattern(r"[0-9][^\W\d_]|[^\W\d_][0-9]")


def detect(page: Page) -> Iterator[Span]:
    """Find words made of letters and digits."""
    for match in _TOKEN.finditer(page.open):
        written = match.group()
        if not _HAS_BOTH.search(written) or not all(sign.isalpha() or sign in "0123456789" for sign in written):
            continue
        known = abbreviation_table.simple(written) or foreign.reading(written)
        if known:
            yield page.span(*match.span(), known, Kind.FOREIGN)
            continue
        unit = tables.mapping("units").get(written)
        if unit:
            yield page.span(*match.span(), unit, Kind.MEASURE)
            continue
        if _TIMES.match(written):
            yield page.span(*match.span(), f"nhân {page.say.written(written[1:])}", Kind.NUMBER)
            continue
        words, certainty = [], Certainty.SURE
        for part in _RUN.finditer(written):
            spoken, sure = _run(page, part, match.start())
            words.append(spoken)
            certainty = certainty if sure else Certainty.GUESS
        yield page.span(*match.span(), " ".join(filter(None, words)), Kind.IDENTIFIER, certainty)


def _run(page: Page, part: re.Match[str], start: int) -> tuple[str, bool]:
    """Return how a run of letters or digits in the word that begins at *start* is said, and whether that is sure."""
    run = part.group()
    if run.isdigit():
        plain = len(run) <= 3 and (part.start() == 0 or len(run) == 1 or not run.startswith("0"))
        return (page.say.cardinal(int(run)) if plain else page.say.digits(run)), True
    if len(run) == 1:
        return letters.spell(run), True
    known = abbreviations.in_context(page, start + part.start(), start + part.end())
    if known:
        return known, True
    if len(run) > 2 and is_syllable(run.lower()) and not run.isupper():
        return run.lower(), True
    return letters.spell(run), len(run) <= 2
