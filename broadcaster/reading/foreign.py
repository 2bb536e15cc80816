"""Foreign words by lexicon, among them those with a hyphen, dot or apostrophe: e-mail, PM2.5, H'Mông."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from broadcaster.reading import tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_COMPOUND = Pattern(r"[^\W_](?<![^\W_].)[^\W_]{0,15}(?:[-.'’][^\W_]{1,15}){1,3}(?!\w)")


@cache
def reading(word: str) -> str | None:
    """Return how a foreign *word* is said, None if the lexicon has it not."""
    return tables.mapping("foreign").get(word.lower().replace("’", "'"))


def detect(page: Page) -> Iterator[Span]:
    """Find foreign words that marks hold together."""
    for match in _COMPOUND.finditer(page.open):
        spoken = reading(match.group())
        if spoken:
            yield page.span(*match.span(), spoken, Kind.FOREIGN)
