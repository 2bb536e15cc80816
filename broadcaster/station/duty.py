"""
What a slot needs at this moment, from plan, ledger and clock alone.

Pure: whenever it is asked, and however often, the same plan, lines and instant give the same duty. A late, doubled
or lost alarm changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from broadcaster.core.hours import LatePolicy
from broadcaster.playout.late import PUNCTUAL
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import ARMED, MISSED, OVER, RELEASED, STARTED
from broadcaster.records.chain import Line

GATE = timedelta(seconds=10)
"""How long before its instant a programme is released: time to start players, open devices, check the cart."""


class Duty(Enum):
    """What to do with a slot."""

    WAIT = "wait"
    """Its time has not come; see that its cart is ready."""
    RELEASE = "release"
    """Ask the gate."""
    MISS = "miss"
    """Too late: say so."""
    WATCH = "watch"
    """It is released: see that it plays."""
    NOTHING = "nothing"
    """It is over."""


def duty(slot: PlannedSlot, lines: Sequence[Line], now: datetime) -> Duty:
    """
    Return what *slot* needs at *now*.

    Args:
        slot: Of the plan.
        lines: Those of this slot in the as-run log.
        now: Aware.
    """
    if any(line.event == MISSED and "output" not in line.facts for line in lines):
        return Duty.NOTHING
    if any(line.event == RELEASED for line in lines):
        return Duty.WATCH
    if now < slot.start - GATE:
        return Duty.WAIT
    if slot.rundown.empty or now > latest_start(slot):
        return Duty.MISS
    return Duty.RELEASE


def latest_start(slot: PlannedSlot) -> datetime:
    """Return the last instant at which *slot* may still begin."""
    late = timedelta() if slot.late is LatePolicy.SKIP else timedelta(seconds=slot.grace)
    return slot.start + max(late, PUNCTUAL)


def is_over(lines: Sequence[Line], output: str) -> bool:
    """Return whether nothing more of a slot is to be heard on *output*."""
    return any(line.event in OVER and line.facts.get("output") == output for line in lines)


def has_started(lines: Sequence[Line], output: str) -> bool:
    """Return whether something of a slot was heard on *output*."""
    return any(line.event == STARTED and line.facts.get("output") == output for line in lines)


def may_have_started(lines: Sequence[Line], output: str, slot: PlannedSlot, now: datetime) -> bool:
    """
    Return whether something of *slot* may have been heard on *output*.

    A player that was armed at the instant may have been cut off between its first sample and the line that tells
    of it. Then nobody knows, and whoever goes on must not begin anew.
    """
    armed = any(line.event == ARMED and line.facts.get("output") == output for line in lines)
    return has_started(lines, output) or (armed and now >= slot.start)
