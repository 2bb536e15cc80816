"""Words of other languages in Vietnamese spelling, by rule: a guess that an editor should hear."""

from __future__ import annotations

from broadcaster.reading.letters import NAMES, plain_latin, untoned
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.syllables import is_syllable, unmistakable

_REPLACED = (
    ("tion", "sân"), ("sion", "sân"), ("ck", "c"), ("sh", "s"), ("tch", "ch"), ("oo", "u"), ("ee", "i"), ("ea", "i"),
    ("ou", "ao"), ("ow", "ao"), ("ew", "iu"), ("x", "ks"), ("j", "d"), ("w", "u"), ("z", "d"), ("f", "ph"),
)  # fmt: skip
_VOWELS = "aeiouyăâêôơư"
_PIECE = Pattern(rf"([^{_VOWELS}]{{0,3}})([{_VOWELS}]{{1,3}})((?:ng|nh|ch|[ptcmn])(?![{_VOWELS}]))?")
_ONSETS = frozenset(("b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"))
_ONSETS |= frozenset(("p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"))


def respell(word: str) -> str:
    """
    Return Vietnamese syllables for a foreign *word*; its letters by name where no rule helps.

    >>> respell("marketing")
    'ma rờ ke tinh'
    """
    small = untoned(plain_latin(word.lower()))[:40]
    for foreign, ours in _REPLACED:
        small = small.replace(foreign, ours)
    spoken: list[str] = []
    position = 0
    for match in _PIECE.finditer(small):
        spoken += _stray(small[position : match.start()])
        spoken += _syllable(*match.groups(""))
        position = match.end()
    return " ".join(spoken + _stray(small[position:])) or " ".join(NAMES[letter] for letter in small if letter in NAMES)


def _stray(consonants: str) -> list[str]:
    """Return syllables for *consonants* that no vowel carries."""
    return [
        f"{_onset(letter)}ờ" if letter not in "rh" else f"{letter}ờ"
        for letter in consonants
        if letter in NAMES and letter != "h"
    ]


def _onset(letters: str) -> str:
    return {"c": "c", "q": "c", "k": "c", "f": "ph", "w": "u", "z": "d", "j": "gi"}.get(letters, letters)


def _syllable(onset: str, vowels: str, coda: str) -> list[str]:
    lead: list[str] = []
    while onset and onset not in _ONSETS:
        lead += _stray(onset[0])
        onset = onset[1:]
    if onset in ("c", "k", "g", "gh", "ng", "ngh"):
        front = vowels[0] in "eêiy"
        onset = (
            {"c": "k", "k": "k", "g": "gh", "gh": "gh", "ng": "ngh", "ngh": "ngh"}[onset]
            if front
            else onset.removesuffix("h")
        )
        onset = "c" if onset == "k" and not front else onset
    coda = {"ng": "nh"}.get(coda, coda) if vowels[-1] in "iy" else coda
    for candidate in (onset + vowels + coda, onset + vowels[0] + coda):
        if is_syllable(candidate):
            return [*lead, unmistakable(_toned(candidate))]
    if is_syllable(onset + vowels[0]):
        rest = [vowel for vowel in vowels[1:] if is_syllable(vowel)]
        return [*lead, onset + vowels[0], *rest, *_stray(coda)]
    return [*lead, *(vowel for vowel in vowels if is_syllable(vowel)), *_stray(coda)]


def _toned(syllable: str) -> str:
    """Return the syllable with the sharp tone that stopped syllables need."""
    if not syllable.endswith(("p", "t", "c", "ch")):
        return syllable
    sharp = dict(zip("aăâeêioôơuưy", "áắấéếíóốớúứý", strict=True))
    for at in range(len(syllable) - 1, -1, -1):
        if syllable[at] in sharp:
            return syllable[:at] + sharp[syllable[at]] + syllable[at + 1 :]
    return syllable
