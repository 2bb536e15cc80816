"""Numbers of headings that jump, and references that name the same part in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.content.finding import Finding, Text

_LABEL = re.compile(
    r"^[ \t*_]{0,8}(?:(?P<roman>[IVX]{1,6})\.|(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})\.?)(?=[ \t])", re.M
)
_REFERENCE = re.compile(r"(?<!\w)(mục|phần|chương) ([IVX]{1,5})(?!\w)")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def labels(page: Text) -> Iterator[Finding]:
    """Find headings whose number does not follow the one before at its level."""
    last: dict[tuple[int, ...], int] = {}
    part = 0
    for match in _LABEL.finditer(page.text):
        parent: tuple[int, ...] = ()
        if match["roman"]:
            if match["roman"] not in _ROMAN:
                continue
            number = part = _ROMAN.index(match["roman"]) + 1
        else:
            *above, number = (int(piece) for piece in match["number"].split("."))
            parent = (part, *above)
        expected = last.get(parent, 0) + 1
        if number not in (expected, 1):
            shown = match["roman"] or match["number"]
            before = f"sau {_shown(parent, expected - 1, shown)}" if expected > 1 else "ở đầu"
            hint = "kiểm tra xem có thiếu mục, hay đánh số nhầm"
            yield Finding(match.start(), f"số mục nhảy: {before} là {shown}", hint)
        inside = (*parent, number)
        last = {known: value for known, value in last.items() if known[: len(inside)] != inside}
        last[parent] = number


def references(page: Text) -> Iterator[Finding]:
    """Find parts that are called “phần II” here and “mục II” there."""
    called: dict[str, str] = {}
    for match in _REFERENCE.finditer(page.text):
        word, number = match.groups()
        first = called.setdefault(number, word)
        if first != word:
            hint = "gọi thống nhất một cách"
            yield Finding(match.start(), f"“{word} {number}” ở chỗ khác gọi là “{first} {number}”", hint)


def _shown(parent: tuple[int, ...], number: int, like: str) -> str:
    if like[0] in "IVX":
        return _ROMAN[number - 1]
    return ".".join(str(piece) for piece in (*parent[1:], number))
