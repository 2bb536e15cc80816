"""
What of a released programme was heard on one output.

In: the output's lines of one slot, in order. Out: stretches of the programme, counted in seconds from its first sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from broadcaster.core.units import Seconds
from broadcaster.records.asrun import CUT, ENDED, FAULT, MISSED, STARTED
from broadcaster.records.chain import Line
from broadcaster.report.takeovers import Break

_NONE: Final = Seconds(0)
_SAME = 0.05  # seconds; instants and lengths in the ledger are rounded to the millisecond

Stretch = tuple[float, float]
"""[start, stop) in seconds of a programme."""


@dataclass(frozen=True)
class Hearing:
    """What was heard on one output."""

    stretches: tuple[Stretch, ...] = ()
    """In order, apart."""
    began: datetime | None = None
    """Instant of the first sound."""
    over: str = ""
    """Last event: ended, cut or missed; empty while it goes on, or where nobody saw its end."""
    reason: str = ""
    """Why it was cut or missed, in Vietnamese."""
    covered: Seconds = _NONE
    """How long a takeover was heard in its place."""
    unknown: bool = False
    """Whether something was heard of which nobody knows how much; it is not counted."""

    @property
    def seconds(self) -> Seconds:
        """How much was heard."""
        return Seconds(round(sum(stop - start for start, stop in self.stretches), 3))

    def of(self, start: float, length: float) -> Seconds:
        """Return how much was heard of the *length* seconds that begin at *start*."""
        common = (min(stop, start + length) - max(begin, start) for begin, stop in self.stretches)
        return Seconds(round(sum(each for each in common if each > 0), 3))

    def whole(self, start: float, length: float) -> bool:
        """Return whether those seconds were heard in full."""
        return self.of(start, length) >= length - _SAME


def hear(lines: Sequence[Line], length: Seconds, breaks: Sequence[Break] = ()) -> Hearing:
    """
    Return what *lines* tell of one output.

    Only what the log attests counts. A player tells its own end; one that was killed counts up to the line in which
    the station that watched it says so; where both were gone, as after a power cut, nobody knows how far it came.

    Args:
        lines: Those of one slot that name this output.
        length: Of the programme as released.
        breaks: When something else was heard on this output.
    """
    stretches: list[Stretch] = []
    playing: tuple[float, datetime] | None = None
    failed: datetime | None = None
    began: datetime | None = None
    over = reason = ""
    unknown = False
    for line in lines:
        if playing and _attests_end(line):
            whole = list(_stretches(*playing, line.at, length, breaks))
            stretches += _as_told(whole, line, playing, failed)
            playing = None
        if line.event in (STARTED, ENDED, CUT):
            unknown, playing = unknown or playing is not None, None
        if line.event == STARTED:
            began = began or line.at
            playing, failed = (float(line.facts.get("offset", 0.0)), line.at), None
            over = reason = ""
        elif line.event in (ENDED, CUT, MISSED):
            over, reason = line.event, str(line.facts.get("reason", ""))
        elif line.event == FAULT:
            failed = failed or line.at
    covered = Seconds(sum(float(line.facts.get("covered", 0.0)) for line in lines))
    return Hearing(_joined(stretches), began, over, reason, covered, unknown=unknown)


def _as_told(
    whole: list[Stretch], end: Line, playing: tuple[float, datetime], failed: datetime | None
) -> list[Stretch]:
    """Take out of *whole* what the player itself says was not heard: while its output had failed, or at the end."""
    if "heard" not in end.facts:
        return whole
    lacking = sum(stop - start for start, stop in whole) - float(end.facts["heard"])
    if lacking <= _SAME or not whole:
        return whole
    offset, since = playing
    gap = offset + (failed - since).total_seconds() if failed else whole[-1][1] - lacking
    return [piece for each in whole for piece in _cut(each, gap, gap + lacking)]


def _cut(stretch: Stretch, start: float, stop: float) -> list[Stretch]:
    pieces = ((stretch[0], min(stretch[1], start)), (max(stretch[0], stop), stretch[1]))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _attests_end(line: Line) -> bool:
    """Return whether somebody who was there says that the sound ended now: a player's own lines carry ``actual``."""
    own = "actual" in line.facts
    return (line.event in (ENDED, CUT) and own) or (line.event == FAULT and not own)


def _stretches(
    offset: float, since: datetime, until: datetime, length: Seconds, breaks: Sequence[Break]
) -> Iterator[Stretch]:
    """Yield what was heard from *since* to *until*, the programme standing at *offset* seconds when it began."""
    for each in sorted(breaks, key=lambda each: each.start):
        if since <= each.start < until:
            reached = offset + (each.start - since).total_seconds()
            yield offset, min(reached, length)
            gap = (min(each.stop, until) - each.start).total_seconds()
            offset, since = reached + (gap if each.skips else 0.0), min(each.stop, until)
    stop = offset + (until - since).total_seconds()
    yield offset, float(length) if abs(stop - length) <= _SAME else min(stop, length)


def _joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches in order, those that touch or overlap as one: what is said twice counts once."""
    joined: list[Stretch] = []
    for start, stop in sorted(stretches):
        if joined and start <= joined[-1][1] + _SAME:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        elif stop > start:
            joined.append((start, stop))
    return tuple(joined)
