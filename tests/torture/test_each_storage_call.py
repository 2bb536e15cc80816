"""
The power fails at each single step that one slot takes on the disk; what was not synced is lost; all starts anew.

Of each of these nights the slot must have aired exactly once, or be missed for a true reason.
"""

from __future__ import annotations

import pytest
from torture.machine import Machine
from torture.short_night import SLOT, UNTIL, Prepare
from torture.stage import CARD, NETWORK
from torture.verdict import outcome

from broadcaster.records.asrun import AsRun


def night(machine: Machine, *, crash_at: int = 0, after: bool = False) -> list[str]:
    """Run the slot, with the power failing at a step; return what went wrong."""
    machine.disk.crash_at, machine.disk.crash_after = crash_at, after
    machine.switch_on()
    machine.world.run(UNTIL.total_seconds())
    machine.world.end()
    where = machine.disk.names[crash_at - 1] if crash_at else "no crash"
    found = []
    for output in (CARD, NETWORK):
        end = outcome(machine, SLOT, output)
        found += [f"step {crash_at} ({where}) on {output}: {problem}" for problem in end.problems]
        if end.kind == "untold" or end.kind == "missed":
            found.append(f"step {crash_at} ({where}) on {output}: {end.kind} {end.reason}")
    found += [f"step {crash_at} ({where}): {problem}" for problem in AsRun(machine.root / "records" / "asrun").verify()]
    return found


@pytest.mark.parametrize("after", [False, True])
def test_a_power_cut_at_any_storage_call_airs_the_slot_once(prepare: Prepare, after: bool) -> None:
    plain = prepare("plain")
    assert night(plain) == []
    steps = plain.disk.steps
    assert steps > 40
    found = []
    for step in range(1, steps + 1):
        machine = prepare(f"step-{step}")
        found += night(machine, crash_at=step, after=after)
    assert found == []
