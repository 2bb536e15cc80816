"""
Dates that have a day, and their ranges.

A day and month may look like a fraction, a score or a house number: :mod:`day_or_ratio` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues, day_or_ratio
from broadcaster.reading.date_words import DAY, END, YEAR, bare_day, day_words, fits, month_words, year_words
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import BLANK, DASH, Pattern
from broadcaster.reading.span import Certainty, Kind, Span

_FULL = Pattern(
    rf"({DAY})(?:{BLANK}?([/.-]){BLANK}?([0-9]{{1,2}})(?:\2({YEAR}))?)?{DASH}([0-9]{{1,2}})([/.-])([0-9]{{1,2}})[/.-]({YEAR}){END}"
    rf"|({DAY}){BLANK}?([/.–-]){BLANK}?([0-9]{{1,2}}){BLANK}?\10{BLANK}?({YEAR}|[0-9]{{2}}){END}"
)
_ISO = Pattern(rf"([12](?<!\w[12])(?<![0-9][.,:/][12])[0-9]{{3}})-([0-9]{{2}})-([0-9]{{2}}){END}")
_SHORT_RANGE = Pattern(rf"({DAY})(?:([/.])([0-9]{{1,2}}))?{DASH}([0-9]{{1,2}})([/.])([0-9]{{1,2}}){END}")
_DAY_MONTH = Pattern(rf"({DAY}){BLANK}?([/.–-]){BLANK}?([0-9]{{1,2}}){END}")
_NAMED_DAY = Pattern(r"(?<![^\W_])([Nn]gày|[Mm][ùồ]ng|NGÀY) ([0-9]{1,2})(?= tháng| và ngày|,? [0-9]{1,2} tháng)")

_TWO_DAYS = Pattern(r"(?:2|hai) (?:ngày|đêm|buổi)[ :(]{1,2}$")


def detect(page: Page) -> Iterator[Span]:
    """Find dates that have a year."""
    for match in _FULL.finditer(page.open):
        spoken = _ranged(page, match) if match[8] else _dated(page, match)
        if spoken:
            yield page.span(*match.span(), spoken, Kind.DATE)


def detect_iso(page: Page) -> Iterator[Span]:
    """Find dates as computers write them: 2025-10-01."""
    for match in _ISO.finditer(page.open):
        year, month, day = match.groups()
        if fits(day, month):
            named = day_words(page, match.start(), match.end(), day)
            spoken = f"{named} {month_words(page, month)} {year_words(page, year)}"
            yield page.span(*match.span(), spoken, Kind.DATE)


def detect_ranges(page: Page) -> Iterator[Span]:
    """Find ranges of days without a year: 11-13/5, 24/9-5/10."""
    for match in _SHORT_RANGE.finditer(page.open):
        day, _, month, last_day, separator, last_month = match.groups()
        if not (fits(day, month or last_month) and fits(last_day, last_month)):
            continue
        if month is None and (separator == "." or int(day) >= int(last_day)):
            continue
        if not day_or_ratio.names_range(page, match.start(), match.end()):
            continue
        spoken = day_words(page, match.start(), match.end(), day)
        if month:
            spoken += f" {month_words(page, month)}"
        end = bare_day(page, last_day, early=page.options.early_days)
        joint = "đến"
        if month:
            end = f"ngày {end}"
            joint = "" if day_or_ratio.are_anniversaries(match.group()) else "đến"
        elif _TWO_DAYS.search(page.before(match.start())):
            joint = "và"
        words = filter(None, (spoken, joint, end, month_words(page, last_month)))
        yield page.span(*match.span(), " ".join(words), Kind.DATE, Certainty.CONTEXT)


def detect_named(page: Page) -> Iterator[Span]:
    """Find what is called a day by its word: ngày 5 tháng 4."""
    for match in _NAMED_DAY.finditer(page.open):
        if 1 <= int(match[2]) <= 31:
            early = page.options.early_days and match[1].lower() == "ngày"
            spoken = f"{match[1].lower()} {bare_day(page, match[2], early=early)}"
            yield page.span(*match.span(), spoken, Kind.DATE)


def detect_days(page: Page) -> Iterator[Span]:
    """Find a day and month without a year, where they name a day."""
    for match in _DAY_MONTH.finditer(page.open):
        day, separator, month = match.groups()
        if not fits(day, month):
            continue
        verdict = day_or_ratio.names_day(page, match.start(), match.end(), day, separator, month)
        if verdict is None:
            continue
        spoken = f"{day_words(page, match.start(), match.end(), day)} {month_words(page, month)}"
        yield page.span(*match.span(), spoken, Kind.DATE, verdict, day_or_ratio.candidates(page, day, separator, month))


def _dated(page: Page, match: re.Match[str]) -> str:
    day, separator, month, year = match.group(9, 10, 11, 12)
    if not fits(day, month):
        return ""
    if len(year) == 2:
        before = page.before(match.start())
        if cues.leads(before, "house") or (separator != "/" and not cues.leads(before, "names a day")):
            return ""
        year = f"20{year}"
    return f"{day_words(page, match.start(), match.end(), day)} {month_words(page, month)} {year_words(page, year)}"


def _ranged(page: Page, match: re.Match[str]) -> str:
    day, _, month, year, last_day, _, last_month, last_year = match.group(*range(1, 9))
    if not (fits(day, month or last_month) and fits(last_day, last_month)):
        return ""
    spoken = day_words(page, match.start(), match.end(), day)
    spoken += f" {month_words(page, month)}" if month else ""
    spoken += f" {year_words(page, year)}" if year else ""
    end = f"ngày {bare_day(page, last_day, early=page.options.early_days)} {month_words(page, last_month)}"
    return f"{spoken} đến {end} {year_words(page, last_year)}"
