"""A programme that is missing: the last one of the slot stands in, else the shortest, else silence with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from station_day import AIRED, HANOI, MORNING, SLOT, Day

from broadcaster.core.errors import AudioError
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.production.silent import render_silent
from broadcaster.records.chain import Line

if TYPE_CHECKING:
    from tests.conftest import SmallStation

EARLIER = "2025-09-30/0530-sang"
YESTERDAY = MORNING - timedelta(days=1)


def failing(day: Day, refused: Callable[[str], bool]) -> Callable[[Order], Cart]:
    """Return a kitchen's recipe that fails for the slots that *refused* names."""

    def make(order: Order) -> Cart:
        if refused(order.slot):
            raise AudioError(f"không dựng được {order.slot}")
        return render_silent(order, day.station.studio.jingle_length, day.station.programmes)

    return make


def released(day: Day, slot: str = SLOT) -> Line:
    return next(line for line in day.station.asrun.of_slot(slot) if line.event == "released")


def day_that_cannot_be_made(small: SmallStation, start: datetime = YESTERDAY) -> Day:
    """Return a day that began at *start*, on which nothing of the first of October can be made."""
    day = Day(small, start - timedelta(minutes=10))
    day.start(make=failing(day, lambda slot: slot.startswith("2025-10-01")))
    return day


def test_the_programme_of_the_day_before_stands_in(small: SmallStation) -> None:
    day = day_that_cannot_be_made(small)
    day.run(MORNING + timedelta(minutes=10), step=60)
    assert day.events() == AIRED
    facts = released(day).facts
    assert facts["of"] == EARLIER
    assert facts["instead"]["kind"] == "earlier"
    assert "không dựng được" in facts["instead"]["reason"]
    assert facts["items"] == released(day, EARLIER).facts["items"]
    started = next(line for line in day.station.asrun.of_slot(SLOT) if line.event == "started")
    assert started.facts["late_ms"] == 0
    assert any("Thay thế" in text for text in day.said)


@pytest.mark.parametrize(
    "change",
    [
        ("tin-a", "tin", "Tin thứ nhất", "Khác rồi.", ""),
        ("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng.", "until: 30/9/2025\n"),
    ],
)
def test_an_earlier_programme_with_anything_that_may_not_air_does_not_stand_in(
    small: SmallStation, change: tuple[str, str, str, str, str]
) -> None:
    if change[4]:
        small.write(*change)
    day = day_that_cannot_be_made(small)
    day.run(MORNING - timedelta(hours=2), step=300)
    small.write(*change)
    day.run(MORNING + timedelta(minutes=10), step=60)
    assert day.events() == ["missed"]
    assert "không dựng được" in day.reason()


def test_the_programme_of_a_campaign_does_not_stand_in_after_its_last_day(small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng.", "tags: [ngay-hoi]\n")
    path = small.root / "schedule.yaml"
    campaign = "campaigns:\n  - id: ngay-hoi\n    name: Ngày hội\n    from: 24/9/2025\n    to: 30/9/2025\n"
    path.write_text(path.read_text("utf-8") + campaign, "utf-8")
    day = day_that_cannot_be_made(small)
    day.run(MORNING + timedelta(minutes=10), step=60)
    assert "tin-a" in released(day, EARLIER).facts["items"]
    assert day.events() == ["missed"]


def test_the_shortest_programme_stands_in_where_there_is_no_earlier_one(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=20))
    day.start(make=failing(day, lambda slot: slot == SLOT))
    day.run(MORNING + timedelta(minutes=10), step=60)
    assert day.events() == AIRED
    facts = released(day).facts
    assert facts["instead"]["kind"] == "brief"
    assert facts["of"] == f"{SLOT}.ngan"
    assert facts["items"] == ["loi-xuong", "tin-b"]
    cart = day.station.studio.whole(f"{SLOT}.ngan")
    assert cart is not None
    assert [part.name for part in cart.parts] == ["nhac", "loi-xuong", "tin-b", "nhac"]


def test_the_shortest_programme_is_made_in_time_where_the_gate_would_refuse_all_of_the_old_one(
    small: SmallStation,
) -> None:
    day = Day(small, MORNING - timedelta(hours=2))
    day.run(MORNING - timedelta(hours=1), step=300)
    assert day.station.studio.whole(SLOT) is not None
    day.start(make=failing(day, lambda slot: slot == SLOT))
    for name in ("tin-a", "tin-b", "bao-nuoc"):
        path = small.root / "scripts_content" / f"{name}.md"
        path.write_text(path.read_text("utf-8") + "\nThêm.\n", "utf-8")
        script = day.station.newsroom.news(fresh=True).find(name)
        day.station.newsroom.approve(script, by="Người duyệt thử", at=day.clock.now())
    day.run(MORNING - timedelta(minutes=5), step=60)
    assert day.station.studio.whole(f"{SLOT}.ngan") is not None
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == AIRED
    assert released(day).facts["instead"]["kind"] == "brief"
    assert released(day).at == MORNING - timedelta(seconds=10)


def test_a_day_on_which_nothing_may_air_is_silent_for_the_earlier_programme_holds_the_same(small: SmallStation) -> None:
    day = Day(small, YESTERDAY - timedelta(minutes=10))
    day.run(MORNING - timedelta(seconds=40), step=60)
    for name in ("tin-a", "tin-b", "bao-nuoc"):
        path = small.root / "scripts_content" / f"{name}.md"
        path.write_text(path.read_text("utf-8") + "\nThêm.\n", "utf-8")
    day.run(MORNING + timedelta(minutes=5))
    assert day.events(EARLIER) == AIRED
    assert day.events() == ["missed"]
    assert "không có bài nào" in day.reason()


def test_what_is_being_made_is_waited_for_a_little(small: SmallStation) -> None:
    day = Day(small, YESTERDAY - timedelta(minutes=10))
    day.run(MORNING - timedelta(hours=1), step=300)
    ready = MORNING + timedelta(seconds=15)

    def make(order: Order) -> Cart:
        if day.clock.now() < ready:
            return None  # type: ignore[return-value]  # as a kitchen that is still at it
        return render_silent(order, day.station.studio.jingle_length, day.station.programmes)

    day.start(make=make)
    for path in day.station.programmes.glob("2025-10-01/0530-sang*"):
        path.unlink()
    day.run(MORNING + timedelta(minutes=5))
    assert day.events() == AIRED
    assert "instead" not in released(day).facts
    started = next(line for line in day.station.asrun.of_slot(SLOT) if line.event == "started")
    assert 15_000 <= started.facts["late_ms"] < 30_000


def test_what_is_never_finished_gives_way_within_the_grace(small: SmallStation) -> None:
    day = Day(small, YESTERDAY - timedelta(minutes=10))
    day.run(MORNING - timedelta(hours=1), step=300)
    day.start(make=lambda order: None)  # type: ignore[arg-type, return-value]
    for path in day.station.programmes.glob("2025-10-01/0530-sang*"):
        path.unlink()
    day.run(MORNING + timedelta(minutes=5))
    assert day.events() == AIRED
    assert released(day).facts["instead"]["kind"] == "earlier"
    assert released(day).at == datetime(2025, 10, 1, 5, 30, 30, tzinfo=HANOI)


def test_a_slot_that_airs_on_one_day_of_the_week_looks_back_a_week(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("at: 5:30", "at: 5:30\n    days: thứ 4"), "utf-8")
    day = Day(small, MORNING - timedelta(days=7, minutes=10))
    day.start(make=failing(day, lambda slot: slot.startswith("2025-10-01")))
    day.run(MORNING - timedelta(days=6), step=300)
    day.clock.sleep(86_400 * 5)
    day.run(MORNING + timedelta(minutes=10), step=300)
    assert released(day).facts["of"] == "2025-09-24/0530-sang"
