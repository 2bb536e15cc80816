"""Values that several sections of the schedule share: lengths within bounds, and references to names."""

from __future__ import annotations

from collections.abc import Callable, Collection

from broadcaster.core import values
from broadcaster.core.section import nearest
from broadcaster.core.units import Seconds
from broadcaster.core.values import UnreadableError


def length(low: float, high: float) -> Callable[[str], Seconds]:
    """Return a parser of a length of time from *low* to *high* seconds."""

    def parse(written: str) -> Seconds:
        found = values.seconds(written)
        if not low <= found <= high:
            hint = f"viết từ {spoken_length(low)} đến {spoken_length(high)}"
            raise UnreadableError(f"{written} nằm ngoài khoảng cho phép", hint)
        return Seconds(found)

    return parse


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
