"""The dash between two dates or times that were found one by one: tháng 9 - tháng 12, 7h ngày 1/10 - 17h ngày 3/10."""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.reading import day_or_ratio
from broadcaster.reading.page import BLOT, Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_DASH = Pattern(rf"(?<={BLOT})[ \u00a0]?([-–—])(?=[ \u00a0]?(?:(?:ngày|tháng|quý|năm|thứ)[ \u00a0])?{BLOT})")
_BEGINS = Pattern(rf"[^{BLOT}]{{0,8}}")


def detect(page: Page) -> Iterator[Span]:
    """Find dashes that mean "to"."""
    ends = {span.end: span for span in page.spans if span.kind in (Kind.DATE, Kind.TIME)}
    starts = {span.start: span for span in page.spans if span.kind in (Kind.DATE, Kind.TIME)}
    for match in _DASH.finditer(page.open):
        gap = _BEGINS.match(page.open, match.end())
        first, last = ends.get(match.start()), starts.get(gap.end() if gap else -1)
        if first and last and first.kind == last.kind and not _are_feasts(first, last):
            yield page.span(match.start(1), match.end(1), "đến", Kind(first.kind))


def _are_feasts(first: Span, last: Span) -> bool:
    return day_or_ratio.are_anniversaries(f"{first.written} {last.written}")
