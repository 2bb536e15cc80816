"""Rehearsals of one day are told apart, and the last one of each slot is what counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from broadcaster.records.chain import Line
from broadcaster.records.takes import last_takes, takes

AT = datetime(2025, 10, 1, 5, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def lines(*told: str) -> tuple[Line, ...]:
    """Return lines told as ``event slot``; with an output where the event has a star."""
    found = []
    for number, (event, slot) in enumerate(each.split() for each in told):
        facts = {"slot": slot} | ({"output": "file:"} if event.endswith("*") else {})
        found.append(Line(number, AT + timedelta(seconds=number), event.rstrip("*"), facts, "", ""))
    return tuple(found)


def numbers(*told: str) -> list[list[int]]:
    return [[line.seq for line in take] for take in takes(lines(*told))]


def test_one_rehearsal_stays_one_whatever_comes_in_it() -> None:
    assert numbers("released a", "missed* a", "missed* a", "test x", "test x", "missed a", "released b") == [
        [0, 1, 2, 3, 4, 5, 6]
    ]
    assert takes(()) == ()


def test_a_slot_told_anew_begins_another() -> None:
    assert numbers("released a", "ended* a", "released b", "released a", "ended* a") == [[0, 1, 2], [3, 4]]
    assert numbers("missed a", "missed a", "released a") == [[0], [1], [2]]


def test_of_each_slot_the_last_rehearsal_counts() -> None:
    told = lines("released a", "cut* a", "released b", "released a", "ended* a")
    assert [line.seq for line in last_takes(told)] == [2, 3, 4]
