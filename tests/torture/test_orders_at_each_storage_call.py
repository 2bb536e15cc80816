"""
Somebody gives an order at each single step that one slot takes on the disk.

A stop silences what sounds and keeps silent what does not; lifted, the slot airs where its instant has not passed. An
emergency is heard once on each output, and the programme around it once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from torture.machine import FIRST_TAKEOVER, Machine
from torture.marked import RATE
from torture.short_night import SLOT, UNTIL, Prepare
from torture.stage import CARD, NETWORK
from torture.verdict import outcome

from broadcaster.records.asrun import AsRun
from broadcaster.records.order import Lift, Stop, Then
from broadcaster.records.orders import Orders, new_id

BY = "Trực đài", "nghe tiếng lạ"
LIFTED = 20.0  # seconds after the stop
AT_ONCE = 0.3  # seconds within which a stop silences


class Hand:
    """Gives one order, between two steps of the disk."""

    def __init__(self, machine: Machine, step: int, give: Callable[[Machine], None]) -> None:
        self.given: float | None = None
        """Monotonic instant, seconds; None before."""
        self._machine = machine
        self._step = step
        self._give = give
        self._before = machine.disk.on_step
        machine.disk.on_step = self

    def __call__(self, name: str, path: Path) -> None:
        self._before(name, path)
        if self.given is None and self._machine.disk.steps + 1 >= self._step:
            self.given = self._machine.world.monotonic
            self._give(self._machine)


def stop_and_lift(machine: Machine) -> None:
    """Stop, and lift it later; the order alone, for the log may be held by whoever takes this step."""
    orders, now = Orders(machine.root / "records" / "orders"), machine.world.now()
    stop = Stop(new_id(Stop, now), now, *BY)
    orders.put(stop)

    def lift() -> None:
        later = machine.world.now()
        orders.put(Lift(new_id(Lift, later), later, *BY, (stop.id,)))

    machine.world.at(machine.world.monotonic + LIFTED, lift)


def heard_while_stopped(machine: Machine, hand: Hand) -> list[str]:
    """Return what was heard between a stop, with the time it may take, and its release."""
    if hand.given is None:
        return ["no order was given"]
    low, high = hand.given + AT_ONCE, hand.given + LIFTED
    ends = [(part, part.begun + part.frames / RATE) for part in machine.street.heard]
    return [f"{part.output} is heard while stopped" for part, end in ends if part.begun < high and end > low]


def night(machine: Machine) -> list[str]:
    """Run the slot; return what went wrong on either output."""
    machine.switch_on()
    machine.world.run(UNTIL.total_seconds())
    machine.world.end()
    found = [str(problem) for problem in AsRun(machine.root / "records" / "asrun").verify()]
    for output in (CARD, NETWORK):
        end = outcome(machine, SLOT, output)
        found += [*end.problems, *(["the log does not say what came of it"] if end.kind == "untold" else [])]
        found += [f"{end.kind}: {end.reason}"] if end.kind == "missed" and not end.reason else []
    return found


def test_a_stop_at_any_storage_call_silences_and_its_release_repeats_nothing(prepare: Prepare) -> None:
    plain = prepare("plain")
    assert night(plain) == []
    found = []
    for step in range(1, plain.disk.steps + 1):
        machine = prepare(f"step-{step}")
        hand = Hand(machine, step, stop_and_lift)
        found += [f"step {step}: {problem}" for problem in night(machine)]
        found += [f"step {step}: {sound}" for sound in heard_while_stopped(machine, hand)]
    assert found == []


@pytest.mark.parametrize("then", [Then.RESUME, Then.JOIN])
def test_an_emergency_at_any_storage_call_is_heard_once(prepare: Prepare, then: Then) -> None:
    plain = prepare("plain")
    assert night(plain) == []
    found = []
    for step in range(1, plain.disk.steps + 1, 3 if then is Then.JOIN else 2):
        machine = prepare(f"step-{step}")
        Hand(machine, step, lambda machine: machine.take_over(then))
        found += [f"step {step}: {problem}" for problem in night(machine)]
        for output in (CARD, NETWORK):
            parts = [part for part in machine.street.heard if (part.output, part.serial) == (output, FIRST_TAKEOVER)]
            frames = sum(part.frames for part in parts)
            if abs(frames - 10 * RATE) > RATE // 10:
                found.append(f"step {step} on {output}: {frames / RATE:.2f} s of the emergency heard")
    assert found == []
