"""Numbers and days as an administrative paper of Vietnam has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from broadcaster.programme.calendar import Days

ROUNDED = "Mỗi thời lượng được làm tròn đến giây, nên cộng từng dòng có thể lệch vài giây so với dòng cộng."


def dated(day: date) -> str:
    """
    Return a date with a 0 before days under 10 and before months 1 and 2, as official papers write it.

    >>> dated(date(2025, 9, 24)), dated(date(2025, 10, 5)), dated(date(2026, 2, 1))
    ('24/9/2025', '05/10/2025', '01/02/2026')
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{day.day:02}/{month}/{day.year:04}"


def span(days: Days) -> str:
    """Return the days in words."""
    if days.first == days.last:
        return f"ngày {dated(days.first)}"
    return f"từ ngày {dated(days.first)} đến hết ngày {dated(days.last)}"


def grouped(number: int) -> str:
    """
    Return a whole number with points between thousands.

    >>> grouped(1234567)
    '1.234.567'
    """
    return f"{number:,}".replace(",", ".")


def clock(seconds: float) -> str:
    """
    Return a length as minutes and seconds.

    >>> clock(562.653), clock(20240)
    ('9:23', '337:20')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def ranges(numbers: Sequence[int]) -> str:
    """
    Return ascending numbers with neighbours drawn together.

    >>> ranges([1, 2, 3, 4, 9, 11, 12])
    '1–4, 9, 11–12'
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)
