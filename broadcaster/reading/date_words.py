"""Days, months and years in words, and the pieces of patterns that find them."""

from __future__ import annotations

from broadcaster.reading import cues
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern

START = r"[0-9](?<!\w[0-9])(?<![0-9][.,:/][0-9])"
"""The first digit of a date: not within a word, nor within another number."""

END = r"(?![0-9]|[/.,:-][0-9]|\w)"
"""What must not follow a date."""

DAY = START + r"[0-9]?"
"""A day, or a month by number."""

YEAR = r"[12][0-9]{3}"
"""Four digits, 1000 to 2999."""

_HAS_DAY = Pattern(r"(?:ngày|mùng|mồng|rằm)[ \u00a0*_]*$")
_HAS_EARLY = Pattern(r"(?:mùng|mồng)[ \u00a0*_]*$")
_LISTED = Pattern(r"(?:^|[^0-9/.:hg])(?<!giờ )[0-9]{1,2}(?:,| và|,? và|-| -| –)[ ]?$")
_WEEKDAY = Pattern(r"(?:thứ|t)[ ]?[2-7],?[ ]?$")
_LUNAR = Pattern(r"[ ,(]{0,2}(?:năm [\w ]{2,12})?[ (]?(?:âm lịch|âl\b|tết)")


def fits(day: str | None, month: str) -> bool:
    """Return whether there is such a day and month."""
    return (day is None or 1 <= int(day) <= 31) and 1 <= int(month) <= 12


def day_words(page: Page, start: int, end: int, day: str) -> str:
    """Return a day, with the word "ngày" unless that was said just before."""
    before = page.before(start)
    early = not _HAS_EARLY.search(before) and (page.options.early_days or bool(_LUNAR.match(page.after(end))))
    spoken = bare_day(page, day, early=early)
    listed = _LISTED.search(before) and not _WEEKDAY.search(before)
    if _HAS_DAY.search(before) or listed or cues.leads(before, "names a place by a day"):
        return spoken
    return f"ngày {spoken}"


def bare_day(page: Page, day: str, *, early: bool) -> str:
    """Return a day without its word; *early* puts "mùng" before the first ten."""
    number = int(day)
    spoken = page.say.cardinal(number)
    return f"{page.say.early} {spoken}" if early and number <= 10 else spoken


def month_words(page: Page, month: str) -> str:
    """Return a month."""
    return f"tháng {page.say.month(int(month))}"


def year_words(page: Page, year: str) -> str:
    """Return a year."""
    return f"năm {page.say.cardinal(int(year))}"


def month_range(page: Page, first: str, joint: str | None, last: str | None) -> str:
    """Return a month, or two with what joins them."""
    spoken = month_words(page, first)
    if joint is None or last is None:
        return spoken
    word = joint.strip(" \u00a0,-–—−") or ("" if "," in joint else "đến")
    return " ".join(
        f"{spoken} {word} {month_words(page, last) if word.startswith('đến') else page.say.month(int(last))}".split()
    )
