"""Telephone numbers and hotlines, digit by digit in the groups an announcer breathes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from broadcaster.reading import cues
from broadcaster.reading.page import BLOT, NEAR, Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_SEPARATOR = r"[ \u00a0.-]"
_NUMBER = Pattern(
    r"(?P<abroad>\(?\+84\)?" + _SEPARATOR + r"?\(?[0-9]{1,3}\)?(?:" + _SEPARATOR + r"?[0-9]{2,8}){1,4})(?!\w)"
    r"|(?P<area>\(0[0-9]{1,3}\)" + _SEPARATOR + r"{0,2}[0-9]{1,8}(?:" + _SEPARATOR + r"[0-9]{2,5}){0,3})(?!\w)"
    r"|(?P<home>0(?<!\w0)(?<![0-9][.,-]0)[0-9]{1,10}(?:" + _SEPARATOR + r"[0-9]{1,8}){0,4})(?!/(?!0)|\w)"
    r"|(?P<service>1[89]00(?<!\w1[89]00)(?:" + _SEPARATOR + r"?[0-9]{2,6}){1,3})(?![0-9/%]|\w)"
)
_ALSO_CALLED = Pattern(r"[0-9](?:[ ]{0,2}[,;/][ ]{0,2}|[ ]{1,2}(?:hoặc|hay|và|-)[ ]{1,2})$")
_SHORT = Pattern(
    r"[0-9](?<!\w[0-9])(?<![0-9][.,/-][0-9])[0-9]{2,10}(?:[.-][0-9]{2,4}|[ ][0-9]{3,4}){0,3}(?![0-9]|\w|[.,/-][0-9]|%)"
)
_TEXTED = Pattern(
    r"(?:tin|soạn|cú pháp)\b[^.;\n]{0,60}\b(?:gửi|gởi)(?: (?:đến|tới|về|qua|cho|số|đầu số|tổng đài)){0,3}[ ]{1,2}$"
)
_EMERGENCY = frozenset(("111", "112", "113", "114", "115"))
_GROUP = Pattern(r"[0-9]+")
_GROUPED = {8: (4, 4), 9: (3, 3, 3), 10: (4, 3, 3), 11: (4, 4, 3)}
"""Breath groups of a number written without separators."""


def detect(page: Page) -> Iterator[Span]:
    """Find numbers that have the form of a telephone number."""
    end = -1
    for match in _NUMBER.finditer(page.open):
        if _is_phone(page, match):
            if page.text[end : match.start()].strip() == "/" and end > 0:
                yield page.span(end, match.start(), "hoặc", Kind.SYMBOL)
            end = match.end()
            yield from _spans(page, *match.span())


def detect_short(page: Page) -> Iterator[Span]:
    """Find short numbers that are dialled: 113, 1022."""
    called_until = -NEAR
    for match in _SHORT.finditer(page.open):
        before = page.before(match.start())
        also = _ALSO_CALLED.search(before)
        told = also is not None and page.open[match.start() - len(before) + also.start()] == BLOT
        again = also is not None and (told or match.start() - called_until < 12)
        emergency = match.group() in _EMERGENCY and cues.leads(before, "before an emergency number")
        if not (_is_called(before) or again or emergency):
            continue
        called_until = match.end()
        yield from _spans(page, *match.span())


def _is_called(before: str) -> bool:
    called = cues.leads(before, "called by telephone", over="filler before a telephone number")
    return called or _TEXTED.search(before) is not None


def _is_phone(page: Page, match: re.Match[str]) -> bool:
    if match["abroad"] or match["area"]:
        return True
    digits = len(re.sub(r"[^0-9]", "", match.group()))
    if match["service"]:
        return digits in (6, 8, 10) or _is_called(page.before(match.start()))
    return digits in (10, 11) or (digits >= 7 and _is_called(page.before(match.start())))


def _spans(page: Page, start: int, end: int) -> Iterator[Span]:
    groups = [(start + group.start(), start + group.end()) for group in _GROUP.finditer(page.text[start:end])]
    if len(groups) == 1:
        groups = _breaths(*groups[0])
    edges = [start, *(left for left, _ in groups[1:]), end]
    for left, right in pairwise(edges):
        plus = "cộng " if "+" in page.text[left:right] else ""
        yield page.span(left, right, plus + page.say.digits(page.text[left:right]), Kind.PHONE)


def _breaths(start: int, end: int) -> list[tuple[int, int]]:
    groups = []
    for size in _GROUPED.get(end - start, (end - start,)):
        groups.append((start, start + size))
        start += size
    return groups
