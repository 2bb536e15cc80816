"""Times of day and their ranges: 9h15, 15 giờ 00, 6h30-10h, 18:30; minutes as in 30'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import BLANK, DASH, Pattern
from broadcaster.reading.span import Certainty, Kind, Span

_FIRST = r"[0-9](?<!\w[0-9])(?<![0-9][.,:/][0-9])[0-9]?"
_MINUTE_UNIT = rf"{BLANK}?(?:phút|ph|p|['’′])(?!\w)"
_MINUTES = rf"(?:{BLANK}?([0-5][0-9]|[0-9](?={_MINUTE_UNIT}))(?![0-9h]|[.,:/][0-9]|{BLANK}?giờ)(?:{_MINUTE_UNIT})?)?"
_UNIT = rf"(?:{BLANK}?(?:giờ|h|H)|g(?=[0-5][0-9]))(?!\w(?<![0-9]))"
_CLOCK = rf"{_UNIT}{_MINUTES}"
_COLON = r":([0-5][0-9])(?::([0-5][0-9]))?(?![0-9:])"

_HOUR = Pattern(rf"({_FIRST})(?:{_CLOCK}|{_COLON}(?:{BLANK}?(?:giờ|h)(?!\w))?)")
_NEXT_HOUR = Pattern(rf"{DASH}([0-9]{{1,2}})(?:{_CLOCK}|{_COLON}(?:{BLANK}?(?:giờ|h)(?!\w))?)")
_BARE_RANGE = Pattern(rf"({_FIRST}){DASH}(?=[0-9]{{1,2}}(?:{BLANK}?giờ|h)(?!\w(?<![0-9])))")
_SOUTHERN = Pattern(rf"({_FIRST})[ ]?g(?!\w)")
_MINUTE_MARK = Pattern(rf"({_FIRST}[0-9]?)(?:{DASH}([0-9]{{1,3}}))?{BLANK}?['’′](?!['’′]|[^\W\d])")
_SECOND_MARK = Pattern(r"[0-9]{1,2}[ ]?(?:''|[\"”″’]{1,2})(?!\w)")
_SECONDS = Pattern(r"([0-9](?<![0-9.,:/\"“][0-9])[0-9]?)[\"″](?=[0-9]{1,2}(?![0-9\"]))")
_PRIMES = " '’′\"”″"


def detect(page: Page) -> Iterator[Span]:
    """Find times of day, with the second end of a range where there is one."""
    position = 0
    for match in _HOUR.finditer(page.open):
        if match.start() < position or not _is_time(page, match):
            continue
        start, position, spoken = match.start(), match.end(), _say(page, match)
        if bare := _bare_start(page, start):
            start, spoken = bare[0], f"{bare[1]} đến {spoken}"
        following = _NEXT_HOUR.match(page.open, position)
        if following and int(following[1]) <= 24:
            position = following.end()
            spoken = f"{spoken} đến {_say(page, following)}"
        yield page.span(start, position, spoken, Kind.TIME)


def detect_southern(page: Page) -> Iterator[Span]:
    """Find hours with a "g" that could be grams: lúc 5g, 17g chiều."""
    for match in _SOUTHERN.finditer(page.open):
        led = cues.leads(page.before(match.start()), "before an hour")
        if int(match[1]) <= 24 and (led or cues.follows(page.after(match.end()), "after an hour")):
            yield page.span(*match.span(), f"{page.say.cardinal(int(match[1]))} giờ", Kind.TIME, Certainty.CONTEXT)


def detect_minutes(page: Page) -> Iterator[Span]:
    """Find minutes and seconds written with primes: 30', 2'15", 12"5."""
    for match in _MINUTE_MARK.finditer(page.open):
        minutes = " đến ".join(page.say.cardinal(int(number)) for number in match.groups() if number)
        end, spoken = match.end(), f"{minutes} phút"
        if seconds := _SECOND_MARK.match(page.open, end):
            end, spoken = seconds.end(), f"{spoken} {page.say.cardinal(int(seconds.group().strip(_PRIMES)))} giây"
        yield page.span(match.start(), end, spoken, Kind.TIME)
    for match in _SECONDS.finditer(page.open):
        yield page.span(*match.span(), f"{page.say.cardinal(int(match[1]))} giây", Kind.TIME)


def _bare_start(page: Page, start: int) -> tuple[int, str] | None:
    low = max(0, start - 6)
    for at in range(low, start):
        match = _BARE_RANGE.match(page.open, at)
        if match and match.end() == start and int(match[1]) <= 24:
            return at, page.say.cardinal(int(match[1]))
    return None


def _is_time(page: Page, match: re.Match[str]) -> bool:
    if match[3] is None:
        return True
    return int(match[1]) <= 24 and not _is_ratio(page.before(match.start()))


def _is_ratio(before: str) -> bool:
    return cues.near(before, "of a ratio") or cues.near(before, "of a score")


def _say(page: Page, match: re.Match[str]) -> str:
    hours, after_hour, after_colon, seconds = match.groups()
    spoken = f"{page.say.cardinal(int(hours))} giờ"
    minutes = after_hour or after_colon
    if minutes and int(minutes):
        spoken += f" {page.say.cardinal(int(minutes))}"
        if int(minutes) < 10 or match.group().rstrip().endswith(("phút", "ph", "p", "'", "’", "′")) or seconds:
            spoken += " phút"
    if seconds and int(seconds):
        spoken += f" {page.say.cardinal(int(seconds))} giây"
    return spoken
