"""A station that somebody stopped: nothing is released, the log says who and why, and what is let go in time airs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playout.takeover_samples import order_takeover
from station_day import AIRED, MORNING, SLOT, Day

from broadcaster.core.errors import RecordError
from broadcaster.records.asrun import STOP
from broadcaster.records.order import Stop
from broadcaster.records.orders import Orders, new_id
from broadcaster.station.air import stopping

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AFTERNOON = "2025-10-01/1700-chieu"


def stop(day: Day) -> None:
    stopping.stop(day.station.folder, day.clock, by="Người trực thử", reason="loa rè")


def lift(day: Day) -> None:
    stopping.lift(day.station.folder, day.clock, by="Người trực thử", reason="đã sửa")


def test_a_stopped_day_is_silent_and_the_log_says_who_and_why(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    stop(day)
    day.run(MORNING + timedelta(hours=13), step=60)
    for slot in (SLOT, AFTERNOON):
        assert day.events(slot) == ["missed"]
        assert "Người trực thử" in day.reason(slot)
        assert "loa rè" in day.reason(slot)
    assert day.players.started == []


@pytest.mark.parametrize("typed", ["", "loa hú\nquá to", "loa\u00a0hú", "hú " * 1000, "\udcff", "\x1b[2J"])
def test_whatever_is_typed_as_a_name_and_a_reason_the_station_is_stopped(small: SmallStation, typed: str) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    folder, orders = day.station.folder, Orders(day.station.folder.orders)
    stopping.stop(folder, day.clock, by=typed, reason=typed)
    assert orders.blocked(day.clock.now()) is not None
    assert stopping.lift(folder, day.clock, by=typed, reason=typed)
    assert orders.blocked(day.clock.now()) is None


def test_the_next_day_airs_by_itself(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    stop(day)
    day.run(MORNING + timedelta(days=1, minutes=10), step=60)
    assert day.events("2025-10-02/0530-sang") == AIRED


def test_what_was_ordered_before_a_stop_is_over_with_its_release_though_the_clock_was_set_back(
    small: SmallStation,
) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    orders = Orders(day.station.folder.orders)
    given = order_takeover(day.station.records, day.clock.now())
    day.clock.step(-30)
    stop(day)
    lift(day)
    assert orders.overtaken(given) is not None


def test_a_clock_that_is_set_over_the_end_of_the_day_lifts_no_stop(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=20))
    stop(day)
    day.run(MORNING - timedelta(hours=19, minutes=50), step=60)
    day.clock.step(timedelta(hours=19).total_seconds())
    day.run(MORNING + timedelta(minutes=20), step=60)
    assert day.events() == ["missed"]
    assert "Người trực thử" in day.reason()
    assert sum("lệnh dừng" in said and "release" in said for said in day.said) == 1
    day.run(MORNING + timedelta(days=1, minutes=20), step=60)
    assert day.events("2025-10-02/0530-sang") == AIRED


def test_a_disk_that_is_full_when_the_clock_is_set_lets_nothing_air_until_the_stop_is_kept(
    small: SmallStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(small, MORNING - timedelta(hours=20))
    stop(day)
    day.run(MORNING - timedelta(hours=19, minutes=50), step=60)
    day.clock.step(timedelta(hours=19).total_seconds())

    def full(*_: object) -> None:
        raise RecordError("đĩa đầy")

    with monkeypatch.context() as no_room:
        no_room.setattr(stopping, "_give", full)
        day.run(day.clock.now() + timedelta(minutes=5), step=60)
    day.run(MORNING + timedelta(minutes=20), step=60)
    assert day.events() == ["missed"]
    assert "Người trực thử" in day.reason()


def test_a_stop_that_was_over_long_ago_does_not_come_back_when_the_clock_of_a_dead_battery_is_put_right(
    small: SmallStation,
) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    folder, now = day.station.folder, day.clock.now()
    long_ago = Stop(new_id(Stop, now - timedelta(days=25)), now - timedelta(days=25), "Người trực thử", "loa rè")
    Orders(folder.orders).put(long_ago)
    assert stopping.keep(folder, now.replace(year=2020), now) is None
    assert stopping.keep(folder, long_ago.at, now) is not None, "it stood then"


def test_a_machine_that_sleeps_every_night_is_stopped_for_one_more_day_and_the_log_says_what_was_kept(
    small: SmallStation,
) -> None:
    day = Day(small, MORNING + timedelta(hours=16))
    stop(day)
    for _ in range(2):
        day.run(day.clock.now() + timedelta(minutes=1))
        day.clock.step(timedelta(hours=7).total_seconds())
        day.run(day.clock.now() + timedelta(hours=17, minutes=-1), step=60)
    assert day.reason("2025-10-02/0530-sang").startswith("lệnh dừng của Người trực thử, giữ lại")
    assert day.events("2025-10-03/0530-sang") == AIRED
    first, second = (line.facts for line in day.station.asrun.lines() if line.event == STOP)
    assert second["of"] == first["order"]
    assert second["reason"].startswith("giữ lại")
    (kept,) = (order for order in Orders(day.station.folder.orders).all() if isinstance(order, Stop) and order.of)
    assert (kept.id, kept.of) == (second["order"], first["order"])


def test_a_clock_that_is_set_stops_nothing_that_was_lifted(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=20))
    stop(day)
    lift(day)
    day.run(MORNING - timedelta(hours=19, minutes=50), step=60)
    day.clock.step(timedelta(hours=19).total_seconds())
    day.run(MORNING + timedelta(minutes=20), step=60)
    assert day.events() == AIRED


def test_a_station_that_never_ran_has_missed_no_earlier_day(small: SmallStation) -> None:
    day = Day(small, MORNING)
    stop(day)
    day.clock.step(3 * 86_400 - 3_600)
    day.start()
    day.run(MORNING + timedelta(days=3))
    slots = [line.facts["slot"] for line in day.station.asrun.lines() if line.event == "missed"]
    assert slots == []


def test_a_stop_given_while_the_station_was_off_hides_no_day_that_it_missed(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.run(MORNING + timedelta(hours=12), step=60)
    day.clock.step(3 * 86_400 - 13 * 3_600)
    stop(day)
    day.start()
    day.run(day.clock.now() + timedelta(minutes=1))
    slots = [line.facts["slot"][:10] for line in day.station.asrun.lines() if line.event == "missed"]
    assert slots == ["2025-10-02", "2025-10-02", "2025-10-03", "2025-10-03"]


def test_what_is_let_go_within_the_grace_airs_late(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    stop(day)
    day.run(MORNING + timedelta(seconds=20))
    lift(day)
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == AIRED


def test_a_stop_between_release_and_start_is_no_fault_of_a_player(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    day.start(deaths=1)
    day.run(MORNING - timedelta(seconds=9.9), step=1)
    assert day.events() == ["released"]
    stop(day)
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == ["released", "missed"]
    assert "loa rè" in day.reason()
    assert len(day.players.started) == 1
