"""Months: with a year, by number, in a row, and so many months of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues
from broadcaster.reading.date_words import DAY, END, YEAR, fits, month_range, year_words
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import BLANK, DASH, Pattern
from broadcaster.reading.span import Kind, Span

_MONTH = Pattern(
    rf"(?<![^\W_])([Tt]háng {{0,2}}|T\.?(?=[0-9]{{1,2}}[/.-]{YEAR}))?"
    rf"({DAY})(?:({DASH}|, ?| và | đến )([0-9]{{1,2}}))?{BLANK}?[/.-]{BLANK}?({YEAR}){END}"
)
_NAMED_MONTH = Pattern(
    rf"([Tt]háng|THÁNG) {{1,2}}([0-9]{{1,2}})(?:({DASH}|, ?| và )([0-9]{{1,2}}))?(?![0-9]|[/.,-][0-9]|\w)"
)
_MONTH_LIST = Pattern(
    rf"(?<![^\W_])(?:[Tt]háng|THÁNG) {{1,2}}([0-9]{{1,2}}(?:(?:, ?|,? và )[0-9]{{1,2}}){{1,11}})"
    rf"(?:{BLANK}?[/-]{BLANK}?({YEAR}))?(?![0-9]|[/.,-][0-9]|\w)"
)
_MONTHS_PAST = Pattern(rf"({DAY})T(?:/({YEAR})(?![0-9])|(?= (?:đầu|cuối) năm))")


def detect(page: Page) -> Iterator[Span]:
    """Find months with a year, 9/2026, and months by number, "tháng 4"."""
    for match in _MONTH.finditer(page.open):
        word, first, joint, last, year = match.groups()
        if not (1 <= int(first) <= 12 and 1 <= int(last or 1) <= 12):
            continue
        before = page.before(match.start())
        if not word and (cues.leads(before, "numbered document") or cues.near(before, "of a ratio")):
            continue
        spoken = month_range(page, first, joint, last)
        if not word and joint is None and cues.leads(before, "numbered in a year"):
            spoken = page.say.cardinal(int(first))
        yield page.span(*match.span(), f"{spoken} {year_words(page, year)}", Kind.DATE)


def detect_lists(page: Page) -> Iterator[Span]:
    """Find months in a row: tháng 7, 8, 9/2025; two of them without a year are left to :func:`detect_named`."""
    for match in _MONTH_LIST.finditer(page.open):
        numbers, year = match.groups()
        months = re.findall(r"[0-9]+|và", numbers)
        named = [month for month in months if month != "và"]
        if (len(named) < 3 and not year) or not all(fits(None, month) for month in named):
            continue
        words = [month if month == "và" else page.say.month(int(month)) for month in months]
        spoken = f"tháng {' '.join(words)}" + (f" {year_words(page, year)}" if year else "")
        yield page.span(*match.span(), spoken, Kind.DATE)


def detect_past(page: Page) -> Iterator[Span]:
    """Find "so many months of a year": 9T/2025, 6T đầu năm."""
    for match in _MONTHS_PAST.finditer(page.open):
        year = f" {year_words(page, match[2])}" if match[2] else ""
        yield page.span(*match.span(), f"{page.say.cardinal(int(match[1]))} tháng{year}", Kind.DATE)


def detect_named(page: Page) -> Iterator[Span]:
    """Find what is called a month by its word: tháng 4."""
    for match in _NAMED_MONTH.finditer(page.open):
        _, first, joint, last = match.groups()
        if 1 <= int(first) <= 12 and 1 <= int(last or 1) <= 12:
            yield page.span(*match.span(), month_range(page, first, joint, last), Kind.DATE)
