"""Days of the week: thứ 2 - thứ 6, T2-T6, T7 và CN."""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.reading.page import Page
from broadcaster.reading.patterns import DASH, Pattern
from broadcaster.reading.span import Certainty, Kind, Span

_DAY = (
    r"(?:[Tt]hứ [2-7]|T\.?[2-7]|CN|[Cc]hủ nhật|[Tt]hứ (?:hai|ba|tư|năm|sáu|bảy|Hai|Ba|Tư|Năm|Sáu|Bảy))(?!\w|[/.-][0-9])"
)
_RANGE = Pattern(rf"(?<!\w)({_DAY})({DASH}|, | và | đến )({_DAY})")
_NAMES = {"2": "thứ hai", "3": "thứ ba", "4": "thứ tư", "5": "thứ năm", "6": "thứ sáu", "7": "thứ bảy", "N": "chủ nhật"}


def detect(page: Page) -> Iterator[Span]:
    """Find two days of the week together; one by itself is an ordinal or an abbreviation."""
    for match in _RANGE.finditer(page.open):
        first, joint, last = match.groups()
        word = joint.strip(" \u00a0,-–—−") or ("" if "," in joint else "đến")
        yield page.span(
            *match.span(), " ".join(filter(None, (_name(first), word, _name(last)))), Kind.DATE, Certainty.CONTEXT
        )


def _name(written: str) -> str:
    return _NAMES.get(written[-1], written.lower())
