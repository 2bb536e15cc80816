"""
What a slot needs at this moment, from plan, ledger and clock alone.

Pure: whenever it is asked, and however often, the same plan, lines and instant give the same duty. A late, doubled
or lost alarm changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum

from broadcaster.core.hours import LatePolicy
from broadcaster.core.units import Seconds
from broadcaster.playout.late import PUNCTUAL
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.chain import Line
from broadcaster.records.course import missed, released
from broadcaster.station.setup.sections.outputs import OutputOptions

_OPENING = timedelta(seconds=5)  # for a player to start and its output to be open
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
    NOTHING = "nothing"
    """It is released, or will not be."""


def gate_before(outputs: Iterable[OutputOptions]) -> timedelta:
    """Return how long before its instant a programme is released: earlier where an output needs a longer run-up."""
    needs = (timedelta(seconds=output.delay + output.preroll.lead_in) + _OPENING for output in outputs)
    return max((GATE, *needs))


def duty(slot: PlannedSlot, lines: Sequence[Line], now: datetime, gate: timedelta = GATE) -> Duty:
    """
    Return what *slot* needs at *now*.

    Args:
        slot: Of the plan.
        lines: Those of this slot in the as-run log.
        now: Aware.
        gate: How long before its instant it is released.
    """
    if missed(lines) or released(lines):
        return Duty.NOTHING
    if now < slot.start - gate:
        return Duty.WAIT
    if slot.rundown.empty or now > latest_start(slot):
        return Duty.MISS
    return Duty.RELEASE


def latest_start(slot: PlannedSlot) -> datetime:
    """Return the last instant at which *slot* may still begin."""
    return last_start(slot.start, slot.late, slot.grace)


def last_start(start: datetime, late: LatePolicy, grace: Seconds) -> datetime:
    """Return the last instant at which what should start at *start* may still begin."""
    allowed = timedelta() if late is LatePolicy.SKIP else timedelta(seconds=grace)
    return start + max(allowed, PUNCTUAL)
