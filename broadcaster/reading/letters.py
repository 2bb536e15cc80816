"""Letters as an announcer names them, and letters of other alphabets brought home to ours."""

from __future__ import annotations

import unicodedata

NAMES = {
    "a": "a", "ă": "á", "â": "ớ", "b": "bê", "c": "xê", "d": "dê", "đ": "đê", "e": "e", "ê": "ê", "f": "ép",
    "g": "giê", "h": "hát", "i": "i", "j": "gi", "k": "ca", "l": "lờ", "m": "mờ", "n": "nờ", "o": "o", "ô": "ô",
    "ơ": "ơ", "p": "pê", "q": "quy", "r": "rờ", "s": "ét", "t": "tê", "u": "u", "ư": "ư", "v": "vê",
    "w": "vê kép", "x": "ích", "y": "i", "z": "dét",
}  # fmt: skip
"""Names of single letters, as in “điểm b khoản hai”."""

_IN_RUNS = NAMES | {"l": "e lờ", "m": "em", "n": "en", "r": "e rờ"}
"""Names in a run of capitals: UBND is “u bê en dê”."""

_ENGLISH = {
    "a": "ây", "b": "bi", "c": "xi", "d": "đi", "e": "i", "f": "ép", "g": "gi", "h": "ếch", "i": "ai", "j": "giây",
    "k": "cây", "l": "eo", "m": "em", "n": "en", "o": "âu", "p": "pi", "q": "kiu", "r": "a", "s": "ét", "t": "ti",
    "u": "iu", "v": "vi", "w": "đắp liu", "x": "ích", "y": "oai", "z": "dét",
}  # fmt: skip

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
    names = NAMES if len(small) == 1 else _IN_RUNS
    return " ".join(names[letter] for letter in map(untoned, small) if letter in names)


def spell_english(letters: str) -> str:
    """Return the English names of *letters*, in Vietnamese spelling."""
    return " ".join(_ENGLISH[letter] for letter in plain_latin(letters.lower()) if letter in _ENGLISH)
