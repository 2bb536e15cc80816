"""
The abbreviations that the program knows, each with the words around it that a reading needs.

``data/abbreviations.tsv`` has the columns written, spoken, before, after: the words that must stand just
before or after (alternatives parted by ``|``) for a line to hold. Special words there: ``#`` is a digit,
``A`` a capitalised word, ``T`` the bar of a table, ``:`` a colon. A line without them holds where no other does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from broadcaster.reading import tables
from broadcaster.reading.patterns import Pattern

CAPITALS = r"A-ZĐƯƠÂÊÔĂ"
"""Capitals that abbreviations are made of, for use inside brackets."""

_CAPITALISED = Pattern(rf"[ ]{{0,2}}[{CAPITALS}À-Ỹ][a-zđà-ỹ]")


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
def entries() -> dict[str, tuple[Entry, ...]]:
    """Return the lines of each written form, in order."""
    found: dict[str, list[Entry]] = {}
    for written, spoken, *context in tables.rows("abbreviations"):
        before, after = (tuple(filter(None, words.split("|"))) for words in (*context, "", "")[:2])
        found.setdefault(written, []).append(Entry(spoken, before, after))
    return {written: tuple(lines) for written, lines in found.items()}


def simple(written: str) -> str | None:
    """Return the reading of an abbreviation that holds without context, None if there is none."""
    for entry in entries().get(written, ()):
        if entry.is_default:
            return entry.spoken
    return None
