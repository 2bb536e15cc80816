"""Letters as an announcer names them, and letters of other alphabets brought home to ours."""

from __future__ import annotations

import unicodedata

NAMES = {
    "a": "a", "ă": "á", "â": "ớ", "b": "bê", "c": "xê", "d": "dê", "đ": "đê", "e": "e", "ê": "ê", "f": "ép",
    "g": "giê", "h": "hát", "i": "i", "j": "gi", "k": "ca", "l": "e lờ", "m": "em", "n": "en", "o": "o", "ô": "ô",
    "ơ": "ơ", "p": "pê", "q": "quy", "r": "e rờ", "s": "ét", "t": "tê", "u": "u", "ư": "ư", "v": "vê",
    "w": "vê kép", "x": "ích", "y": "i", "z": "dét",
}  # fmt: skip
"""Names of letters: “điểm bê khoản hai”, “u bê en dê”."""

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
VIETNAMESE = frozenset("abcdefghijklmnopqrstuvwxyzđ") | frozenset(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *_TONES)
)
"""Small letters that a spoken word may be made of, with their tones."""

_STROKES = {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}


def untoned(letters: str) -> str:
    """
    Return *letters* without tone marks; â, ê, ô, ă, ơ, ư, đ stay.

    >>> untoned("nghiễng")
    'nghiêng'
    """
    marks = unicodedata.normalize("NFD", letters)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))


def plain_latin(letters: str) -> str:
    """
    Return small *letters* with only the marks that Vietnamese has; letters of other scripts vanish.

    >>> plain_latin("façade")
    'facade'
    """
    kept = []
    for letter in letters:
        if letter in VIETNAMESE:
            kept.append(letter)
            continue
        base = unicodedata.normalize("NFKD", _STROKES.get(letter, letter))
        kept += [part for part in base if part in VIETNAMESE]
    return "".join(kept)


def spell(letters: str) -> str:
    """
    Return the names of *letters* one after another, as a run of capitals is spelt.

    >>> spell("UBND")
    'u bê en dê'
    """
    small = plain_latin(letters.lower())
    return " ".join(NAMES[letter] for letter in map(untoned, small) if letter in NAMES)
