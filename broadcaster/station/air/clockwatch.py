"""
Watches the clock: whether somebody set it, and whether it can be right at all.

In: the clock, the as-run log. Out: what to say of it, and whether the station may trust it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broadcaster.core.clock import Clock, wall_offset
from broadcaster.records.asrun import CLOCK, AsRun
from broadcaster.records.chain import Line

STEP = timedelta(seconds=2)
"""How far wall and monotonic time part before somebody has set the clock; how far the log may be ahead of it."""


class ClockWatch:
    """Knows how the wall clock stood to the monotonic one."""

    def __init__(self, clock: Clock) -> None:
        self._drift = wall_offset(clock)

    def moved(self, clock: Clock) -> timedelta:
        """Return by how much the time of day was set since this was last asked; zero where it was not."""
        drift = wall_offset(clock)
        moved = drift - self._drift
        if abs(moved) <= STEP:
            return timedelta()
        self._drift = drift
        return moved


def behind(asrun: AsRun, now: datetime) -> str:
    """
    Return that the clock stands before the last line of the log, and what to do; empty where it does not.

    The same words at every look: they are said once.

    Either the clock is wrong now, or it was wrong then; only a person can tell.
    """
    last = asrun.last()
    if last is None or last.at - now <= STEP:
        return ""
    written = f"{last.at.astimezone(now.tzinfo):%H:%M:%S %d/%m/%Y}"
    return (
        f"Đồng hồ máy sớm hơn dòng nhật ký cuối ({written}); đài không phát gì. "
        "Đồng hồ sai thì chỉnh lại. Đồng hồ đúng (trước đó mới sai) thì gõ: "
        "broadcaster log accept-clock --by “Họ tên”."
    )


def accept(asrun: AsRun, now: datetime, *, by: str) -> Line | None:
    """
    Record that *by* vouches for the clock: what the log tells of later instants was told by a wrong one.

    From then on those lines keep no slot from airing. Returns None where the clock is not behind: nothing to accept.

    Raises:
        RecordError: The log cannot be written, or is damaged.
    """
    last = asrun.last()
    if last is None or not behind(asrun, now):
        return None
    return asrun.append(CLOCK, now, by=by, before=last.at.isoformat(timespec="milliseconds"))
