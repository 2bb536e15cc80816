"""House numbers, roads and kilometre posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues, letters
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_HOUSE = Pattern(
    r"[0-9](?<!\w[0-9])(?<![0-9][.,/-][0-9])[0-9]{0,3}[A-Za-zĐđ]?(?:[/-][0-9]{1,4}[A-Za-zĐđ]?){0,4}(?![0-9.,/]?[0-9]|\w|-[A-Z])"
)
_ROAD = Pattern(
    r"(?<!\w)(QL|ĐT|TL|HL|ĐH|DH|DT|[Qq]uốc lộ|[Tt]ỉnh lộ|[Hh]uyện lộ|[Đđ]ường tỉnh|[Cc]ao tốc|[Đđ]ường huyện)"
    r"[. -]{0,2}([0-9]{1,3})([A-Z]?(?:[0-9](?![0-9]))?)(?!\w|[.,/][0-9])"
)
_POST = Pattern(r"(?<!\w)[Kk][Mm](?: ?([0-9]{1,4}) ?\+ ?([0-9]{1,4})|(?:[.] ?| )([0-9]{1,4}))(?![0-9.,]?[0-9]|\w)")
_PLOT = Pattern(
    r"(?<!\w)(?:[Ll]ô|[Ôô]|[Cc]ăn|[Tt]òa|[Tt]oà|[Bb]lock|[Dd]ãy|[Kk]i ?ốt|[Nn]hà)(?: đất| hộ| nhà| số){0,2} "
    r"([A-ZĐ]{1,3})[.-]?([0-9]{1,4})([A-Z]?)(?!\w|[.,/-][0-9])"
)
_ROAD_NAMES = {
    "QL": "quốc lộ", "ĐT": "đường tỉnh", "DT": "đường tỉnh", "TL": "tỉnh lộ", "HL": "huyện lộ", "ĐH": "đường huyện",
    "DH": "đường huyện",
}  # fmt: skip
_PIECE = Pattern(r"([0-9]+)([^\W\d_]?)")


def detect(page: Page) -> Iterator[Span]:
    """Find house numbers with a slash or a letter: số 8/3, ngõ 12/5, 45A."""
    for match in _HOUSE.finditer(page.open):
        written = match.group()
        if ("/" in written or written[-1].isalpha()) and cues.leads(page.before(match.start()), "house"):
            yield page.span(*match.span(), _number(page, written), Kind.ADDRESS)


def detect_roads(page: Page) -> Iterator[Span]:
    """Find roads by number, QL37, quốc lộ 1A, ĐT.398, and kilometre posts, Km 12+500."""
    found = []
    for match in _ROAD.finditer(page.open):
        name, number, rest = match.groups()
        tail = " ".join(letters.spell(sign) if not sign.isdigit() else page.say.cardinal(int(sign)) for sign in rest)
        kind = _ROAD_NAMES.get(name, name.lower())
        if page.before(match.start()).endswith("đường "):
            kind = kind.removeprefix("đường ")
        spoken = f"{kind} {page.say.cardinal(int(number))} {tail}".rstrip()
        found.append(page.span(*match.span(), spoken, Kind.ADDRESS))
    for match in _POST.finditer(page.open):
        spoken = f"ki lô mét {page.say.cardinal(int(match[1] or match[3]))}"
        spoken += f" cộng {page.say.cardinal(int(match[2]))}" if match[2] else ""
        found.append(page.span(*match.span(), spoken, Kind.ADDRESS))
    return iter(sorted(found, key=lambda span: span.start))


def detect_plots(page: Page) -> Iterator[Span]:
    """Find plots, flats and blocks by letters and number, where letters are no abbreviation: lô CN-05, tòa CT2."""
    for match in _PLOT.finditer(page.open):
        row, number, letter = match.groups()
        plain = len(number) < 4 and not number.startswith("0")
        spoken = page.say.cardinal(int(number)) if plain else page.say.digits(number)
        words = f"{letters.spell(row)} {spoken} {letters.spell(letter)}".rstrip()
        yield page.span(match.start(1), match.end(), words, Kind.ADDRESS)


def _number(page: Page, written: str) -> str:
    parts = []
    for part in re.split(r"[/-]", written):
        match = _PIECE.fullmatch(part)
        if match:
            parts.append(f"{page.say.cardinal(int(match[1]))} {letters.spell(match[2])}".rstrip())
    return " trên ".join(parts)
