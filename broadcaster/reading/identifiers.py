"""Number plates, identity cards, accounts and other numbers that are read out sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues, letters
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_PLATE = Pattern(
    r"[0-9](?<!\w[0-9])(?<![0-9][.,/-][0-9])[0-9][A-ZĐ]{1,2}[0-9]?"
    r"(?:[-–. ]{1,3}(?:[0-9]{3}[.][0-9]{2}|[0-9]{4,5})|[0-9]{5})(?![0-9]|\w)"
)
_CODE = Pattern(r"[0-9A-ZĐ](?<!\w[0-9A-ZĐ])[0-9A-ZĐ.-]{2,31}(?:[ ][0-9]{2,6}(?![0-9.,/:-])){0,5}(?<![.-])(?!\w)")
_RUNS = Pattern(r"[0-9]+|[^\W\d_]+")


def detect(page: Page) -> Iterator[Span]:
    """Find number plates, then what follows the name of an identity number."""
    for match in _PLATE.finditer(page.open):
        yield page.span(*match.span(), signs(page, match.group()), Kind.IDENTIFIER)


def detect_numbered(page: Page) -> Iterator[Span]:
    """Find numbers that a word before them calls an account, card or code."""
    for match in _CODE.finditer(page.open):
        digits = sum(sign.isdigit() for sign in match.group())
        is_area = re.match(r"\)[ .-]?[0-9]", page.open[match.end() : match.end() + 3])
        if (
            digits >= 3
            and not is_area
            and cues.leads(page.before(match.start()), "sign by sign", over="filler before signs")
        ):
            yield page.span(*match.span(), signs(page, match.group()), Kind.IDENTIFIER)


def signs(page: Page, written: str) -> str:
    """Return letters and digits of *written* one by one; other signs are passed over."""
    return " ".join(
        page.say.digits(run) if run[0] in "0123456789" else " ".join(map(letters.spell, run))
        for run in _RUNS.findall(written)
    )
