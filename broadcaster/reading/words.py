"""What no detector has taken: plain words, single letters, foreign words; then marks and symbols."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from broadcaster.reading import abbreviation_table, foreign, letters, tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.respelling import respell
from broadcaster.reading.span import Certainty, Kind, Span
from broadcaster.reading.syllables import is_syllable, unmistakable

_PIECE = Pattern(r"(?P<letters>[^\W\d_]+)|(?P<digits>\d+)|(?P<marks>[^\w\ue000]+|_)")

_TIMES = Pattern(r"[ \u00a0](?:[0-9]|dài|rộng|cao|sâu|ngang|dày)")
_ALPHABETIC = Pattern(r"a+|0")


def detect(page: Page) -> Iterator[Span]:
    """Find everything that is still open; plain words and the single spaces between them make one span."""
    run: list[str] = []
    start = end = 0
    spaced = False
    for match in _PIECE.finditer(page.open):
        piece = match.group()
        plain = _plain(piece)
        if plain and run and match.start() == end + spaced:
            run.append(plain)
            end, spaced = match.end(), False
            continue
        if piece == " " and run and not spaced and match.start() == end:
            spaced = True
            continue
        if run:
            yield from _run(page, start, end, run, spaced=spaced)
        run, spaced = [plain] if plain else [], False
        start, end = match.span()
        if not plain:
            yield from _piece(page, match)
    if run:
        yield from _run(page, start, end, run, spaced=spaced)


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """Return the small form of a plain Vietnamese word, empty if *word* is something else."""
    small = unmistakable(word.lower())
    return small if is_syllable(small) and foreign.reading(small) is None else ""


def _run(page: Page, start: int, end: int, words: list[str], *, spaced: bool) -> Iterator[Span]:
    yield page.span(start, end, " ".join(words), Kind.WORD)
    if spaced:
        yield page.span(end, end + 1, "", Kind.PUNCTUATION)


def _piece(page: Page, match: re.Match[str]) -> Iterator[Span]:
    start, end = match.span()
    if match.lastgroup == "letters":
        yield from _letters(page, start, end)
    elif match.lastgroup == "digits":
        yield page.span(start, end, _digits(page, match.group()), Kind.NUMBER, Certainty.GUESS)
    else:
        yield from _marks(page, start, end)


def _digits(page: Page, written: str) -> str:
    return page.say.digits("".join(str(unicodedata.digit(sign, 0)) for sign in written))


def _letters(page: Page, start: int, end: int) -> Iterator[Span]:
    """Yield the words of a run of letters, parted where number signs such as ½ stand among them."""
    written = page.text[start:end]
    if written.isalpha():
        yield _word(page, start, end)
        return
    for match in _ALPHABETIC.finditer("".join("a" if sign.isalpha() else "0" for sign in written)):
        left, right = start + match.start(), start + match.end()
        yield _word(page, left, right) if match.group()[0] == "a" else _symbol(page, left, right)


def _word(page: Page, start: int, end: int) -> Span:
    written = page.text[start:end]
    small = written.lower()
    if len(small) == 1:
        return _letter(page, start, end, small)
    known = foreign.reading(small)
    if known is not None:
        return page.span(start, end, known, Kind.FOREIGN)
    unit = tables.mapping("units").get(written)
    if unit:
        return page.span(start, end, unit, Kind.MEASURE, Certainty.CONTEXT)
    short = abbreviation_table.simple(written.upper())
    if short:
        return page.span(start, end, short, Kind.ABBREVIATION, Certainty.CONTEXT, (letters.spell(written),))
    spoken = respell(small)
    return page.span(start, end, spoken, Kind.FOREIGN, Certainty.GUESS, (letters.spell(written[:40]),))


def _letter(page: Page, start: int, end: int, small: str) -> Span:
    if small in "x×" and _TIMES.match(page.text, end):
        return page.span(start, end, "nhân", Kind.SYMBOL, Certainty.CONTEXT)
    spoken = letters.spell(small)
    if spoken:
        return page.span(start, end, spoken, Kind.SPELLING)
    return _symbol(page, start, end)


def _marks(page: Page, start: int, end: int) -> Iterator[Span]:
    """Yield the silent marks of a stretch together and each spoken one by itself."""
    known = tables.mapping("symbols")
    begun = start
    for at in range(start, end):
        sign = page.text[at]
        if sign not in known and not unicodedata.category(sign).startswith(("N", "L")):
            continue
        span = _symbol(page, at, at + 1)
        if not span.spoken and span.certainty is Certainty.SURE:
            continue
        if begun < at:
            yield page.span(begun, at, "", Kind.PUNCTUATION)
        yield span
        begun = at + 1
    if begun < end:
        yield page.span(begun, end, "", Kind.PUNCTUATION)


def _symbol(page: Page, start: int, end: int) -> Span:
    sign = page.text[start:end]
    known = tables.rows_by_key("symbols").get(sign)
    if known:
        beside_number = len(known) > 2 and known[2] == "#"
        if beside_number and not _beside_number(page, start, end):
            return page.span(start, end, "", Kind.PUNCTUATION)
        return page.span(start, end, known[1], Kind.SYMBOL)
    number = unicodedata.numeric(sign, None) if len(sign) == 1 else None
    if number is not None and number == int(number) and 0 <= number < 10**12:
        return page.span(start, end, page.say.cardinal(int(number)), Kind.NUMBER, Certainty.GUESS)
    return page.span(start, end, "", Kind.SYMBOL, Certainty.GUESS)


def _beside_number(page: Page, start: int, end: int) -> bool:
    return bool(
        re.match(r"[ ]?[0-9]", page.text[end : end + 2]) and not re.search(r"\w$", page.text[max(0, start - 1) : start])
    ) or bool(
        re.search(r"[0-9)][ ]?$", page.text[max(0, start - 2) : start])
        and re.match(r"[ ]?[0-9]", page.text[end : end + 2])
    )
