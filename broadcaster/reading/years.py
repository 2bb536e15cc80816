"""Ranges of years: 2021-2030, 2025-26."""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.reading.date_words import END, START, YEAR
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import DASH, Pattern
from broadcaster.reading.span import Kind, Span

_YEARS = Pattern(rf"({START}[0-9]{{3}})({DASH}|/)({YEAR}|[0-9]{{2}}){END}")


def detect(page: Page) -> Iterator[Span]:
    """Find ranges of years: 2021-2030, 2025-26."""
    for match in _YEARS.finditer(page.open):
        first, joint, last = match.groups()
        if len(last) == 2:
            last = first[:2] + last
        if joint == "/" and int(last) != int(first) + 1:
            continue
        if 1000 <= int(first) < int(last) <= 2999:
            spoken = f"{page.say.cardinal(int(first))} đến {page.say.cardinal(int(last))}"
            yield page.span(*match.span(), spoken, Kind.DATE)
