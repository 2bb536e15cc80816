"""Why less was heard than was let on the air, and on which output. In: what was heard. Out: reasons, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from broadcaster.core.units import Seconds
from broadcaster.programme.values import spoken_length
from broadcaster.records.chain import Line
from broadcaster.report.hearing import Hearing

SHORT = 1.0
"""Seconds missing from a programme that still make it one heard in full."""


def gap(best: Hearing, released: Seconds) -> str:
    """Return why less than *released* was heard of a programme that nobody broke off, in Vietnamese."""
    if best.unknown:
        return "bị tắt giữa chừng; không rõ trước đó đã phát đến đâu, phần ấy không tính"
    first = best.stretches[0][0] if best.stretches else 0.0
    if first > SHORT:
        return f"bắt đầu muộn, vào giữa chương trình, bỏ {spoken_length(first)} đầu"
    lacking = spoken_length(released - best.seconds)
    return f"nhường {lacking} cho chen phát" if _is_covered(best, released) else f"mất tiếng {lacking} giữa chừng"


def _is_covered(best: Hearing, released: Seconds) -> bool:
    """Return whether a takeover was heard in place of all that was not."""
    return best.covered >= released - best.seconds - SHORT


def troubles(
    hearings: Mapping[str, Hearing], best: Hearing, released: Seconds, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what kept some outputs, told by their *names*, from airing as much as the best one did."""
    told = ((names.get(url, url), _trouble(each, best, released)) for url, each in hearings.items())
    return tuple(
        f"ngõ ra {name}: {named(trouble, names).replace(f'ngõ ra {name}: ', '')}" for name, trouble in told if trouble
    )


def _trouble(hearing: Hearing, best: Hearing, released: Seconds) -> str:
    own = hearing.reason.removesuffix(".") if hearing.reason != best.reason else ""
    if not hearing.seconds:
        return own or ("nhật ký không xác nhận đã phát được phần nào" if best.seconds else "")
    if best.seconds - hearing.seconds <= SHORT:
        return ""
    heard = spoken_length(hearing.seconds)
    alone = replace(hearing, covered=Seconds(hearing.covered - best.covered))
    return f"{own or gap(alone, best.seconds)}; phát {heard} trong {spoken_length(released)}"


def output_names(lines: Iterable[Line]) -> dict[str, str]:
    """Return what the outputs are called that *lines* name, by URL, as their releases say."""
    return {str(url): name for line in lines for name, url in line.facts.get("outputs", {}).items()}


def named(reason: str, names: Mapping[str, str]) -> str:
    """Return a reason in which an output that tells of its own fault has its name; other words may follow it."""
    for url, name in names.items():
        reason = reason.replace(f"Ngõ ra {url}: ", f"ngõ ra {name}: ")
    return reason.removesuffix(".")
