"""Where an announcer may take breath inside a long group of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broadcaster.reading import cues
from broadcaster.reading.span import Kind, Span

HELD, WEAK, STRONG = range(3)
"""How well breath may be taken before a word: never, at need, gladly."""

_SHORTEST = 4
"""Syllables of the shortest part that a group is split into."""


@dataclass(frozen=True, slots=True)
class Syllable:
    """One word of what is said."""

    said: str
    joint: int
    """HELD, WEAK or STRONG."""


def syllables(span: Span, text: str) -> Iterator[Syllable]:
    """Yield the words of *span*; only between plain words is there a joint, never inside a name, number or date."""
    words = span.spoken.split()
    if span.kind != Kind.WORD:
        yield from (Syllable(word, HELD) for word in words)
        return
    written = [*span.written.split(), *text[span.end : span.end + 2].split(), ""]
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        yield Syllable(word, _joint(before, word, written[at], written[at + 1]))


def split(group: list[Syllable], longest: int) -> Iterator[list[Syllable]]:
    """Yield *group* in parts of at most *longest* syllables, as far as its joints allow."""
    rest = group
    while len(rest) > longest:
        cut = _cut(rest, longest, STRONG) or _cut(rest, longest, WEAK) or _cut(rest, len(rest), STRONG)
        if not cut:
            break
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def _joint(before: str, word: str, written: str, following: str) -> int:
    if word != written or f"{before} {word}" in cues.phrases("holds to what follows"):
        return HELD
    if word in ("ngày", "năm"):
        return (STRONG if word == "ngày" else WEAK) if following[:1].isdigit() else HELD
    if word == "và" and following[:1].isupper():
        return HELD  # inside a name: Sở Khoa học và Công nghệ
    pair = f"{word} {following}"
    for strength, name in ((STRONG, "takes breath before"), (WEAK, "may take breath before")):
        if word in cues.phrases(name) or pair in cues.phrases(name):
            return strength
    return HELD


def _cut(rest: list[Syllable], longest: int, strength: int) -> int:
    """Return the joint nearest to equal parts, 0 if there is none."""
    ideal = len(rest) / -(-len(rest) // min(longest, len(rest) - 1))
    last = min(longest, len(rest) - _SHORTEST)
    places = [at for at in range(_SHORTEST, last + 1) if rest[at].joint >= strength]
    return min(places, key=lambda at: (abs(at - ideal), at), default=0)
