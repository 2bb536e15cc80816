"""What the desk of a radio station would strike: slips of the hand, and copy that is hard to follow by ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from broadcaster.content.finding import Finding, Text

_DOUBLED = re.compile(r"(?<!\w)(\w+) (\1)(?!\w)", re.IGNORECASE)
_MEANT = frozenset(
    ("luôn", "từ", "mãi", "dần", "thường", "đời", "người", "nhà", "song", "đều", "ngành", "năm", "xanh", "sâu", "lâu")
)
"""Words that are doubled on purpose; “năm năm” may be five years."""

_STRAY = re.compile(r"(?<=[a-zà-ỹ] )([0-9]{1,3})(?= (?:việc|sự)(?!\w))")
_BRACKETS = re.compile(r"\(([^()\n]{1,200})\)")
_DAY = re.compile(
    r"(từ|đến|hết|trước|sáng|trưa|chiều|tối|vào|diễn ra|hạn|tổ chức) (?:hết )?(?:ngày )?(\d{1,2})/(\d{1,2})/(\d{4})"
)
_NUMBERS = re.compile(r"\d[\d./,:-]*")
_LATE = re.compile(r"(?:Căn cứ|Thực hiện|Nhằm|Để |Theo |Trong thời gian qua|Trong những năm qua|Xét )")


def days(page: Text, start: date | None, end: date | None) -> Iterator[Finding]:
    """Find days of the same year that lie outside the campaign, where the text speaks of when something happens."""
    if start is None or end is None:
        return
    for match in _DAY.finditer(page.text):
        day, month, year = (int(part) for part in match.groups()[1:])
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if year == start.year and not start <= found <= end:
            what = f"ngày {day}/{month}/{year} nằm ngoài đợt {start:%d/%m/%Y}-{end:%d/%m/%Y}"
            yield Finding(match.start(2), what, "kiểm tra lại ngày")


def doubled(page: Text) -> Iterator[Finding]:
    """Find words written twice by mistake."""
    for match in _DOUBLED.finditer(page.text):
        if match[1].lower() not in _MEANT and not match[1].isdigit() and not (match[1].islower() ^ match[2].islower()):
            yield Finding(match.start(), f"lặp chữ “{match.group()}”", "bỏ bớt một chữ, nếu không cố ý")


def stray_numbers(page: Text) -> Iterator[Finding]:
    """Find numbers inside a sentence where nothing is counted: page numbers that slipped in."""
    for match in _STRAY.finditer(page.text):
        yield Finding(
            match.start(), f"số “{match[1]}” lọt giữa câu", "có phải là số trang của bản gốc? nếu phải thì xóa"
        )


def brackets(page: Text) -> Iterator[Finding]:
    """Find brackets; a listener cannot hear them."""
    for match in _BRACKETS.finditer(page.text):
        hint = "viết thành lời, hoặc bỏ"
        yield Finding(match.start(), f"chữ trong ngoặc “{match.group()}” sẽ được đọc liền vào câu", hint)


def sentences(page: Text, longest: int, most_numbers: int) -> Iterator[Finding]:
    """Find sentences too long for the ear, or with too many numbers."""
    for at, sentence in page.sentences():
        words = len(sentence.split())
        if words > longest:
            yield Finding(at, f"câu dài {words} chữ (nên không quá {longest})", "tách thành hai, ba câu")
        numbers = len(_NUMBERS.findall(sentence))
        if numbers > most_numbers:
            yield Finding(
                at, f"câu có {numbers} con số (nên không quá {most_numbers})", "giữ lại số cần nhớ, hoặc tách câu"
            )


def beginning(page: Text) -> Iterator[Finding]:
    """Find a text that begins with its grounds instead of its news."""
    first = next((at for at, sentence in page.sentences() if len(sentence.split()) > 6), None)
    if first is not None and _LATE.match(page.text, first):
        yield Finding(first, "mở đầu bằng căn cứ, người nghe chưa biết tin chính", "nói việc chính trước, căn cứ sau")
