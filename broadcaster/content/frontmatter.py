"""A script's two parts, found by its ``---`` lines; nothing here knows what they mean."""

from __future__ import annotations

import re
from typing import NamedTuple

from broadcaster.core.errors import InputError, Problem

_FENCE = re.compile(r"---[ \t]*")
_NEARLY = re.compile(r"[-‐‑‒–—=_*+~.]{1,10}[ \t]*")


class Parts(NamedTuple):
    """A script cut in two."""

    mapping: str
    """YAML text between the ``---`` lines."""
    mapping_line: int
    """Line of the file at which *mapping* begins, from 1."""
    body: str
    """What follows, without blank lines around and spaces at line ends."""
    body_line: int
    """Line of the file at which *body* begins, from 1."""


def split(text: str, file: str) -> Parts:
    """
    Return the front matter and the body of *text*, whose lines end the Unix way.

    Args:
        text: The whole file.
        file: Name for messages.

    Raises:
        InputError: No front matter, or one without an end.
    """
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise InputError([Problem(file, "tệp trống", "viết bài, hoặc xóa tệp này", 1)])
    if not _FENCE.fullmatch(lines[start]):
        raise InputError([_no_fence(lines[start], file, start + 1)])
    end = next((number for number in range(start + 1, len(lines)) if _FENCE.fullmatch(lines[number])), None)
    if end is None:
        what = "phần khai báo đầu tệp mở bằng --- mà không đóng"
        raise InputError([Problem(file, what, "thêm một dòng --- trước phần lời bài", start + 1)])
    body = [line.rstrip() for line in lines[end + 1 :]]
    blank = next((number for number, line in enumerate(body) if line), 0)
    return Parts("\n".join(lines[start + 1 : end]), start + 2, "\n".join(body).strip("\n"), end + 2 + blank)


def _no_fence(line: str, file: str, number: int) -> Problem:
    if _NEARLY.fullmatch(line.strip()):
        return Problem(file, f"dòng “{line.strip()}” không mở được phần khai báo", "viết đúng ba dấu gạch: ---", number)
    hint = "viết ở đầu tệp bốn dòng: ---, title: tên bài, kind: loại bài, ---"
    return Problem(file, "thiếu phần khai báo đầu tệp", hint, number)
