"""Scores, ratios and fractions: tỷ số 3-1, tỷ lệ 1:2000, 30/36 phiếu, 2/5 số hộ, 24/7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues, tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import BLANK, Pattern
from broadcaster.reading.span import Certainty, Kind, Span

_FIRST = r"[0-9](?<!\w[0-9])(?<![0-9][.,:/][0-9])(?:[0-9]{0,2}(?:\.[0-9]{3}){1,3}|[0-9]{0,8}(?:,[0-9]{1,3})?)"
_OTHER = r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,3}|[0-9]{1,9}(?:,[0-9]{1,3})?)"

_AROUND_THE_CLOCK = Pattern(r"24(?<!\w24)(?<![0-9][.,/]24)(?:/7|(?: ?(?:h|giờ))?/24(?: ?(?:h|giờ))?)(?![0-9/]|\w)")
_SCORE = Pattern(rf"({_FIRST})(?:([-–:/])| ([-–:/]) )({_OTHER})(?![0-9/]|[.,:-][0-9])")
_FRACTION = Pattern(rf"({_FIRST})((?:{BLANK}?/{BLANK}?{_OTHER}){{1,3}})(?![0-9/])(?=(\w*))")
_SCALE = Pattern(rf"({_FIRST})(?::| : )({_OTHER})(?![0-9:])")


def detect_round_the_clock(page: Page) -> Iterator[Span]:
    """Find 24/7 and 24/24, unless a day is meant."""
    for match in _AROUND_THE_CLOCK.finditer(page.open):
        if cues.leads(page.before(match.start()), "names a day"):
            continue
        first, second = (part.strip() for part in match.group().split("/"))
        words = []
        for part in (first, second):
            unit = " giờ" if part.endswith(("h", "giờ")) else ""
            words.append(page.say.cardinal(int(re.sub(r"[^0-9]", "", part))) + unit)
        yield page.span(*match.span(), " trên ".join(words), Kind.RATIO)


def detect_scores(page: Page) -> Iterator[Span]:
    """Find scores and ratios that a word before them names."""
    for match in _SCORE.finditer(page.open):
        before, after = page.before(match.start()), page.after(match.end())
        first, mark, second = match[1], match[2] or match[3], match[4]
        if cues.leads(before, "names a day"):
            continue
        if _is_score(before, after) and len(first) < 4 and len(second) < 4:
            joint = "trên" if mark == "/" else ""
        elif cues.near(before, "of a ratio"):
            joint = _ratio_joint(first, mark, second)
        else:
            continue
        yield page.span(*match.span(), _join(page, [first, second], joint), Kind.RATIO)


def _is_score(before: str, after: str) -> bool:
    """Return whether a word for a match stands in the clause, or in the line when nothing is counted after."""
    if cues.near(before, "of a score"):
        return True
    counts = re.match(r"[ ]*\w", after) is not None
    return not counts and cues.near(re.sub(r"[.,:;()]", " ", before), "of a match", within=12)


def _ratio_joint(first: str, mark: str, second: str) -> str:
    if mark in "-–":
        return "" if int_of(first) >= int_of(second) else "đến"
    return "phần" if mark == "/" and int_of(first) < int_of(second) <= 10 else "trên"


def detect_fractions(page: Page) -> Iterator[Span]:
    """Find fractions and counts out of a total, and ratios with a colon."""
    found = []
    units = tables.mapping("units")
    for match in _FRACTION.finditer(page.open):
        if match[3] and match[3] not in units:
            continue
        numbers = [match[1], *(part.strip(" \u00a0") for part in match[2].split("/")[1:])]
        joint, certainty = _joint(page, match, numbers)
        other = "trên" if joint == "phần" else "phần"
        candidates = () if certainty is Certainty.SURE else (_join(page, numbers, other),)
        found.append(page.span(*match.span(), _join(page, numbers, joint), Kind.RATIO, certainty, candidates))
    for match in _SCALE.finditer(page.open):
        found.append(page.span(*match.span(), _join(page, [match[1], match[2]], "trên"), Kind.RATIO, Certainty.CONTEXT))
    return iter(sorted(found, key=lambda span: span.start))


def _joint(page: Page, match: re.Match[str], numbers: list[str]) -> tuple[str, Certainty]:
    before, after = page.before(match.start()), page.after(match.end())
    if len(numbers) > 2 or cues.leads(before, "house"):
        return "trên", Certainty.SURE
    if "," in numbers[0] or cues.leads(before, "marked"):
        return "trên", Certainty.CONTEXT
    top, bottom = int_of(numbers[0]), int_of(numbers[1])
    if top < bottom <= 100 and cues.follows(after, "parted" if bottom <= 10 else "a whole"):
        return "phần", Certainty.CONTEXT
    if bottom > 10 or top >= bottom or re.match(r"[ ]{1,2}\w", after):
        return "trên", Certainty.CONTEXT
    return "phần", Certainty.CONTEXT


def int_of(written: str) -> int:
    """Return the whole part of a written number."""
    return int(written.replace(".", "").partition(",")[0])


def _join(page: Page, numbers: list[str], joint: str) -> str:
    spoken = [page.say.written(number) for number in numbers]
    if joint == "phần" and numbers[-1] == "4":
        spoken[-1] = "tư"
    return " ".join(f" {joint} ".join(spoken).split())
