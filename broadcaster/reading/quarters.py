"""Quarters of a year: quý III/2025, quý I, II, III."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import roman
from broadcaster.reading.date_words import YEAR, year_words
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import BLANK, DASH, Pattern
from broadcaster.reading.span import Kind, Span

_QUARTER_NUMBER = "([1-4]|I{1,3}|IV)"
_QUARTER = Pattern(
    rf"(?<![^\W_])(?:([Qq]uý|QUÝ) ?|Q){_QUARTER_NUMBER}(?:({DASH}|, ?| và ){_QUARTER_NUMBER})?"
    rf"(?:{BLANK}?[/-]{BLANK}?({YEAR}))?(?![0-9]|\w)"
)
_QUARTER_LIST = Pattern(
    rf"(?<![^\W_])(?:[Qq]uý|QUÝ) ?({_QUARTER_NUMBER}(?:(?:, ?|,? và ){_QUARTER_NUMBER}){{2,3}})"
    rf"(?:{BLANK}?[/-]{BLANK}?({YEAR}))?(?![0-9]|\w)"
)


def detect_lists(page: Page) -> Iterator[Span]:
    """Find three quarters or four in a row: quý I, II, III/2025."""
    for match in _QUARTER_LIST.finditer(page.open):
        quarters = re.findall(r"[1-4]|IV|I{1,3}|và", match[1])
        words = [word if word == "và" else page.say.cardinal(_number(word)) for word in quarters]
        spoken = f"quý {' '.join(words)}" + (f" {year_words(page, match[4])}" if match[4] else "")
        yield page.span(*match.span(), spoken, Kind.DATE)


def detect(page: Page) -> Iterator[Span]:
    """Find quarters: quý III/2025, quý I, II."""
    for match in _QUARTER.finditer(page.open):
        word, first, joint, last, year = match.groups()
        if word or year:
            yield page.span(*match.span(), _quarter(page, first, joint, last, year), Kind.DATE)


def _quarter(page: Page, first: str, joint: str | None, last: str | None, year: str | None) -> str:
    spoken = f"quý {page.say.cardinal(_number(first))}"
    if joint and last:
        word = joint.strip(" \u00a0,-–—−") or ("" if "," in joint else "đến")
        spoken = " ".join(f"{spoken} {word} {page.say.cardinal(_number(last))}".split())
    return f"{spoken} {year_words(page, year)}" if year else spoken


def _number(written: str) -> int:
    return int(written) if written.isdigit() else roman.value(written)
