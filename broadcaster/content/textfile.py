"""
Bytes that people's editors write → text, or the reason why not; text → clean text.

Clean: NFC, Unix line ends, ordinary spaces, nothing invisible.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path

from broadcaster.core import values
from broadcaster.core.errors import Problem, Severity, os_reason

LARGEST = 200_000
"""Bytes. No hour of speech is as long."""

_OTHER_FORMATS = (
    (b"PK\x03\x04", "tệp Word hoặc tệp nén"),
    (b"\xd0\xcf\x11\xe0", "tệp Word đời cũ"),
    (b"%PDF", "tệp PDF"),
    (b"{\\rtf", "tệp RTF"),
)
_PLAIN = "lưu dạng văn bản thuần (plain text), bảng mã UTF-8"
_LEGACY = re.compile(r"[A-Za-zÀ-ỹ][µ¸¶·¹®¨©ª«¬Ä-ÇËÎÏÑÖØÛÜßä-çëîïñöøûüÿ]|[®µ¸¨©«¬][a-z]")
"""What no Vietnamese word in Unicode has in it, and what TCVN3 and VNI letters look like in Latin-1."""
_BREAKS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
"""Ends of lines; the last four come with text pasted from word processors."""
_TWINS = {"Ð": "Đ", "Ɖ": "Đ"}
"""Letters of other languages that look like a Vietnamese one."""
_STRANGE = ("Cc", "Cn", "Co", "Cs")


def read(path: Path, file: str, problems: list[Problem]) -> str | None:
    """
    Return the text of the file at *path*, or None with the reason in *problems*.

    Args:
        path: At most :data:`LARGEST` bytes of it are ever read; a folder, device or pipe is not opened.
        file: Name for messages.
        problems: Added to.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            kind = "thư mục" if stat.S_ISDIR(about.st_mode) else "tệp đặc biệt của máy"
            problems.append(Problem(file, f"đây là {kind}, không phải bài", "đổi tên hoặc chuyển đi nơi khác"))
            return None
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        what = f"không đọc được tệp ({os_reason(error)})"
        problems.append(Problem(file, what, "xem lại quyền đọc, hoặc chép lại tệp này"))
        return None
    if len(data) > LARGEST:
        size = f"{max(about.st_size, len(data)) / 1e6:.1f}".replace(".", ",")
        what = f"tệp quá lớn ({size} MB), không phải một bài phát thanh"
        problems.append(Problem(file, what, "chỉ để lời bài trong tệp; bài dài thì chia làm nhiều tệp"))
        return None
    return decode(data, file, problems)


def decode(data: bytes, file: str, problems: list[Problem]) -> str | None:
    """Return *data* read as UTF-8, or None with the reason in *problems*."""
    for magic, name in _OTHER_FORMATS:
        if data.startswith(magic):
            problems.append(Problem(file, f"đây là {name}, không phải văn bản thuần", f"mở ra và {_PLAIN}"))
            return None
    if data and not data.strip(b"\0"):
        what = "tệp chỉ có byte rỗng (thường do mất điện khi đang lưu)"
        problems.append(Problem(file, what, "chép lại từ bản lưu, hoặc gõ lại bài"))
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:200].count(0) > len(data[:200]) // 4:
        problems.append(Problem(file, "tệp viết bằng UTF-16 (“Unicode” của Notepad)", "lưu lại bằng UTF-8", 1))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[line_start : error.start].decode("utf-8", "replace")) + 1
        what = "chữ không phải UTF-8 (có thể là bảng mã cũ: TCVN3, VNI, Windows-1258)"
        hint = "mở bằng phần mềm đã gõ bài, chuyển sang Unicode rồi lưu lại bằng UTF-8"
        problems.append(Problem(file, what, hint, data.count(b"\n", 0, error.start) + 1, column))
        return None


def clean(text: str, file: str, problems: list[Problem]) -> str:
    """Return *text* repaired where that is safe; each sort of flaw is told once, at its first place."""
    text = _BREAKS.sub("\n", text)
    if strange := _first(text, lambda letter: letter not in "\n\t" and _is_strange(letter)):
        line, column, letter = strange
        what = f"có ký tự lạ không nhìn thấy hoặc không đọc được (U+{ord(letter):04X})"
        problems.append(Problem(file, what, "xóa đi và gõ lại chỗ này", line, column))
    if hidden := _first(text, lambda letter: unicodedata.category(letter) == "Cf"):
        line, column, _ = hidden
        what = "có ký tự ẩn (thường do chép từ trang mạng), chương trình đã bỏ đi khi đọc"
        problems.append(Problem(file, what, "không bắt buộc: gõ lại dòng này", line, column, Severity.WARNING))
    if legacy := _legacy_line(text):
        what = "chữ như gõ bằng phông cũ (TCVN3 .VnTime, hoặc VNI)"
        problems.append(Problem(file, what, "chuyển sang Unicode bằng bộ gõ, rồi lưu lại bằng UTF-8", legacy))
    text = "".join(map(_repaired, text))
    if not unicodedata.is_normalized("NFC", text):
        lines = text.split("\n")
        line = next(n for n, written in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", written))
        what = "dấu tiếng Việt viết rời (Unicode tổ hợp), chương trình đã tự ghép lại khi đọc"
        hint = "không bắt buộc: đổi bộ gõ sang Unicode dựng sẵn"
        problems.append(Problem(file, what, hint, line, severity=Severity.WARNING))
    return values.text(text)


def _legacy_line(text: str) -> int | None:
    """Return the first line with a word in an old font's letters, if a quarter of all words are such."""
    words = list(re.finditer(r"\S+", text))
    found = [word.start() for word in words if _LEGACY.search(word[0])]
    if len(found) < 3 or len(found) * 4 < len(words):
        return None
    return text.count("\n", 0, found[0]) + 1


def _is_strange(letter: str) -> bool:
    return letter == "\ufffd" or unicodedata.category(letter) in _STRANGE


def _repaired(letter: str) -> str:
    if letter in "\n\t" or " " <= letter <= "~":
        return letter
    if unicodedata.category(letter) == "Cf":
        return ""
    if unicodedata.category(letter) == "Zs" or _is_strange(letter):
        return " "
    return _TWINS.get(letter, letter)


def _first(text: str, is_wanted: Callable[[str], bool]) -> tuple[int, int, str] | None:
    for line, written in enumerate(text.split("\n"), 1):
        for column, letter in enumerate(written, 1):
            if is_wanted(letter):
                return line, column, letter
    return None
