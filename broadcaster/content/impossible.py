"""Days and hours that cannot be: 30/2, a Saturday called Monday, 25h. In: a text. Out: findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from broadcaster.content.finding import Finding, Text

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
"""As `date.weekday` counts them."""
_DATE = re.compile(
    rf"(?:(?<!\w)({'|'.join(_WEEKDAYS)}),? ?\(?(?:ngày )?)?(?<![\w/.,-])(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})(?![\w/])",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<!\w)(?:lúc|vào|hồi) (\d{1,2}) ?(?:h|giờ|g|:) ?(\d{2})?(?!\w)", re.IGNORECASE)


def dates(page: Text) -> Iterator[Finding]:
    """Find days that no calendar has, and weekdays that are not their date's."""
    for match in _DATE.finditer(page.text):
        day, month, year = (int(part) for part in match.groups()[1:])
        try:
            weekday = _WEEKDAYS[date(year, month, day).weekday()]
        except ValueError:
            yield Finding(match.start(2), f"không có ngày {day}/{month}/{year}", "kiểm tra lại ngày")
            continue
        if match[1] and match[1].lower() != weekday:
            what = f"ngày {day}/{month}/{year} là {weekday}, không phải {match[1].lower()}"
            yield Finding(match.start(), what, "kiểm tra lại thứ và ngày")


def hours(page: Text) -> Iterator[Finding]:
    """Find hours over 24 and minutes over 59, where the text says when."""
    for match in _HOUR.finditer(page.text):
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour * 60 + minute > 24 * 60 or minute > 59:
            yield Finding(match.start(1), f"không có giờ “{match.group().split(' ', 1)[1]}”", "kiểm tra lại giờ")
