"""The rules of approval where they bite: at the desk, in the plan, at the gate."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import NotApprovedError
from broadcaster.station.desk import gate
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AT = datetime(2025, 9, 30, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY = date(2025, 10, 1)


def opened(small: SmallStation, rules: str = "") -> Station:
    """Return the small station under *rules*."""
    schedule = small.root / "schedule.yaml"
    text = schedule.read_text("utf-8").partition("approval:")[0]
    schedule.write_text(f"{text}approval:\n{rules}" if rules else text, "utf-8")
    return open_station(small.root, clock=FakeClock(AT))


def approve(station: Station, *, by: str = "Người duyệt thử") -> None:
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by=by, at=AT)


def aired(station: Station, day: date = DAY) -> set[str]:
    """Return what the plan of *day* and the gate let through, in the first slot."""
    news = station.newsroom.news(fresh=True)
    slot = station.plan(day, news).slots[0]
    if slot.rundown.empty:
        return set()
    cart = station.studio.render(station.studio.order(slot, news))
    return set(gate.ask(cart, news, day).items)


EVERYTHING = {"loi-xuong", "tin-a", "tin-b", "bao-nuoc", "nhac-lai"}


def test_without_rules_anybody_approves_for_ever(small: SmallStation) -> None:
    station = opened(small)
    approve(station)
    assert aired(station) == aired(station, DAY + timedelta(days=3000)) == EVERYTHING


def test_the_author_cannot_approve_and_an_approval_that_slipped_in_does_not_count(small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời nắng.", "author: Người viết thử\n")
    lenient = opened(small, "  own: yes\n")
    approve(lenient, by="Người viết thử")
    assert "tin-a" in aired(lenient)
    strict = opened(small, "  own: no\n")
    assert aired(strict) == EVERYTHING - {"tin-a"}
    with pytest.raises(NotApprovedError, match="người viết không tự duyệt"):
        strict.newsroom.approve(strict.newsroom.news().find("tin-a"), by="người viết thử", at=AT)


def test_only_those_named_approve(small: SmallStation) -> None:
    station = opened(small)
    approve(station, by="Người qua đường")
    named = opened(small, "  approvers: [Người duyệt thử]\n")
    assert aired(named) == set()
    with pytest.raises(NotApprovedError, match="danh sách"):
        approve(named, by="Người qua đường")
    approve(named)
    assert aired(named) == EVERYTHING


def test_rehearsals_are_approved_by_anybody(small: SmallStation) -> None:
    opened(small, "  approvers: [Người duyệt thử]\n")
    rehearsal = open_station(small.root, rehearsal=True)
    approve(rehearsal, by="Chạy thử")
    assert aired(rehearsal) == EVERYTHING


def test_an_approval_that_has_ended_leaves_the_plan_and_does_not_pass_the_gate(small: SmallStation) -> None:
    station = opened(small, "  days: 10\n")
    approve(station)
    last, after = date(2025, 10, 10), date(2025, 10, 11)
    assert aired(station, last) == EVERYTHING
    assert aired(station, after) == set(), "only fixed phrases are left, and they make no programme"
    news = station.newsroom.news()
    slot = station.plan(last, news).slots[0]
    cart = station.studio.render(station.studio.order(slot, news))
    with pytest.raises(NotApprovedError, match="10/10/2025"):
        gate.ask(cart, news, after)


def test_a_withdrawn_item_is_cut_out_at_the_gate(small: SmallStation) -> None:
    station = opened(small)
    approve(station)
    news = station.newsroom.news()
    cart = station.studio.render(station.studio.order(station.plan(DAY, news).slots[0], news))
    station.newsroom.withdraw(news.find("tin-a"), by="Người duyệt thử", reason="sai tên thôn", at=AT)
    passed = gate.ask(cart, station.newsroom.news(fresh=True), DAY)
    assert passed.withheld == (("tin-a", "Người duyệt thử đã rút duyệt: sai tên thôn"),)
    with pytest.raises(NotApprovedError, match="để rút"):
        station.newsroom.withdraw(station.newsroom.news().find("tin-a"), by="A", reason="b", at=AT)


def test_exempt_kinds_air_as_read_now_unless_the_reading_is_a_guess(small: SmallStation) -> None:
    station = opened(small, "  exempt: [lời xướng, lời dẫn, tin]\n")
    news = station.newsroom.news()
    station.newsroom.approve(news.find("bao-nuoc"), by="Người duyệt thử", at=AT)
    assert aired(station) == EVERYTHING
    small.write("tin-b", "tin", "Tin thứ hai", "Chỗ VHXX họp.")
    assert aired(station) == EVERYTHING - {"tin-b"}
    with pytest.raises(NotApprovedError, match="VHXX"):
        station.newsroom.approve(station.newsroom.news(fresh=True).find("tin-b"), by="A", at=AT)
