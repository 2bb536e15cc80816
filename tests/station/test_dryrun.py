"""Whole days on a clock that jumps."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from broadcaster.records.chain import Line
from broadcaster.station.air.onair import dry_run
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def approve(small: SmallStation, *names: str) -> None:
    station = open_station(small.root, rehearsal=True)
    for script in station.newsroom.news().scripts:
        if not names or script.item.id in names:
            station.newsroom.approve(script, by="Người duyệt thử", at=datetime(2025, 9, 1, tzinfo=HANOI))


def days(small: SmallStation, first: date, last: date) -> list[Line]:
    return [line for _, lines in dry_run(small.root, first, last, print) for line in lines]


def test_each_slot_airs_exactly_once_on_its_instant(small: SmallStation) -> None:
    approve(small)
    lines = days(small, date(2025, 9, 30), date(2025, 10, 2))
    slots = [f"2025-{day}/{slot}" for day in ("09-30", "10-01", "10-02") for slot in ("0530-sang", "1700-chieu")]
    for event in ("released", "armed", "started", "ended"):
        assert [line.facts["slot"] for line in lines if line.event == event] == slots
    for line in lines:
        if line.event == "started":
            assert line.at == datetime.fromisoformat(line.facts["planned"])
            assert line.facts["offset"] == 0


def test_a_dry_run_leaves_no_trace(small: SmallStation) -> None:
    approve(small)
    before = sorted(path for path in small.root.rglob("*"))
    days(small, date(2025, 10, 1), date(2025, 10, 1))
    assert sorted(path for path in small.root.rglob("*")) == before


def test_what_nobody_approved_does_not_air_and_the_log_says_why(small: SmallStation) -> None:
    lines = days(small, date(2025, 10, 1), date(2025, 10, 1))
    assert [line.event for line in lines] == ["missed", "missed"]
    assert all(line.facts["reason"] for line in lines)


def test_items_not_approved_are_left_out_of_what_airs(small: SmallStation) -> None:
    approve(small, "loi-xuong", "tin-b")
    lines = days(small, date(2025, 10, 1), date(2025, 10, 1))
    assert [line.facts["items"] for line in lines if line.event == "released"] == [["loi-xuong", "tin-b"]] * 2


def test_a_file_with_two_problems_is_complained_of_once(small: SmallStation) -> None:
    small.write("mau", "tin", '"[Tên] làm gì"', "Nhân vật là [ai].")
    approve(small, "loi-xuong", "tin-b")
    said: list[str] = []
    list(dry_run(small.root, date(2025, 10, 1), date(2025, 10, 1), said.append))
    (complaint,) = [text for text in said if "mau.md" in text]
    assert "[Tên]" in complaint
    assert "[ai]" in complaint
