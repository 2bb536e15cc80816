"""Short forms with a slash, đ/c, b/c, v/v, and with dots, v.v."""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.reading import tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_SLASHED = Pattern(r"[a-zA-ZđĐ](?<!\w.)(?<!/.)/[a-zA-ZđĐ]{1,2}(?![\w/])")
_DOTTED = Pattern(r"v\.v\.{0,3}|v,v\.{0,3}|tr\.đ(?:ồng)?|[Tt]p\.(?=[ ]?[A-ZĐ])|[Tt]x\.(?=[ ]?[A-ZĐ])")


def detect(page: Page) -> Iterator[Span]:
    """Find forms with a slash, đ/c, b/c, v/v, and with dots, v.v."""
    known = tables.mapping("slashed")
    found = []
    for match in _SLASHED.finditer(page.open):
        spoken = known.get(match.group()) or known.get(match.group().lower())
        if spoken:
            found.append(page.span(*match.span(), spoken, Kind.ABBREVIATION))
    for match in _DOTTED.finditer(page.open):
        spoken = {"v": "vân vân", "t": "triệu đồng"}[match.group()[0].lower()]
        if match.group()[1:2].lower() in ("p", "x"):
            spoken = "thành phố" if match.group()[1].lower() == "p" else "thị xã"
        if not page.text[match.start() - 1 : match.start()].isalpha() or match.start() == 0:
            found.append(page.span(*match.span(), spoken, Kind.ABBREVIATION))
    return iter(sorted(found, key=lambda span: span.start))
