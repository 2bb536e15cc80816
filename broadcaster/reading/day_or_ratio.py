"""Whether “3/4” is the third of April, three quarters or three of four: the words around it decide."""

from __future__ import annotations

import re

from broadcaster.reading import cues, tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Certainty

_AFTER_TIME = Pattern(r"(?:giờ|[0-9]h|h[0-9]{2}|phút|:[0-9]{2})[ ,]{1,2}$")
_LISTED = Pattern(r"[0-9](?:,| và|,? và|;| hoặc)[ ]$")
_OPEN_BRACKET = Pattern(r"\([ ]?(?:ngày )?$")
_OF_DAYS = Pattern(
    r"[ ](?:(?:hằng|hàng|mỗi) tháng|tết|ngày(?![ ](?:hội|quốc|thành|truyền|lễ|toàn|giải|sinh|khai|đầu|thế)))(?!\w)"
)
_UNIT_SIGNS = ("%", "‰", "°", "º", "℃", "$", "€")
_CLOSE_BRACKET = Pattern(r"[ ]?(?:hằng năm|hàng năm|âm lịch|al|âl)?[ ]?\)")


def names_day(page: Page, start: int, end: int, day: str, separator: str, month: str) -> Certainty | None:
    """
    Return how sure it is that the digits from *start* to *end* name a day; None if they do not.

    Args:
        page: The text.
        start: Offset of the first digit.
        end: Offset after the last digit.
        day: As written.
        separator: What stands between: ``/``, ``.`` or a hyphen.
        month: As written.
    """
    before, after = page.before(start), page.after(end)
    if cues.leads(before, "names a place by a day") and f"{int(day)}/{int(month)}" in tables.mapping("anniversaries"):
        return Certainty.CONTEXT
    if separator != "/" and _are_days_counted(after, day, month):
        return None
    if before.rstrip(" *_").endswith(("ngày", "mùng", "mồng")):
        return Certainty.SURE
    counted = cues.follows(after, "counted") or _is_measured(after)
    if not counted and (cues.follows(after, "of a day") and separator == "/"):
        return Certainty.CONTEXT
    ends = separator == "/" or _may_follow_day(after) or _is_since(before)
    if counted or _is_number(before) or not (ends or _is_no_span(before, day, month)):
        return None
    if cues.leads(before, "names a day") or _AFTER_TIME.search(before):
        doubtful = not ends or _may_be_span(before, after, day, separator, month)
        return Certainty.GUESS if doubtful else Certainty.CONTEXT
    if _day_earlier(before) or _in_brackets(before, after):
        return Certainty.CONTEXT
    if separator == "." and _is_feast_by_dot(after, day, month):
        return Certainty.CONTEXT
    return _by_digits(day, month) if separator == "/" else None


def names_range(page: Page, start: int, end: int) -> bool:
    """Return whether “11-13/5” from *start* to *end* is a range of days rather than a number and a fraction."""
    before, after = page.before(start), page.after(end)
    return not cues.follows(after, "counted") and (not _is_number(before) or cues.follows(after, "of a day"))


def are_anniversaries(written: str) -> bool:
    """Return whether both days of “30/4-1/5” are feasts: two days then, not a range."""
    days = re.findall(r"([0-9]{1,2})[/.]([0-9]{1,2})", written)
    known = tables.mapping("anniversaries")
    return len(days) > 1 and all(f"{int(day)}/{int(month)}" in known for day, month in days)


def candidates(page: Page, day: str, separator: str, month: str) -> tuple[str, ...]:
    """Return the other ways to say it."""
    first, last = page.say.cardinal(int(day)), page.say.cardinal(int(month))
    span = f"{first} đến {last}"
    return (f"{first} phần {page.say.month(int(month))}", f"{first} trên {last}", span) if separator == "/" else (span,)


def _is_number(before: str) -> bool:
    return cues.leads(before, "names a number") and not before.rstrip().endswith((",", "(", ":"))


def _may_follow_day(after: str) -> bool:
    """Return whether a day may end here: “ngày hội 01-10 tới”, but “5-7 hộ”."""
    return not re.match(r"[ *_]*\w", after) or cues.follows(after, "follows a day")


def _day_earlier(before: str) -> bool:
    """Return whether a word for a day stands in the clause, with no other number since, or in a list of days."""
    if _LISTED.search(before):
        return cues.near(re.sub(r"[0-9/.,;-]+", " ", before), "names a day", within=10)
    clause = re.split(r"[.;!?]", before.rstrip('(“"*_ '))[-1]
    tail = re.split(r"[0-9]", clause)[-1]
    return cues.near(tail.replace(",", " ").replace(":", " "), "names a day earlier", within=14)


def _by_digits(day: str, month: str) -> Certainty | None:
    if f"{int(day)}/{int(month)}" in tables.mapping("anniversaries"):
        return Certainty.CONTEXT
    if day.startswith("0") or month.startswith("0"):
        return Certainty.CONTEXT
    return Certainty.GUESS if int(day) > int(month) else None


def _are_days_counted(after: str, day: str, month: str) -> bool:
    """Return whether “3-5 ngày”, “1-3 Tết” or “8-10 hằng tháng” stands there; who writes a 0 means a date."""
    return "0" not in (day[0], month[0]) and bool(_OF_DAYS.match(after))


def _may_be_span(before: str, after: str, day: str, separator: str, month: str) -> bool:
    """Return whether “from … to …” may be meant, for all we know: “từ 3/5 ngày”, “từ 5-10” before who knows what."""
    if not _comes_from(before) or _is_no_span(before, day, month):
        return False
    return bool(_OF_DAYS.match(after)) if separator == "/" else not cues.follows(after, "follows a day")


def _is_no_span(before: str, day: str, month: str) -> bool:
    """Return whether what begins somewhere is a day, whatever follows: “từ 24-9”, “từ 05-10”."""
    return _comes_from(before) and ("0" in (day[0], month[0]) or int(day) >= int(month))


def _comes_from(before: str) -> bool:
    """Return whether “from” stands there, not “ever since”."""
    return before.rstrip(" *_").endswith("từ") and not _is_since(before)


def _is_since(before: str) -> bool:
    """Return whether “ever since” stands there: a day follows."""
    return before.rstrip(" *_").endswith("kể từ")


def _is_measured(after: str) -> bool:
    """Return whether the sign of a unit follows: “từ 5-10%”."""
    return after.lstrip().startswith(_UNIT_SIGNS)


def _is_feast_by_dot(after: str, day: str, month: str) -> bool:
    """Return whether “26.3” is a feast rather than a decimal."""
    measured = cues.follows(after, "point is a comma") or _is_measured(after)
    return not measured and f"{int(day)}/{int(month)}" in tables.mapping("anniversaries")


def _in_brackets(before: str, after: str) -> bool:
    return bool(_OPEN_BRACKET.search(before) and _CLOSE_BRACKET.match(after))
