"""Takeovers with nothing on the air: who is started for them, and for which ones nobody is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playout.takeover_samples import order_release, order_stop, order_takeover

from broadcaster.core.clock import FakeClock
from broadcaster.core.hours import QuietHours
from broadcaster.core.priority import Priority
from broadcaster.playout.job import Job
from broadcaster.records.order import Takeover
from broadcaster.station.air.players import Key
from broadcaster.station.air.urgent import HEARD, Urgent
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AT = datetime(2025, 10, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class Idle:
    """Players that are told their jobs, and end at once without playing."""

    def __init__(self) -> None:
        self.started: list[Job] = []

    def start(self, job: Job) -> None:
        self.started.append(job)

    def running(self) -> frozenset[Key]:
        return frozenset()

    def stop(self, *, by_hand: bool = True) -> None:
        """Nothing runs."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(AT)


@pytest.fixture
def station(small: SmallStation, clock: FakeClock) -> Station:
    return open_station(small.root, clock=clock)


@pytest.fixture
def players() -> Idle:
    return Idle()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def urgent(station: Station, players: Idle, said: list[str]) -> Urgent:
    return Urgent(lambda: station, lambda: station.settings.outputs, players, say=said.append)


@pytest.fixture
def order(station: Station, clock: FakeClock) -> Callable[[], Takeover]:
    return lambda: order_takeover(station.records, clock.now())


def refusals(station: Station) -> list[str]:
    lines = [line for line in station.asrun.lines() if line.facts.get("what") == "refused"]
    return [line.facts["reason"] for line in lines]


def test_a_player_is_started_once_others_had_their_chance(
    urgent: Urgent, players: Idle, clock: FakeClock, order: Callable[[], Takeover]
) -> None:
    given = order()
    urgent.tick()
    assert players.started == []
    clock.step(HEARD.total_seconds())
    urgent.tick()
    assert [job.takeover for job in players.started] == [given.id]
    assert not urgent.over(given)


@pytest.mark.parametrize("released", [False, True])
def test_none_is_started_where_a_stop_came_since_the_order_and_the_log_says_so_once(
    urgent: Urgent,
    players: Idle,
    clock: FakeClock,
    station: Station,
    order: Callable[[], Takeover],
    released: bool,
) -> None:
    given = order()
    clock.step(1)
    stop = order_stop(station.records, clock.now())
    if released:
        clock.step(1)
        order_release(station.records, clock.now(), stop)
    for _ in range(3):
        clock.step(1)
        urgent.tick()
    assert players.started == []
    assert refusals(station) == [f"lệnh dừng của Trực đài lúc {stop.at:%H:%M}: nghe tiếng lạ"]
    assert urgent.over(given)


def test_what_is_ordered_after_the_release_is_played(
    urgent: Urgent, players: Idle, clock: FakeClock, station: Station, order: Callable[[], Takeover]
) -> None:
    order()
    stop = order_stop(station.records, clock.now() + timedelta(seconds=1))
    clock.step(2)
    order_release(station.records, clock.now(), stop)
    clock.step(1)
    later = order()
    clock.step(1)
    urgent.tick()
    assert [job.takeover for job in players.started] == [later.id]


def test_the_quiet_hours_are_those_of_the_moment(
    station: Station, players: Idle, clock: FakeClock, order: Callable[[], Takeover]
) -> None:
    now = [station]
    urgent = Urgent(lambda: now[0], lambda: station.settings.outputs, players)
    quiet = QuietHours(time(8), time(10))
    schedule = replace(station.settings.schedule, quiet_hours=quiet)
    now[0] = replace(station, settings=replace(station.settings, schedule=schedule))
    order_takeover(station.records, clock.now(), priority=Priority.PRIORITY)
    clock.step(1)
    urgent.tick()
    assert [job.cue.quiet for job in players.started] == [(quiet,)]


def test_where_no_claim_can_be_kept_none_is_started_and_that_is_said_once(
    urgent: Urgent, players: Idle, clock: FakeClock, station: Station, order: Callable[[], Takeover], said: list[str]
) -> None:
    given = order()
    (station.folder.orders / "claims").write_text("a file where the folder should be")
    for _ in range(3):
        clock.step(1)
        urgent.tick()
    assert players.started == []
    assert len(said) == 1
    assert "không giữ được lệnh chen" in said[0]
    assert urgent.over(given)
