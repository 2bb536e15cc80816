"""
Words that must be quoted exactly, and where a text quotes them otherwise. It flags, never changes.

In: a text and the phrases. Out: findings, each with the words as they must be.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from broadcaster.content.finding import Finding, Text

_WORD = re.compile(r"\w+")
_SHARED = 0.7
"""How many of a phrase's words must be there, as a share, before the order of the letters is looked at."""
_LIKE, _VERY_LIKE = 0.8, 0.92
"""How alike letters must be for the phrase to be meant: where the first word is the same, and where it is not."""
_SHORTEST = 3
"""Words of the shortest phrase that can be recognised by likeness."""


_STOPS = frozenset('\n"“”*')
"""No phrase goes on beyond one of these, unless it has it itself."""
_REST = re.compile(r'[^\n"“”*]{1,20}(?=["”*])')
"""What is left of a quotation, up to its closing mark, after the words that were recognised."""


class _Word(NamedTuple):
    start: int
    end: int
    bare: str


def misquoted(page: Text, exact: Collection[str]) -> Iterator[Finding]:
    """Find each of *exact* where its capitals, accents, marks or words differ."""
    words = _words(page.text)
    for phrase in exact:
        wanted = _words(phrase)
        if len(wanted) >= _SHORTEST:
            yield from _misquoted(page.text, words, phrase, wanted)


def _misquoted(text: str, words: list[_Word], phrase: str, wanted: list[_Word]) -> Iterator[Finding]:
    counted, size = Counter(word.bare for word in wanted), len(wanted)
    index = 0
    while index < len(words):
        start = words[index].start
        if text.startswith(phrase, start):
            index += size
            continue
        shared = sum((counted & Counter(word.bare for word in words[index : index + size])).values())
        length = _quoted(text, words[index : index + size + 2], phrase, wanted) if shared >= _SHARED * size else 0
        if length:
            end = words[index + length - 1].end
            rest = _REST.match(text, end)
            found = text[start : rest.end() if rest else end]
            yield Finding(start, f"{_difference(found, phrase)}: “{found}”", f"viết đúng: “{phrase}”")
        index += length or 1


def _quoted(text: str, words: list[_Word], phrase: str, wanted: list[_Word]) -> int:
    """Return how many of *words* are meant for *phrase*; 0 where none are."""
    stops = _STOPS - set(phrase)
    best, found = _LIKE if words[0].bare == wanted[0].bare else _VERY_LIKE, 0
    for length in range(int(_LIKE * len(wanted)), len(words) + 1):
        part = text[words[0].start : words[length - 1].end]
        if stops & set(part):
            break
        ratio = difflib.SequenceMatcher(None, _bare(part), _bare(phrase), autojunk=False).ratio()
        if ratio > best:
            best, found = ratio, length
    return found


def _difference(found: str, phrase: str) -> str:
    if found.lower() == phrase.lower():
        return "chữ hoa khác nguyên văn"
    if _bare(found) == _bare(phrase):
        return "dấu khác nguyên văn"
    return "khác nguyên văn"


def _words(text: str) -> list[_Word]:
    return [_Word(match.start(), match.end(), _bare(match.group())) for match in _WORD.finditer(text)]


def _bare(text: str) -> str:
    marks = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(mark for mark in marks if not unicodedata.combining(mark))
