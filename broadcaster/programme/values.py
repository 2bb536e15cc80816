"""Values that several sections of the schedule share: lengths within bounds, and references to names."""

from __future__ import annotations

from collections.abc import Callable, Collection

from broadcaster.core import values
from broadcaster.core.errors import Severity
from broadcaster.core.section import Section, nearest
from broadcaster.core.units import Seconds
from broadcaster.core.values import UnreadableError
from broadcaster.core.yamlfile import Text

_FEW = 180
"""A bare number up to this, where the length of a programme stands, was surely meant in minutes."""


def length(low: float, high: float) -> Callable[[str], Seconds]:
    """Return a parser of a length of time from *low* to *high* seconds."""

    def parse(written: str) -> Seconds:
        found = values.seconds(written)
        if not low <= found <= high:
            hint = f"viết từ {spoken_length(low)} đến {spoken_length(high)}"
            raise UnreadableError(f"{written} nằm ngoài khoảng cho phép", hint)
        return Seconds(found)

    return parse


def minutes_meant(section: Section, key: str) -> None:
    """Warn where a bare number, which is one of seconds, stands for the length of a programme."""
    node = section.node(key)
    if isinstance(node, Text) and (number := node.value.strip()).isdecimal() and int(number) <= _FEW:
        hint = f"ý là phút thì ghi “{key}: {number} phút”; đúng là giây thì ghi “{key}: {number} giây”"
        section.problem(node, f"“{key}: {number}” không ghi đơn vị, nên là {number} giây", hint, Severity.WARNING)


def spoken_length(seconds: float) -> str:
    """
    Return a length of time as people say it.

    >>> spoken_length(960), spoken_length(75), spoken_length(0.4)
    ('16 phút', '1 phút 15 giây', '0 giây')
    """
    minutes, rest = divmod(round(seconds), 60)
    parts = [f"{minutes} phút"] * (minutes > 0) + [f"{rest} giây"] * (rest > 0 or minutes == 0)
    return " ".join(parts)


def reference(names: Collection[str], what: str) -> Callable[[str], str]:
    """Return a parser that takes one of *names*; each of them is a *what*, in Vietnamese."""

    def parse(written: str) -> str:
        if written not in names:
            hint = nearest(written, sorted(names)) or f"chưa có {what} nào"
            raise UnreadableError(f"không có {what} nào tên “{written}”", hint)
        return written

    return parse
