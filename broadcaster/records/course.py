"""
The course of one slot, told by its lines of the as-run log: let on the air, begun, over.

In: the lines of one slot, in order. Out: what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from broadcaster.records.asrun import ARMED, DISARMED, MISSED, OVER, RELEASED, STARTED
from broadcaster.records.chain import Line

_SAME = timedelta(seconds=1)
"""How far a clock goes back where somebody keeps it right and nobody sets it."""


def released(lines: Sequence[Line]) -> Line | None:
    """Return the line by which the station let the slot on the air, the last where there are several."""
    found = (line for line in reversed(lines) if line.event == RELEASED and "by_hand" not in line.facts)
    return next(found, None)


def missed(lines: Sequence[Line]) -> bool:
    """Return whether the slot was missed as a whole."""
    return any(line.event == MISSED and "output" not in line.facts for line in lines)


def ends(line: Line) -> bool:
    """Return whether after *line* the slot is over on its output; what the system broke off may yet go on."""
    return line.event in OVER and not line.facts.get("resumable")


def is_over(lines: Sequence[Line], output: str) -> bool:
    """Return whether nothing more of the slot is to be heard on *output* (a URL)."""
    return any(ends(line) and line.facts.get("output") == output for line in lines)


def has_started(lines: Sequence[Line], output: str) -> bool:
    """Return whether something of the slot was heard on *output* (a URL)."""
    return any(line.event == STARTED and line.facts.get("output") == output for line in lines)


def begun(lines: Sequence[Line], output: str) -> datetime | None:
    """Return the instant of the programme's first frame as it was begun on *output*; None where no line tells."""
    for line in lines:
        if line.event == STARTED and line.facts.get("output") == output:
            try:
                return datetime.fromisoformat(line.facts["actual"]) - timedelta(seconds=float(line.facts["offset"]))
            except (KeyError, TypeError, ValueError, OverflowError):
                return line.at
    return None


def set_back(lines: Sequence[Line], now: datetime) -> bool:
    """Return whether the clock was set back, past *now*, since one of *lines* was written."""
    return any(line.at - now > _SAME for line in lines)


def may_have_started(lines: Sequence[Line], output: str, start: datetime, now: datetime) -> bool:
    """
    Return whether something of the slot, planned for *start*, may have been heard on *output* by *now*.

    A player that was armed at the instant may have been cut off between its first sample and the line that tells
    of it. Then nobody knows, and whoever goes on must not begin anew. One that was disarmed knew that nothing was.
    """
    return has_started(lines, output) or (_last_armed(lines, output) == ARMED and now >= start)


def was_disarmed(lines: Sequence[Line], output: str) -> bool:
    """Return whether the last player on *output* was told to end before anything was heard of it."""
    return _last_armed(lines, output) == DISARMED


def _last_armed(lines: Sequence[Line], output: str) -> str:
    own = (line.event for line in reversed(lines) if line.facts.get("output") == output)
    return next((event for event in own if event in (ARMED, DISARMED)), "")


def unfinished(lines: Sequence[Line]) -> bool:
    """Return whether the slot was let on the air and is not over on every output it was meant for."""
    line = released(lines)
    if line is None or missed(lines):
        return False
    return any(not is_over(lines, url) for url in line.facts.get("outputs", {}).values())
