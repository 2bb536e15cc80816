"""
Rehearsals told apart: they all write to one ledger, and each knows nothing of the one before.

In: lines of rehearsals. Out: the same, rehearsal by rehearsal; or of each slot those of its last one.
"""

from __future__ import annotations

from collections.abc import Iterable

from broadcaster.records.asrun import MISSED, RELEASED
from broadcaster.records.chain import Line


def takes(lines: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """Return *lines* rehearsal by rehearsal: where a slot is told anew, another one has begun."""
    found: list[list[Line]] = [[]]
    told: set[object] = set()
    missed: set[object] = set()
    for line in lines:
        slot, misses = line.facts.get("slot"), line.event == MISSED and "output" not in line.facts
        if (line.event == RELEASED and slot in told) or (misses and slot in missed):
            found.append([])
            told, missed = set(), set()
        if line.event == RELEASED or misses:
            told.add(slot)
        if misses:
            missed.add(slot)
        found[-1].append(line)
    return tuple(tuple(each) for each in found if each)


def last_takes(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return of *lines* those that tell the last rehearsal of their slot."""
    by_take = takes(lines)
    last = {line.facts.get("slot"): number for number, take in enumerate(by_take) for line in take}
    numbered = ((number, line) for number, take in enumerate(by_take) for line in take)
    return tuple(line for number, line in numbered if last[line.facts.get("slot")] == number)
