"""What truly aired: what rotation goes by is what the report counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadcaster.programme.rotation import Airing
from broadcaster.records.asrun import AsRun
from broadcaster.station.history import History, airings

AT = datetime(2025, 10, 1, 5, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY, NEXT = date(2025, 10, 1), date(2025, 10, 2)
CONTENTS = [
    {"item": "a", "kind": "tin", "title": "A", "parts": [["bài", 10.0, 60.0]]},
    {"item": "b", "kind": "tin", "title": "B", "parts": [["bài", 100.0, 60.0]]},
]


class Air:
    """An as-run ledger to which a test adds what happens."""

    def __init__(self, folder: Path) -> None:
        self.asrun = AsRun(folder)
        self.history = History(self.asrun)

    def tell(self, event: str, at: datetime, slot: str = "sang", **facts: Any) -> None:
        planned = {"planned": at.isoformat()} if event in ("released", "missed") else {}
        actual = {"actual": at.isoformat()} if "output" in facts else {}
        self.asrun.append(event, at, slot=f"{at:%Y-%m-%d}/0530-{slot}", **planned, **actual, **facts)

    def release(self, at: datetime = AT, **facts: Any) -> None:
        self.tell("released", at, seconds=200.0, contents=CONTENTS, items=["a", "b"], **facts)


@pytest.fixture
def air(tmp_path: Path) -> Air:
    return Air(tmp_path)


def test_a_programme_on_two_outputs_airs_its_items_once(air: Air) -> None:
    air.release()
    for output in ("loa-1", "loa-2"):
        air.tell("started", AT, output=output, offset=0.0)
    for output in ("loa-1", "loa-2"):
        air.tell("ended", AT + timedelta(seconds=200), output=output, heard=200.0)
    assert air.history.days_heard(NEXT) == {"a": [DAY], "b": [DAY]}
    assert air.history.days_heard(DAY) == {}


def test_what_was_cut_before_it_was_heard_has_its_turn_again(air: Air) -> None:
    air.release()
    air.tell("started", AT, output="loa", offset=0.0)
    assert air.history.settled(DAY) == {"sang": ("a", "b")}, "while it is on the air, all of it counts"
    air.tell("cut", AT + timedelta(seconds=90), output="loa", heard=90.0, reason="có lệnh dừng")
    assert air.history.settled(DAY) == {"sang": ("a",)}
    assert air.history.days_heard(NEXT) == {"a": [DAY]}


def test_what_was_missed_aired_nothing(air: Air) -> None:
    air.tell("missed", AT, reason="mất điện")
    assert air.history.settled(DAY) == {"sang": ()}
    assert air.history.days_heard(NEXT) == {}


def test_what_was_played_by_hand_leaves_rotation_alone(air: Air) -> None:
    air.release(by_hand=True)
    air.tell("started", AT, output="loa", offset=0.0)
    air.tell("ended", AT + timedelta(seconds=200), output="loa", heard=200.0)
    assert (air.history.settled(DAY), air.history.days_heard(NEXT)) == ({}, {})


def test_several_ledgers_add_up(air: Air, tmp_path: Path) -> None:
    other = Air(tmp_path / "other")
    for each, at in ((air, AT), (other, AT + timedelta(days=1))):
        each.release(at)
        each.tell("started", at, output="loa", offset=0.0)
        each.tell("ended", at + timedelta(seconds=200), output="loa", heard=200.0)
    found = airings((air.history, other.history), date(2025, 10, 3))
    assert found["a"] == Airing(2, NEXT, (DAY, NEXT))


def aired(air: Air, at: datetime) -> None:
    air.release(at)
    air.tell("started", at, output="loa", offset=0.0)
    air.tell("ended", at + timedelta(seconds=200), output="loa", heard=200.0)


def test_of_months_long_past_only_the_days_are_kept(air: Air) -> None:
    days = [AT + timedelta(days=number) for number in range(0, 150, 3)]
    for at in days:
        aired(air, at)
    whole = air.history.days_heard(date.max)
    air.history.condense(days[-1].date())
    assert air.history.days_heard(date.max) == whole
    assert air.history.days_heard(NEXT) == {"a": [DAY], "b": [DAY]}
    assert air.asrun.lines()[0].at.date() >= date(2025, 12, 1)
    assert air.asrun.length() == 3 * len(days)
    aired(air, days[-1] + timedelta(days=1))
    air.history.condense(days[-1].date() + timedelta(days=31))
    assert len(air.history.days_heard(date.max)["a"]) == len(days) + 1


def test_what_was_condensed_is_told_anew_when_somebody_vouches_for_an_earlier_clock(air: Air) -> None:
    aired(air, AT)
    air.tell("missed", AT + timedelta(days=400), reason="đã quá giờ phát")
    air.history.condense(AT.date() + timedelta(days=400))
    assert air.history.settled(DAY) == {}
    air.asrun.append("clock", AT + timedelta(hours=1), by="người trực")
    assert air.history.settled(DAY) == {"sang": ("a", "b")}
    assert air.history.days_heard(NEXT) == {"a": [DAY], "b": [DAY]}
