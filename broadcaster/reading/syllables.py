"""
Which written words are Vietnamese syllables.

Source:
    The inventory of initials and rimes of standard Vietnamese spelling.
"""

from __future__ import annotations

from functools import lru_cache

from broadcaster.reading import tables
from broadcaster.reading.letters import VIETNAMESE, untoned

_INITIALS = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "th", "tr", "qu",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """
    Return whether the small-letter *word* is spelt as a Vietnamese syllable.

    >>> is_syllable("nghiêng"), is_syllable("quốc"), is_syllable("online"), is_syllable("hđnd")
    (True, True, False, False)
    """
    if len(word) > 7 or not VIETNAMESE.issuperset(word):
        return False
    base = untoned(word)
    if base == "gi":
        return True
    rimes = tables.mapping("rimes")
    for initial in _INITIALS:
        rest = base[len(initial) :]
        if base.startswith(initial) and rest in rimes and not (initial == "qu" and rest in ("u", "ua")):
            return True
    return False


def unmistakable(syllable: str) -> str:
    """Return a syllable that was made by rule so that reading it again changes nothing: "ha" alone is a hectare."""
    return "hà" if syllable == "ha" else syllable
