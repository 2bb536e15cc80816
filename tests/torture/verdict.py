"""
What became of one slot on one output: what the street heard, held against what the ledger says.

Heard exactly once means: no frame of the programme is heard a second time and none before an earlier one; silence in
between is allowed, as when a player died and another went on where the programme was by then. Missed means: not one
frame was heard, and the ledger gives a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from torture.machine import Machine
from torture.marked import RATE, Made
from torture.street import Heard

from broadcaster.records.asrun import CUT, ENDED, MISSED, RELEASED, STARTED, AsRun
from broadcaster.records.chain import Line

UNSURE = "không rõ"
"""How the ledger says that a player was cut off at the very beginning, and nobody knows."""


@dataclass(frozen=True)
class Outcome:
    """One slot on one output."""

    slot: str
    output: str
    kind: str
    """``aired``, ``joined`` (heard, but not all of it), ``missed``, or ``untold`` where the ledger says nothing."""
    reason: str
    """The ledger's, where it was not aired whole."""
    heard: tuple[Heard, ...]
    problems: tuple[str, ...]
    """What must never be."""


ALWAYS = (0.0, float("inf"))


def outcome(machine: Machine, slot: str, output: str, span: tuple[float, float] = ALWAYS) -> Outcome:
    """Return what became of *slot* on *output*; all that is heard in *span*, monotonic seconds, is of this slot."""
    lines = AsRun(machine.root / "records" / "asrun").of_slot(slot)
    own = [line for line in lines if line.facts.get("output", output) == output]
    serials = {made.serial: made for made in machine.press.made}
    heard = [part for part in machine.street.heard if part.output == output and part.serial in serials]
    heard = [part for part in heard if span[0] <= part.begun < span[1]]
    ends = [line for line in own if line.event in (ENDED, CUT, MISSED)]
    problems = [*_twice(heard), *_told(heard, own, ends), *_unreleased(heard, lines, serials)]
    kind = "untold" if not ends else "missed" if not heard else "joined"
    if heard and sum(part.frames for part in heard) >= _released(lines) - RATE // 10:
        kind = "aired"
    reasons = [str(line.facts["reason"]) for line in ends if "reason" in line.facts]
    return Outcome(slot, output, kind, "; ".join(reasons), tuple(heard), tuple(problems))


def _twice(heard: Sequence[Heard]) -> list[str]:
    problems = [
        f"frames heard again: {one.start}–{one.stop}, then {other.start}–{other.stop}"
        for one, other in pairwise(heard)
        if other.start < one.stop
    ]
    if len({part.serial for part in heard}) > 1:
        problems.append("two carts in one slot")
    return problems


def _told(heard: Sequence[Heard], own: Sequence[Line], ends: Sequence[Line]) -> list[str]:
    """Hold the ledger's word against what was heard."""
    problems = []
    if len(ends) > 1:
        problems.append(f"over more than once: {[line.event for line in ends]}")
    unsure = any(UNSURE in str(line.facts.get("reason", "")) for line in ends)
    if heard and not unsure and not any(line.event == STARTED for line in own):
        problems.append("heard, and no line says that it started")
    if heard and any(line.event == MISSED for line in ends):
        problems.append("heard, and said to be missed")
    if not heard and not unsure and any(line.event in (STARTED, ENDED, CUT) for line in own):
        problems.append("not heard, and said to have started")
    if any(not str(line.facts.get("reason", "")) for line in ends if line.event != ENDED):
        problems.append("no reason given")
    return problems


def _unreleased(heard: Sequence[Heard], lines: Sequence[Line], serials: dict[int, Made]) -> list[str]:
    """Find what was heard without the ledger saying that it may be."""
    problems = []
    for line in (line for line in lines if line.event == RELEASED):
        withheld = line.facts["withheld"]
        for part in heard:
            cart = serials[part.serial].cart
            if line.facts["cart_hash"] != cart.flac_hash:
                problems.append("a cart that was not released")
            problems += [
                f"withheld and heard: {cue.name}"
                for cue in cart.parts
                if cue.name in withheld and part.start < cue.stop and cue.start < part.stop
            ]
    if heard and not any(line.event == RELEASED for line in lines):
        problems.append("heard without a release")
    return problems


def _released(lines: Sequence[Line]) -> int:
    """Return how many frames may air."""
    return max((round(float(line.facts["seconds"]) * RATE) for line in lines if line.event == RELEASED), default=0)
