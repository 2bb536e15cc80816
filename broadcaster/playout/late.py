"""
The last question before anything is heard: whether it may air now, from where, until when.

Pure arithmetic on instants: asked by the player when it takes a cue and again when the first block is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from broadcaster.core.hours import LatePolicy, QuietHours
from broadcaster.playout.cue import Cue

PUNCTUAL = timedelta(milliseconds=250)
"""A start as late as this is no late start: it is aired from its beginning whatever the policy."""


@dataclass(frozen=True)
class Verdict:
    """Whether a cue airs, and how."""

    zero: datetime | None
    """Instant at which the cart's first frame is, or would have been, heard; None: it does not air."""
    until: datetime
    """Instant at which it must be silent again."""
    reason: str = ""
    """Why it does not air, or why *until* comes early: Vietnamese, for the log."""

    @property
    def airs(self) -> bool:
        """Whether anything is heard at all."""
        return self.zero is not None


def judge(cue: Cue, now: datetime) -> Verdict:
    """
    Return what becomes of *cue* if its sound can begin at *now*, or at its instant where that is still ahead.

    Args:
        cue: Its policy, grace, longest length and quiet hours count.
        now: Aware; told in the zone of the cue, whose hours are the station's.
    """
    now = now.astimezone(cue.at.tzinfo)
    late = now - cue.at
    if cue.begun is not None:
        return _heard_until(cue, max(now, cue.at), cue.begun.astimezone(cue.at.tzinfo), late)
    if late > timedelta(seconds=cue.grace) and late > PUNCTUAL:
        return _silent(cue, f"đã trễ {_span(late)}, quá độ trễ cho phép {_span(timedelta(seconds=cue.grace))}")
    if late > PUNCTUAL and cue.late is LatePolicy.SKIP:
        return _silent(cue, f"đã trễ {_span(late)}; khung giờ này trễ thì bỏ")
    begin = max(now, cue.at)
    return _heard_until(cue, begin, cue.at if cue.late is LatePolicy.JOIN and late > PUNCTUAL else begin, late)


def _heard_until(cue: Cue, begin: datetime, zero: datetime, late: timedelta) -> Verdict:
    """Return the verdict on what is heard from *begin* on and has its first frame at *zero*."""
    until, why = zero + timedelta(seconds=cue.longest), f"dài quá {_span(timedelta(seconds=cue.longest))} cho phép"
    if cue.until is not None and cue.until < until:
        until, why = cue.until.astimezone(cue.at.tzinfo), "đến giờ chương trình sau"
    if until <= begin:
        return _silent(cue, f"đã trễ {_span(late)}, khung giờ đã hết")
    hours, edge = _first_quiet(cue.quiet, begin, until)
    if hours is None:
        return Verdict(zero, until, why)
    if edge <= begin:
        return _silent(cue, f"{begin:%H:%M} nằm trong giờ yên tĩnh {hours}")
    return Verdict(zero, edge, f"đến giờ yên tĩnh {hours}")


def _silent(cue: Cue, reason: str) -> Verdict:
    return Verdict(None, cue.at, reason)


def _first_quiet(quiet: Sequence[QuietHours], begin: datetime, until: datetime) -> tuple[QuietHours | None, datetime]:
    """Return the first quiet moment in [begin, until) and the quiet hours it belongs to."""
    moment = begin.astimezone(UTC)
    while moment < until:
        local = moment.astimezone(begin.tzinfo)
        for hours in quiet:
            if hours.covers(local):
                return hours, local
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return None, until


def _span(length: timedelta) -> str:
    seconds = length.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f}".replace(".", ",").removesuffix(",0") + " giây"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} phút" + (f" {rest} giây" if rest else "")
