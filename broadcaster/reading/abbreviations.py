"""
Abbreviations, by lexicon and by the words around them.

``data/abbreviations.tsv`` has the columns written, spoken, before, after: the words that must stand just
before or after (alternatives parted by ``|``) for a line to hold. Special words there: ``#`` is a digit,
``A`` a capitalised word, ``T`` the bar of a table, ``:`` a colon. A line without them holds where no other does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from broadcaster.reading import cues, letters, tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Certainty, Kind, Span
from broadcaster.reading.syllables import is_syllable

_CAPITALS = r"A-ZĐƯƠÂÊÔĂ"
_TOKEN = rf"[{_CAPITALS}][{_CAPITALS}a-zđươâêôă]{{0,15}}"
_JOINED = Pattern(rf"(?<!\w)({_TOKEN}(?:[ ]?[-–—&/+.,][ ]?{_TOKEN}){{1,5}})(?!\w)")
_JOINT = Pattern(r"[ ]?[-–—&/+.,][ ]?")
_SINGLE = Pattern(rf"[{_CAPITALS}](?<!\w.)\w{{1,15}}(?!\w)|[a-z](?<!\w.)[a-z]{{0,3}}[A-ZĐ]\w{{0,10}}(?!\w)")
_ONE_LETTER = Pattern(r"(?<!\w)([A-ZĐ])\.(?=[ ]?[A-ZĐÀ-Ỹ0-9\ue000])")
_SLASHED = Pattern(r"[a-zA-ZđĐ](?<!\w.)(?<!/.)/[a-zA-ZđĐ]{1,2}(?![\w/])")
_DOTTED = Pattern(r"v\.v\.{0,3}|v,v\.{0,3}|tr\.đ(?:ồng)?|[Tt]p\.(?=[ ]?[A-ZĐ])|[Tt]x\.(?=[ ]?[A-ZĐ])")
_CAPITALISED = Pattern(rf"[ ]{{0,2}}[{_CAPITALS}À-Ỹ][a-zđà-ỹ]")
_DOT_INSIDE = Pattern(r"\.(?=[ ]?[A-ZĐÀ-Ỹ0-9])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon."""

    spoken: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_default(self) -> bool:
        """Whether it holds anywhere."""
        return not self.before and not self.after

    def weight(self, before: str, after: str, following: str) -> int:
        """Return how much of the neighbourhood, small letters, speaks for it; *following* keeps its case."""
        led = any(_ends(before, words) for words in self.before)
        followed = [words for words in self.after if _begins(after, words, following)]
        by_words = any(len(words) > 1 for words in followed)
        return led + bool(followed) + by_words  # what follows tells more: “các PT vi phạm”


def _ends(text: str, words: str) -> bool:
    if words == "#":
        return text[-1:].isdigit()
    return text.endswith(words) and not text[: -len(words)][-1:].isalpha()


def _begins(text: str, words: str, following: str) -> bool:
    if words == "#":
        return text[:1].isdigit()
    if words == ":":
        return following.startswith(":")
    if words == "T":
        return text.startswith("|")
    if words == "A":
        return bool(_CAPITALISED.match(following))
    return text.startswith(words) and not text[len(words) :][:1].isalpha()


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, list[Entry]] = {}
    for written, spoken, *context in tables.rows("abbreviations"):
        before, after = (tuple(filter(None, words.split("|"))) for words in (*context, "", "")[:2])
        entries.setdefault(written, []).append(Entry(spoken, before, after))
    return {written: tuple(found) for written, found in entries.items()}


@cache
def _titles() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("dotted"))


def simple(written: str) -> str | None:
    """Return the reading of an abbreviation that holds without context, None if there is none."""
    for entry in _entries().get(written, ()):
        if entry.is_default:
            return entry.spoken
    return None


def in_context(page: Page, start: int, end: int) -> str | None:
    """Return the reading of the abbreviation between two offsets, by the words around; None if it is none."""
    entries = _entries().get(page.text[start:end])
    return _choose(page, start, end, entries).spoken if entries else None


@cache
def segmented(run: str) -> str | None:
    """
    Return a reading of an unknown run of capitals that begins as long ones often do, None if there is none.

    >>> segmented("BCĐPCTT")
    'ban chỉ đạo phòng chống thiên tai'
    """
    heads = tables.mapping("heads")
    for cut in range(len(run) - 2, 1, -1):
        rest = simple(run[cut:]) if run[:cut] in heads else None
        if rest:
            return f"{heads[run[:cut]]} {rest}"
    return None


def detect_slashed(page: Page) -> Iterator[Span]:
    """Find forms with a slash, đ/c, b/c, v/v, and with dots, v.v."""
    known = tables.mapping("slashed")
    found = []
    for match in _SLASHED.finditer(page.open):
        spoken = known.get(match.group()) or known.get(match.group().lower())
        if spoken:
            found.append(page.span(*match.span(), spoken, Kind.ABBREVIATION))
    for match in _DOTTED.finditer(page.open):
        spoken = {"v": "vân vân", "t": "triệu đồng"}[match.group()[0].lower()]
        if match.group()[1:2].lower() in ("p", "x"):
            spoken = "thành phố" if match.group()[1].lower() == "p" else "thị xã"
        if not page.text[match.start() - 1 : match.start()].isalpha() or match.start() == 0:
            found.append(page.span(*match.span(), spoken, Kind.ABBREVIATION))
    return iter(sorted(found, key=lambda span: span.start))


def detect_joined(page: Page) -> Iterator[Span]:
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
            yield _read(page, *pieces[0])
        end = pieces[count - 1][1]
        pieces = pieces[count:]
        if pieces and "&" in page.text[end : pieces[0][0]]:
            at = page.text.index("&", end)
            yield page.span(at, at + 1, "và", Kind.SYMBOL)


def _is_abbreviation(token: str) -> bool:
    return token in _entries() or (len(token) > 1 and token.isupper() and not is_syllable(token.lower()))


def detect(page: Page) -> Iterator[Span]:
    """Find single abbreviations and unknown runs of capitals."""
    found = []
    for match in _ONE_LETTER.finditer(page.open):
        entries = _entries().get(f"{match[1]}.")
        if entries:
            found.append(_choose(page, match.start(), match.end(), entries))
    for match in _SINGLE.finditer(page.open):
        if _stands_as_word(page, match):
            continue
        found.append(_read(page, match.start(), match.end()))
    return iter(sorted(found, key=lambda span: span.start))


def _stands_as_word(page: Page, match: re.Match[str]) -> bool:
    token = match.group()
    known = _entries().get(token)
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
        word.isupper() and len(word) > 1 and is_syllable(word.lower()) and word not in _entries() for word in neighbours
    )


def _read(page: Page, start: int, end: int) -> Span:
    token = page.text[start:end]
    entries = _entries().get(token)
    if token in _titles() and (dot := _DOT_INSIDE.match(page.open, end)):
        end = dot.end()
    if entries:
        return _choose(page, start, end, entries)
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
