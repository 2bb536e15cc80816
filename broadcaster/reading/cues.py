"""
Words beside a number, a letter or a name that tell what it is: ``data/cues.tsv``.

Phrases of up to four words in small letters; blanks and opening marks between them and the thing are passed over.
"""

from __future__ import annotations

from functools import cache

from broadcaster.reading import tables
from broadcaster.reading.patterns import Pattern

_LONGEST = 4
"""Words of the longest cue."""

_BLANKS = " \u00a0\t,:(*_“\"‘'.-–"
_CLAUSE = Pattern(r"[.;:!?,()]")
_WORD = Pattern(r"\w+")


@cache
def phrases(name: str) -> frozenset[str]:
    """Return the cues of that name."""
    found = frozenset(row[1] for row in tables.rows("cues") if row[0] == name)
    if not found:
        raise KeyError(name)
    return found


def leads(before: str, name: str, *, over: str = "") -> bool:
    """
    Return whether *before*, small letters, ends with a cue of that *name*.

    Args:
        before: What stands before the thing on its line.
        name: In ``data/cues.tsv``.
        over: Name of the cues whose phrases may stand between.

    >>> leads("sáng thứ hai, ngày ", "names a day")
    True
    """
    words = before.rstrip(_BLANKS).split()[-8:]
    while words:
        size = _ending(words, phrases(name))
        if size:
            return True
        skipped = _ending(words, phrases(over)) if over else 0
        if not skipped:
            return False
        words = words[:-skipped]
        if words:
            words[-1] = words[-1].rstrip(_BLANKS)
    return False


def follows(after: str, name: str) -> bool:
    """Return whether *after*, small letters, begins with a cue of that *name*, parted by a blank."""
    if not after[:1].isspace():
        return False
    words = _WORD.findall(after[:40])[:_LONGEST] if after.lstrip(" \u00a0*_")[:1].isalnum() else []
    known = phrases(name)
    return any(" ".join(words[:size]) in known for size in range(1, len(words) + 1))


def near(before: str, name: str, *, within: int = 6) -> bool:
    """Return whether one of the last *within* words of the clause that *before* ends with begins a cue of *name*."""
    words = _WORD.findall(_CLAUSE.split(before.rstrip(_BLANKS))[-1])[-within:]
    known = phrases(name)
    return any(
        " ".join(words[start : start + size]) in known for start in range(len(words)) for size in range(1, _LONGEST + 1)
    )


def _ending(words: list[str], known: frozenset[str]) -> int:
    for size in range(min(_LONGEST, len(words)), 0, -1):
        if " ".join(words[-size:]).lstrip(_BLANKS) in known:
            return size
    return 0
