"""One value as people write it in a file or on the command line → the value meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")


class UnreadableError(ValueError):
    """A text that cannot be taken for the value wanted."""

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        """What is wrong, in Vietnamese."""
        self.hint = hint
        """What to do about it, in Vietnamese."""
        super().__init__(f"{what} → {hint}" if hint else what)


_HOUR = re.compile(r"(\d{1,2})(?::|h|g|giờ)(?:(\d{1,2})(?::(\d{1,2}))?)?(?:p|phút)?", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DURATION = re.compile(r"(?:(\d+)\s*(?:h|giờ))?\s*(?:(\d+)\s*(?:m|ph|phút|p))?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:s|giây))?")

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mb|gb|tb)")
_UNITS = {"mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000}

YES = ("yes", "có", "true", "on", "bật")
NO = ("no", "không", "false", "off", "tắt")


def text(written: str) -> str:
    """Return the text in NFC, the form every text inside the program has."""
    return unicodedata.normalize("NFC", written)


def hour(written: str) -> time:
    """
    Return a time of day from any way a person writes it.

    >>> hour("5:00"), hour("17h30"), hour("05:30:15")
    (datetime.time(5, 0), datetime.time(17, 30), datetime.time(5, 30, 15))

    Raises:
        UnreadableError: Not an hour; a bare number is refused, since ``1020`` may be what YAML made of 17:00.
    """
    match = _HOUR.fullmatch(written.replace(" ", ""))
    if match is None:
        raise UnreadableError(f"“{written}” không phải là giờ", "viết như 5:00, 17:30 hoặc 17h30")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if hours == 24 and minutes == seconds == 0:
        raise UnreadableError("24:00 thuộc về ngày hôm sau", "viết 0:00, hoặc 23:59")
    if hours > 23 or minutes > 59 or seconds > 59:
        raise UnreadableError(f"không có giờ “{written}”", "giờ từ 0 đến 23, phút từ 0 đến 59")
    return time(hours, minutes, seconds)


def day(written: str) -> date:
    """
    Return a date written as ``2025-10-01`` or ``01/10/2025``.

    Raises:
        UnreadableError: Not a date, or one that the calendar does not have.
    """
    if match := _ISO_DATE.fullmatch(written):
        year, month, day_of_month = (int(part) for part in match.groups())
    elif match := _LOCAL_DATE.fullmatch(written):
        day_of_month, month, year = (int(part) for part in match.groups())
    else:
        raise UnreadableError(f"“{written}” không phải là ngày", "viết như 2025-10-01 hoặc 01/10/2025")
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise UnreadableError(f"không có ngày {written} trong lịch", "xem lại ngày và tháng") from None


def instant(written: str, zone: ZoneInfo) -> datetime:
    """
    Return an instant written in ISO 8601 or as epoch seconds; without an offset it is in *zone*.

    Raises:
        UnreadableError: Neither of the two.
    """
    try:
        if re.fullmatch(r"\d{9,11}(?:\.\d+)?", written):
            return datetime.fromtimestamp(float(written), zone)
        moment = datetime.fromisoformat(written)
    except (ValueError, OverflowError, OSError):
        raise UnreadableError(
            f"“{written}” không phải là thời điểm", "viết như 2025-10-01T05:30:00+07:00, hoặc số giây Unix"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def seconds(written: str) -> float:
    """
    Return a length of time in seconds from ``90``, ``90 giây``, ``15 phút``, ``1h30m``.

    Raises:
        UnreadableError: Not a length of time.
    """
    compact = written.lower().strip()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", compact):
        return float(compact.replace(",", "."))
    match = _DURATION.fullmatch(compact)
    if match is None or not any(match.groups()):
        raise UnreadableError(f"“{written}” không phải là khoảng thời gian", "viết như 15 phút, 90 giây hoặc 1h30m")
    hours, minutes, rest = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float((rest or "0").replace(",", "."))


def size(written: str) -> int:
    """
    Return an amount of disk in bytes.

    >>> size("500 MB"), size("1,5 GB")
    (500000000, 1500000000)

    Raises:
        UnreadableError: Not a number with its unit.
    """
    match = _SIZE.fullmatch(written.lower().strip())
    if match is None:
        raise UnreadableError(f"“{written}” không phải là dung lượng", "viết như 500 MB hoặc 2 GB")
    return round(float(match[1].replace(",", ".")) * _UNITS[match[2]])


def yes_no(written: str) -> bool:
    """Return whether *written* says yes."""
    lower = written.lower()
    if lower in YES:
        return True
    if lower in NO:
        return False
    raise UnreadableError(f"“{written}” không rõ là có hay không", "viết yes hoặc no")


def number(low: float, high: float) -> Callable[[str], float]:
    """Return a parser of a number from *low* to *high*; a comma may stand for the point."""

    def parse(written: str) -> float:
        try:
            value = float(written.replace(",", "."))
        except ValueError:
            raise UnreadableError(f"“{written}” không phải là số", f"viết một số từ {low:g} đến {high:g}") from None
        if not low <= value <= high:
            raise UnreadableError(f"{written} nằm ngoài khoảng cho phép", f"viết một số từ {low:g} đến {high:g}")
        return value

    return parse


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of a whole number from *low* to *high*."""

    def parse(written: str) -> int:
        if not re.fullmatch(r"[+-]?\d{1,9}", written) or not low <= int(written) <= high:
            raise UnreadableError(f"“{written}” không dùng được ở đây", f"viết một số nguyên từ {low} đến {high}")
        return int(written)

    return parse


def one_of(choices: Mapping[str, T]) -> Callable[[str], T]:
    """Return a parser that takes one of the keys of *choices*, in any case, and gives its value."""

    def parse(written: str) -> T:
        key = text(written).lower()
        for name, value in choices.items():
            if name.lower() == key:
                return value
        raise UnreadableError(f"không có “{written}”", "dùng một trong: " + ", ".join(choices))

    return parse


def identifier(written: str) -> str:
    """Return a short name for files and references: small letters, digits and hyphens."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", written):
        raise UnreadableError(f"tên “{written}” không dùng được", "chỉ dùng chữ thường không dấu, số và dấu gạch nối")
    return written


def zone(written: str) -> ZoneInfo:
    """Return the time zone of that IANA name."""
    try:
        return ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnreadableError(f"không có múi giờ “{written}”", "ở Việt Nam viết Asia/Ho_Chi_Minh") from None
