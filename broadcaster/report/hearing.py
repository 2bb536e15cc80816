"""
What of a released programme was heard on one output.

In: the output's lines of one slot, in order. Out: stretches of the programme, counted in seconds from its first sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadcaster.core.units import Seconds
from broadcaster.records.asrun import CUT, ENDED, FAULT, MISSED, STARTED
from broadcaster.records.chain import Line
from broadcaster.report.takeovers import Break

_SAME = 0.05  # seconds; instants and lengths in the ledger are rounded to the millisecond


@dataclass(frozen=True)
class Hearing:
    """What was heard on one output."""

    stretches: tuple[tuple[float, float], ...] = ()
    """[start, stop) in seconds of the programme, in order, apart."""
    began: datetime | None = None
    """Instant of the first sound."""
    over: str = ""
    """Last event: ended, cut or missed; empty while it goes on, or where nobody saw its end."""
    reason: str = ""
    """Why it was cut or missed, in Vietnamese."""
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
    stretches: list[tuple[float, float]] = []
    playing: tuple[float, datetime] | None = None
    began: datetime | None = None
    over = reason = ""
    unknown = False
    for line in lines:
        if playing and _attests_end(line):
            stretches += _stretches(*playing, line.at, length, breaks)
            playing = None
        if line.event in (STARTED, ENDED, CUT):
            unknown, playing = unknown or playing is not None, None
        if line.event == STARTED:
            began = began or line.at
            playing = (float(line.facts.get("offset", 0.0)), line.at)
            over = reason = ""
        elif line.event in (ENDED, CUT, MISSED):
            over, reason = line.event, str(line.facts.get("reason", ""))
    return Hearing(_joined(stretches), began, over, reason, unknown=unknown)


def _attests_end(line: Line) -> bool:
    """Return whether somebody who was there says that the sound ended now: a player's own lines carry ``actual``."""
    own = "actual" in line.facts
    return (line.event in (ENDED, CUT) and own) or (line.event == FAULT and not own)


def _stretches(
    offset: float, since: datetime, until: datetime, length: Seconds, breaks: Sequence[Break]
) -> Iterator[tuple[float, float]]:
    """Yield what was heard from *since* to *until*, the programme standing at *offset* seconds when it began."""
    for each in sorted(breaks, key=lambda each: each.start):
        if since <= each.start < until:
            reached = offset + (each.start - since).total_seconds()
            yield offset, min(reached, length)
            gap = (min(each.stop, until) - each.start).total_seconds()
            offset, since = reached + (gap if each.skips else 0.0), min(each.stop, until)
    stop = offset + (until - since).total_seconds()
    yield offset, float(length) if abs(stop - length) <= _SAME else min(stop, length)


def _joined(stretches: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the stretches in order, those that touch or overlap as one: what is said twice counts once."""
    joined: list[tuple[float, float]] = []
    for start, stop in sorted(stretches):
        if joined and start <= joined[-1][1] + _SAME:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        elif stop > start:
            joined.append((start, stop))
    return tuple(joined)
