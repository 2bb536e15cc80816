"""
Days, months, quarters and years, and their ranges.

A day and month may look like a fraction, a score or a house number: :mod:`day_or_ratio` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues, day_or_ratio, roman
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import BLANK, DASH, Pattern
from broadcaster.reading.span import Certainty, Kind, Span

_START = r"[0-9](?<!\w[0-9])(?<![0-9][.,:/][0-9])"
_END = r"(?![0-9]|[/.,:-][0-9]|\w)"
_DAY = _START + r"[0-9]?"
_YEAR = r"[12][0-9]{3}"

_FULL = Pattern(
    rf"({_DAY})(?:{BLANK}?([/.-]){BLANK}?([0-9]{{1,2}})(?:\2({_YEAR}))?)?{DASH}([0-9]{{1,2}})([/.-])([0-9]{{1,2}})[/.-]({_YEAR}){_END}"
    rf"|({_DAY}){BLANK}?([/.–-]){BLANK}?([0-9]{{1,2}}){BLANK}?\10{BLANK}?({_YEAR}|[0-9]{{2}}){_END}"
)
_ISO = Pattern(rf"([12](?<!\w[12])(?<![0-9][.,:/][12])[0-9]{{3}})-([0-9]{{2}})-([0-9]{{2}}){_END}")
_SHORT_RANGE = Pattern(rf"({_DAY})(?:([/.])([0-9]{{1,2}}))?{DASH}([0-9]{{1,2}})([/.])([0-9]{{1,2}}){_END}")
_MONTH = Pattern(
    rf"(?<![^\W_])([Tt]háng {{0,2}}|T\.?(?=[0-9]{{1,2}}[/.-]{_YEAR}))?"
    rf"({_DAY})(?:({DASH}|, ?| và | đến )([0-9]{{1,2}}))?{BLANK}?[/.-]{BLANK}?({_YEAR}){_END}"
)
_NAMED_MONTH = Pattern(
    rf"([Tt]háng|THÁNG) {{1,2}}([0-9]{{1,2}})(?:({DASH}|, ?| và )([0-9]{{1,2}}))?(?![0-9]|[/.,-][0-9]|\w)"
)
_MONTH_LIST = Pattern(
    rf"(?<![^\W_])(?:[Tt]háng|THÁNG) {{1,2}}([0-9]{{1,2}}(?:(?:, ?|,? và )[0-9]{{1,2}}){{1,11}})"
    rf"(?:{BLANK}?[/-]{BLANK}?({_YEAR}))?(?![0-9]|[/.,-][0-9]|\w)"
)
_QUARTER_NUMBER = "([1-4]|I{1,3}|IV)"
_QUARTER = Pattern(
    rf"(?<![^\W_])(?:([Qq]uý|QUÝ) ?|Q){_QUARTER_NUMBER}(?:({DASH}|, ?| và ){_QUARTER_NUMBER})?"
    rf"(?:{BLANK}?[/-]{BLANK}?({_YEAR}))?(?![0-9]|\w)"
)
_QUARTER_LIST = Pattern(
    rf"(?<![^\W_])(?:[Qq]uý|QUÝ) ?({_QUARTER_NUMBER}(?:(?:, ?|,? và ){_QUARTER_NUMBER}){{2,3}})"
    rf"(?:{BLANK}?[/-]{BLANK}?({_YEAR}))?(?![0-9]|\w)"
)
_MONTHS_PAST = Pattern(rf"({_DAY})T(?:/({_YEAR})(?![0-9])|(?= (?:đầu|cuối) năm))")
_YEARS = Pattern(rf"({_START}[0-9]{{3}})({DASH}|/)({_YEAR}|[0-9]{{2}}){_END}")
_DAY_MONTH = Pattern(rf"({_DAY}){BLANK}?([/.–-]){BLANK}?([0-9]{{1,2}}){_END}")
_NAMED_DAY = Pattern(r"(?<![^\W_])([Nn]gày|[Mm][ùồ]ng|NGÀY) ([0-9]{1,2})(?= tháng| và ngày|,? [0-9]{1,2} tháng)")

_HAS_DAY = Pattern(r"(?:ngày|mùng|mồng|rằm)[ \u00a0*_]*$")
_HAS_EARLY = Pattern(r"(?:mùng|mồng)[ \u00a0*_]*$")
_LISTED = Pattern(r"(?:^|[^0-9/.:hg])(?<!giờ )[0-9]{1,2}(?:,| và|,? và|-| -| –)[ ]?$")
_TWO_DAYS = Pattern(r"(?:2|hai) (?:ngày|đêm|buổi)[ :(]{1,2}$")
_WEEKDAY = Pattern(r"(?:thứ|t)[ ]?[2-7],?[ ]?$")
_LUNAR = Pattern(r"[ ,(]{0,2}(?:năm [\w ]{2,12})?[ (]?(?:âm lịch|âl\b|tết)")


def _fits(day: str | None, month: str) -> bool:
    return (day is None or 1 <= int(day) <= 31) and 1 <= int(month) <= 12


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
        if _fits(day, month):
            spoken = f"{_day(page, match.start(), match.end(), day)} {_month(page, month)} {_year(page, year)}"
            yield page.span(*match.span(), spoken, Kind.DATE)


def detect_ranges(page: Page) -> Iterator[Span]:
    """Find ranges of days without a year: 11-13/5, 24/9-5/10."""
    for match in _SHORT_RANGE.finditer(page.open):
        day, _, month, last_day, separator, last_month = match.groups()
        if not (_fits(day, month or last_month) and _fits(last_day, last_month)):
            continue
        if month is None and (separator == "." or int(day) >= int(last_day)):
            continue
        if not day_or_ratio.names_range(page, match.start(), match.end()):
            continue
        spoken = _day(page, match.start(), match.end(), day)
        if month:
            spoken += f" {_month(page, month)}"
        end = _bare_day(page, last_day, early=page.options.early_days)
        joint = "đến"
        if month:
            end = f"ngày {end}"
            joint = "" if day_or_ratio.are_anniversaries(match.group()) else "đến"
        elif _TWO_DAYS.search(page.before(match.start())):
            joint = "và"
        words = filter(None, (spoken, joint, end, _month(page, last_month)))
        yield page.span(*match.span(), " ".join(words), Kind.DATE, Certainty.CONTEXT)


def detect_months(page: Page) -> Iterator[Span]:
    """Find months with a year, 9/2026, and months by number, "tháng 4"."""
    for match in _MONTH.finditer(page.open):
        word, first, joint, last, year = match.groups()
        if not (1 <= int(first) <= 12 and 1 <= int(last or 1) <= 12):
            continue
        before = page.before(match.start())
        if not word and (cues.leads(before, "numbered document") or cues.near(before, "of a ratio")):
            continue
        spoken = _months(page, first, joint, last)
        if not word and joint is None and cues.leads(before, "numbered in a year"):
            spoken = page.say.cardinal(int(first))
        yield page.span(*match.span(), f"{spoken} {_year(page, year)}", Kind.DATE)


def detect_month_lists(page: Page) -> Iterator[Span]:
    """Find months in a row: tháng 7, 8, 9/2025; two of them without a year are left to :func:`detect_named`."""
    for match in _MONTH_LIST.finditer(page.open):
        numbers, year = match.groups()
        months = re.findall(r"[0-9]+|và", numbers)
        named = [month for month in months if month != "và"]
        if (len(named) < 3 and not year) or not all(_fits(None, month) for month in named):
            continue
        words = [month if month == "và" else page.say.month(int(month)) for month in months]
        spoken = f"tháng {' '.join(words)}" + (f" {_year(page, year)}" if year else "")
        yield page.span(*match.span(), spoken, Kind.DATE)


def detect_quarter_lists(page: Page) -> Iterator[Span]:
    """Find three quarters or four in a row: quý I, II, III/2025."""
    for match in _QUARTER_LIST.finditer(page.open):
        quarters = re.findall(r"[1-4]|IV|I{1,3}|và", match[1])
        words = [word if word == "và" else page.say.cardinal(_number(word)) for word in quarters]
        spoken = f"quý {' '.join(words)}" + (f" {_year(page, match[4])}" if match[4] else "")
        yield page.span(*match.span(), spoken, Kind.DATE)


def detect_quarters(page: Page) -> Iterator[Span]:
    """Find quarters: quý III/2025, quý I, II."""
    for match in _QUARTER.finditer(page.open):
        word, first, joint, last, year = match.groups()
        if word or year:
            yield page.span(*match.span(), _quarter(page, first, joint, last, year), Kind.DATE)


def detect_months_past(page: Page) -> Iterator[Span]:
    """Find "so many months of a year": 9T/2025, 6T đầu năm."""
    for match in _MONTHS_PAST.finditer(page.open):
        year = f" {_year(page, match[2])}" if match[2] else ""
        yield page.span(*match.span(), f"{page.say.cardinal(int(match[1]))} tháng{year}", Kind.DATE)


def detect_named(page: Page) -> Iterator[Span]:
    """Find what is called a month or a day by its word."""
    found = []
    for match in _NAMED_MONTH.finditer(page.open):
        _, first, joint, last = match.groups()
        if 1 <= int(first) <= 12 and 1 <= int(last or 1) <= 12:
            found.append(page.span(*match.span(), _months(page, first, joint, last), Kind.DATE))
    for match in _NAMED_DAY.finditer(page.open):
        if 1 <= int(match[2]) <= 31:
            early = page.options.early_days and match[1].lower() == "ngày"
            spoken = f"{match[1].lower()} {_bare_day(page, match[2], early=early)}"
            found.append(page.span(*match.span(), spoken, Kind.DATE))
    return iter(sorted(found, key=lambda span: span.start))


def detect_years(page: Page) -> Iterator[Span]:
    """Find ranges of years: 2021-2030, 2025-26."""
    for match in _YEARS.finditer(page.open):
        first, joint, last = match.groups()
        if len(last) == 2:
            last = first[:2] + last
        if joint == "/" and int(last) != int(first) + 1:
            continue
        if 1000 <= int(first) < int(last) <= 2999:
            spoken = f"{page.say.cardinal(int(first))} đến {page.say.cardinal(int(last))}"
            yield page.span(*match.span(), spoken, Kind.DATE)


def detect_days(page: Page) -> Iterator[Span]:
    """Find a day and month without a year, where they name a day."""
    for match in _DAY_MONTH.finditer(page.open):
        day, separator, month = match.groups()
        if not _fits(day, month):
            continue
        verdict = day_or_ratio.names_day(page, match.start(), match.end(), day, separator, month)
        if verdict is None:
            continue
        spoken = f"{_day(page, match.start(), match.end(), day)} {_month(page, month)}"
        yield page.span(*match.span(), spoken, Kind.DATE, verdict, day_or_ratio.candidates(page, day, month))


def _dated(page: Page, match: re.Match[str]) -> str:
    day, separator, month, year = match.group(9, 10, 11, 12)
    if not _fits(day, month):
        return ""
    if len(year) == 2:
        before = page.before(match.start())
        if cues.leads(before, "house") or (separator != "/" and not cues.leads(before, "names a day")):
            return ""
        year = f"20{year}"
    return f"{_day(page, match.start(), match.end(), day)} {_month(page, month)} {_year(page, year)}"


def _ranged(page: Page, match: re.Match[str]) -> str:
    day, _, month, year, last_day, _, last_month, last_year = match.group(*range(1, 9))
    if not (_fits(day, month or last_month) and _fits(last_day, last_month)):
        return ""
    spoken = _day(page, match.start(), match.end(), day)
    spoken += f" {_month(page, month)}" if month else ""
    spoken += f" {_year(page, year)}" if year else ""
    end = f"ngày {_bare_day(page, last_day, early=page.options.early_days)} {_month(page, last_month)}"
    return f"{spoken} đến {end} {_year(page, last_year)}"


def _day(page: Page, start: int, end: int, day: str) -> str:
    before = page.before(start)
    early = not _HAS_EARLY.search(before) and (page.options.early_days or bool(_LUNAR.match(page.after(end))))
    spoken = _bare_day(page, day, early=early)
    listed = _LISTED.search(before) and not _WEEKDAY.search(before)
    if _HAS_DAY.search(before) or listed or cues.leads(before, "names a place by a day"):
        return spoken
    return f"ngày {spoken}"


def _bare_day(page: Page, day: str, *, early: bool) -> str:
    number = int(day)
    spoken = page.say.cardinal(number)
    return f"{page.say.early} {spoken}" if early and number <= 10 else spoken


def _month(page: Page, month: str) -> str:
    return f"tháng {page.say.month(int(month))}"


def _year(page: Page, year: str) -> str:
    return f"năm {page.say.cardinal(int(year))}"


def _months(page: Page, first: str, joint: str | None, last: str | None) -> str:
    spoken = _month(page, first)
    if joint is None or last is None:
        return spoken
    word = joint.strip(" \u00a0,-–—−") or ("" if "," in joint else "đến")
    return " ".join(
        f"{spoken} {word} {_month(page, last) if word.startswith('đến') else page.say.month(int(last))}".split()
    )


def _quarter(page: Page, first: str, joint: str | None, last: str | None, year: str | None) -> str:
    spoken = f"quý {page.say.cardinal(_number(first))}"
    if joint and last:
        word = joint.strip(" \u00a0,-–—−") or ("" if "," in joint else "đến")
        spoken = " ".join(f"{spoken} {word} {page.say.cardinal(_number(last))}".split())
    return f"{spoken} {_year(page, year)}" if year else spoken


def _number(written: str) -> int:
    return int(written) if written.isdigit() else roman.value(written)
