"""
Numbers of official documents: 65/KH-UBND, 57-NQ/TW, 49/2024/NĐ-CP, 1658/NQ-UBTVQH15, and bare 30/2020.

The number and the year are parted by "trên", lest 30/2020 be heard as one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import abbreviation_table, abbreviations, cues, letters, tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Certainty, Kind, Span
from broadcaster.reading.syllables import is_syllable

_PART = r"[A-ZĐƯ](?:[A-ZĐƯa-zđư]|\.(?=[A-ZĐ])){0,15}[0-9]{0,2}"
_CODE = Pattern(
    r"(?P<number>[0-9](?<!\w[0-9])(?<![0-9][.,/][0-9])[0-9]{0,5}[a-zA-Z]?)(?: ?/ ?(?P<year>[12][0-9]{3}))? ?[/-] ?"
    rf"(?P<code>{_PART}(?: ?[-/–&+] ?{_PART}){{0,4}})(?!\w)"
)
_BARE = Pattern(r"([0-9](?<!\w[0-9])(?<![0-9][.,/][0-9])[0-9]{0,4})/([12][0-9]{3})(?![0-9/]|\w)")
_UNNUMBERED = Pattern(
    rf"(?<![\w-])(?:/ ?)?(?P<kind>[A-ZĐ]\w{{0,4}})[-/](?P<body>{_PART}(?:[-/]{_PART}){{0,2}})(?![\w-])"
)
_STANDARD = Pattern(
    rf"(?<=[A-Z])([ :-]{{1,2}})([0-9]{{2,6}}(?:-[0-9]{{1,3}})?):([12][0-9]{{3}})(?:/({_PART}))?(?![0-9]|\w)"
)
_NOUN_END = Pattern(r"(?:[ ]số)?[ :]{1,3}$")
_SEPARATOR = Pattern(r" ?[-/–&+] ?")
_CONVENED = frozenset(("QH", "UBTVQH", "HĐND", "NQQH"))
"""Bodies whose trailing number is a term."""


def detect(page: Page) -> Iterator[Span]:
    """Find document numbers with a code of letters: 49/2024/NĐ-CP."""
    for match in _CODE.finditer(page.open):
        first = _SEPARATOR.split(match["code"])[0]
        if not match["year"] and first not in tables.mapping("documents"):
            continue
        spoken, certainty = read_code(page, match["code"])
        noun = _noun(page.before(match.start()), first)
        if noun and match["code"] not in tables.mapping("documents"):
            spoken = f"{noun} {read_code(page, match['code'][len(first) :].lstrip(' -/–&+'))[0]}".rstrip()
        number = _number(page, match["number"], page.before(match.start()))
        if match["year"]:
            number += f" trên {page.say.cardinal(int(match['year']))}"
        candidates = (f"{number} {spell_code(page, match['code'])}",) if certainty is not Certainty.SURE else ()
        yield page.span(*match.span(), f"{number} {spoken}", Kind.DOCUMENT, certainty, candidates)


def detect_standards(page: Page) -> Iterator[Span]:
    """Find the numbers of standards: TCVN 6909:2001, QCVN 01:2021/BYT."""
    for match in _STANDARD.finditer(page.open):
        number = " ".join(page.say.written(part) for part in match[2].split("-"))
        words, certainty = read_code(page, match[4]) if match[4] else ("", Certainty.SURE)
        spoken = f"{number} năm {page.say.cardinal(int(match[3]))} {words}".rstrip()
        yield page.span(match.start(2), match.end(), spoken, Kind.DOCUMENT, certainty)


def detect_bare(page: Page) -> Iterator[Span]:
    """Find a number and year without letters after the word for a document."""
    for match in _BARE.finditer(page.open):
        if cues.leads(page.before(match.start()), "numbered document"):
            spoken = f"{_number(page, match[1])} trên {page.say.cardinal(int(match[2]))}"
            yield page.span(*match.span(), spoken, Kind.DOCUMENT)


def detect_unnumbered(page: Page) -> Iterator[Span]:
    """Find codes whose number is still blank, “Số:   /KH-UBND”."""
    known = tables.mapping("documents")
    found = []
    for match in _UNNUMBERED.finditer(page.open):
        code = f"{match['kind']}-{match['body']}"
        if abbreviation_table.simple(code) is None and all(part in known for part in _SEPARATOR.split(code)):
            spoken, certainty = read_code(page, code)
            found.append(page.span(*match.span(), spoken, Kind.DOCUMENT, certainty))
    return iter(sorted(found, key=lambda span: span.start))


def read_code(page: Page, code: str) -> tuple[str, Certainty]:
    """Return what is said for the letters of a document number: kind, then issuing body."""
    whole = tables.mapping("documents").get(code)
    if whole:
        return whole, Certainty.SURE
    words, certainty = [], Certainty.SURE
    for part in _SEPARATOR.split(code):
        spoken, sure = _part(page, part)
        words.append(spoken)
        certainty = certainty if sure else Certainty.GUESS
    return " ".join(words), certainty


def spell_code(page: Page, code: str) -> str:
    """Return the letters of a document number by name."""
    spoken = []
    for run in re.findall(r"[^\W\d_]+|[0-9]+", code):
        spoken.append(page.say.cardinal(int(run)) if run.isdigit() else letters.spell(run))
    return " ".join(spoken)


def _noun(before: str, part: str) -> str:
    """
    Return the words just before the number, if *part* is their initials: "quy định số" tells what QĐ is.

    >>> _noun("theo quy định số ", "QĐ")
    'quy định'
    """
    letters_run = "".join(letter for letter in part if letter.isupper()).lower()
    words = _NOUN_END.sub("", before).split()[-len(letters_run) :] if len(letters_run) > 1 else []
    is_noun = "".join(word[0] for word in words) == letters_run and all(map(is_syllable, words))
    return " ".join(words) if is_noun else ""


def _part(page: Page, part: str) -> tuple[str, bool]:
    known = tables.mapping("documents")
    if part in known:
        return known[part], True
    name = part.rstrip("0123456789")
    term = part[len(name) :]
    words = known.get(name) or abbreviation_table.simple(name.replace(".", ""))
    if words is None:
        words = _divided(name)
    if words is None:
        guess = abbreviations.segmented(name.replace(".", ""))
        return " ".join(
            filter(None, (guess or spell_code(page, name), page.say.cardinal(int(term)) if term else ""))
        ), False
    if term:
        words += f" khóa {page.say.cardinal(int(term))}" if name in _CONVENED else f" {page.say.cardinal(int(term))}"
    return words, True


def _divided(name: str) -> str | None:
    """Return a reading of two known bodies written as one, such as BTGDV and TU; None if there is none."""
    known = tables.mapping("documents")
    for cut in range(len(name) - 2, 1, -1):
        if name[:cut] in known and name[cut:] in known:
            return f"{known[name[:cut]]} {known[name[cut:]]}"
    return None


def _number(page: Page, written: str, before: str = "") -> str:
    if cues.leads(before, "keeps its zero") and written.isdigit():
        return page.say.digits(written)
    digits = written.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    letter = written[len(digits) :]
    return f"{page.say.cardinal(int(digits))} {letters.spell(letter)}".rstrip()
