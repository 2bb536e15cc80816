"""
How much of what was said was understood: errors a letter, and how sure a figure is.

In: what was said and what was written down. Out: rates, differences, standard errors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from broadcaster.reading.normalise import read

_OLD_PLACE = re.compile(
    "(o)([ae])([\u0300\u0301\u0303\u0309\u0323])(?!\\w)|(u)(y)([\u0300\u0301\u0303\u0309\u0323])(?!\\w)"
)
_RESAMPLES = 2000


def letters(text: str) -> str:
    """
    Return *text* as it counts: small letters and single spaces, figures in words, one way to place tone marks.

    >>> letters("7 giờ, hoà bình.")
    'bảy giờ hòa bình'
    """
    spoken = unicodedata.normalize("NFD", read(text).spoken.lower())
    placed = _OLD_PLACE.sub(lambda m: "".join(m.group(1, 3, 2) if m.group(1) else m.group(4, 6, 5)), spoken)
    kept = re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", placed))
    return " ".join(kept.split())


def toneless(text: str) -> str:
    """
    Return *text* without tone and vowel marks.

    >>> toneless("đường làng")
    'duong lang'
    """
    bare = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def edits(said: str, heard: str) -> int:
    """
    Return the fewest letters to change, add and drop between the two (Levenshtein).

    >>> edits("làng", "lang xã")
    4
    """
    row = list(range(len(heard) + 1))
    for number, letter in enumerate(said, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != other))
    return row[-1]


@dataclass(frozen=True)
class Hearing:
    """One utterance as one judge heard it."""

    said: str
    """As :func:`letters` has it."""
    heard: str
    doubt: float
    """Bits a letter that the judge lacked to expect what was said."""

    @property
    def wrong(self) -> int:
        """Letters wrong; no more than were said, however long the judge went on."""
        return min(edits(self.said, self.heard), len(self.said))

    @property
    def wrong_toneless(self) -> int:
        """Letters wrong, tone and vowel marks aside."""
        return min(edits(toneless(self.said), toneless(self.heard)), len(self.said))


def better(one: Sequence[Hearing], other: Sequence[Hearing]) -> list[Hearing]:
    """Return, utterance by utterance, the better of two hearings of the same words."""
    return [min(pair, key=lambda hearing: hearing.wrong) for pair in zip(one, other, strict=True)]


def rate(counts: Sequence[float], of: Sequence[int]) -> float:
    """Return the rate over all utterances."""
    return float(np.sum(counts) / np.sum(of))


def standard_error(counts: Sequence[float], of: Sequence[int]) -> float:
    """Return the standard error of :func:`rate`, by drawing the utterances again and again (bootstrap)."""
    draws = np.random.default_rng(1).integers(0, len(of), (_RESAMPLES, len(of)))
    return float(np.std(np.array(counts)[draws].sum(1) / np.array(of)[draws].sum(1)))


def difference(one: Sequence[float], other: Sequence[float], of: Sequence[int]) -> tuple[float, float]:
    """Return how much higher the rate of *one* is than that of *other* on the same utterances, and its error."""
    apart = [a - b for a, b in zip(one, other, strict=True)]
    return rate(apart, of), standard_error(apart, of)
