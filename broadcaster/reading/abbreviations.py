"""Single abbreviations and unknown runs of capitals, by table and by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from broadcaster.reading import abbreviation_table as table
from broadcaster.reading import cues, letters, tables
from broadcaster.reading.abbreviation_table import CAPITALS, Entry
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Certainty, Kind, Span
from broadcaster.reading.syllables import is_syllable

_SINGLE = Pattern(rf"[{CAPITALS}](?<!\w.)\w{{1,15}}(?!\w)|[a-z](?<!\w.)[a-z]{{0,3}}[A-ZĐ]\w{{0,10}}(?!\w)")
_ONE_LETTER = Pattern(r"(?<!\w)([A-ZĐ])\.(?=[ ]?[A-ZĐÀ-Ỹ0-9\ue000])")
_DOT_INSIDE = Pattern(r"\.(?=[ ]?[A-ZĐÀ-Ỹ0-9])")


@cache
def _titles() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("dotted"))


def in_context(page: Page, start: int, end: int) -> str | None:
    """Return the reading of the abbreviation between two offsets, by the words around; None if it is none."""
    lines = table.entries().get(page.text[start:end])
    return _choose(page, start, end, lines).spoken if lines else None


@cache
def segmented(run: str) -> str | None:
    """
    Return a reading of an unknown run of capitals that begins as long ones often do, None if there is none.

    >>> segmented("BCĐPCTT")
    'ban chỉ đạo phòng chống thiên tai'
    """
    heads = tables.mapping("heads")
    for cut in range(len(run) - 2, 1, -1):
        rest = table.simple(run[cut:]) if run[:cut] in heads else None
        if rest:
            return f"{heads[run[:cut]]} {rest}"
    return None


def detect(page: Page) -> Iterator[Span]:
    """Find single abbreviations and unknown runs of capitals."""
    found = []
    for match in _ONE_LETTER.finditer(page.open):
        lines = table.entries().get(f"{match[1]}.")
        if lines:
            found.append(_choose(page, match.start(), match.end(), lines))
    for match in _SINGLE.finditer(page.open):
        if _stands_as_word(page, match):
            continue
        found.append(read(page, match.start(), match.end()))
    return iter(sorted(found, key=lambda span: span.start))


def _stands_as_word(page: Page, match: re.Match[str]) -> bool:
    token = match.group()
    known = table.entries().get(token)
    if known is None:
        if sum(letter.isupper() for letter in token) < 2 or not token.isalpha():
            return True
        return is_syllable(token.lower()) or token.lower() in tables.mapping("foreign") or not token.isupper()
    return is_syllable(token.lower()) and token.isupper() and _among_capitals(page, match.start(), match.end())


def _among_capitals(page: Page, start: int, end: int) -> bool:
    """Return whether the neighbouring words are words in capitals, as in a heading."""
    before = re.findall(r"\w+", page.text[max(0, start - 24) : start].rpartition("\n")[2])
    after = re.findall(r"\w+", page.text[end : end + 24].partition("\n")[0])
    neighbours = [*before[-1:], *after[:1]]
    return any(
        word.isupper() and len(word) > 1 and is_syllable(word.lower()) and word not in table.entries()
        for word in neighbours
    )


def read(page: Page, start: int, end: int) -> Span:
    """Return the reading of the one abbreviation between two offsets, a guess where nothing decides."""
    token = page.text[start:end]
    lines = table.entries().get(token)
    if token in _titles() and (dot := _DOT_INSIDE.match(page.open, end)):
        end = dot.end()
    if lines:
        return _choose(page, start, end, lines)
    known = tables.mapping("foreign").get(token.lower())
    if known:
        return page.span(start, end, known, Kind.FOREIGN)
    body = tables.mapping("documents").get(token) if len(token) > 3 else None
    if body:
        return page.span(start, end, _once(page, start, body), Kind.ABBREVIATION, Certainty.CONTEXT)
    parts = segmented(token)
    spelt = letters.spell(token)
    if parts:
        return page.span(start, end, parts, Kind.ABBREVIATION, Certainty.GUESS, (spelt,))
    return page.span(start, end, spelt, Kind.SPELLING, Certainty.GUESS)


def _repeats(page: Page, start: int, end: int, spoken: str) -> bool:
    """Return whether a bracket only gives the short form of what was just said: “hợp tác xã (HTX)”."""
    before = page.before(start).rstrip()
    if not before.endswith("(") or page.text[end : end + 1] != ")":
        return False
    return " ".join(re.findall(r"\w+", before[:-1])).endswith(spoken)


def _once(page: Page, start: int, spoken: str) -> str:
    """Return *spoken* without the words that stand just before it already: “tổ chức WHO”, “Hội HLHPN”."""
    before, words = page.before(start), spoken.split()
    said = re.search(r"(?:\w+ ){1,4}$", before)
    if said is None:
        return spoken
    before_words = said.group().split()
    for count in range(min(len(words) - 1, len(before_words)), 0, -1):
        if before_words[-count:] != words[:count]:
            continue
        if count > 1 or (cues.leads(before, "said once") and not cues.leads(before, "ends in what is said once")):
            return " ".join(words[count:])
    return spoken


def _choose(page: Page, start: int, end: int, entries: tuple[Entry, ...]) -> Span:
    for entry in entries:
        if _repeats(page, start, end, entry.spoken):
            return page.span(start, end, "", Kind.ABBREVIATION)
    if len(entries) == 1:
        return page.span(start, end, _once(page, start, entries[0].spoken), Kind.ABBREVIATION)
    candidates = tuple(entry.spoken for entry in entries)
    before, after = page.before(start).rstrip(' \u00a0*_“"('), page.after(end).lstrip(" \u00a0*_.:,;")
    following = page.text[end : end + 8].lstrip(".")
    weights = [entry.weight(before, after, following) for entry in entries]
    if max(weights):
        spoken = _once(page, start, entries[weights.index(max(weights))].spoken)
        return page.span(start, end, spoken, Kind.ABBREVIATION, Certainty.CONTEXT, candidates)
    default = next((entry for entry in entries if entry.is_default), None)
    spoken = _once(page, start, default.spoken) if default else letters.spell(page.text[start:end])
    return page.span(start, end, spoken, Kind.ABBREVIATION, Certainty.GUESS, candidates)
