"""Takeovers with nothing on the air: who is started for them, and for which ones nobody is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playout.takeover_samples import order_release, order_stop, order_takeover

from broadcaster.core.clock import FakeAlarm, FakeClock
from broadcaster.core.errors import RecordError
from broadcaster.core.hours import QuietHours
from broadcaster.core.priority import Priority
from broadcaster.playout.job import Job
from broadcaster.records.claims import Claim
from broadcaster.records.order import Takeover
from broadcaster.station.air.onair import conduct
from broadcaster.station.air.players import Key
from broadcaster.station.air.urgent import HEARD, Urgent
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import InlineKitchen
from broadcaster.station.notices import Notices
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AT = datetime(2025, 10, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class Idle:
    """Players that are told their jobs, and end at once without playing."""

    def __init__(self) -> None:
        self.started: list[Job] = []
        self.earlier: set[Key] = set()
        """What players of an earlier run are at."""
        self.broken: set[str] = set()
        """URLs of outputs on which no player can be started."""

    def start(self, job: Job) -> None:
        if job.output in self.broken:
            raise RecordError("Không ghi được lệnh phát.")
        self.started.append(job)

    def running(self) -> frozenset[Key]:
        return frozenset()

    def find(self, place: Key) -> bool:
        return place in self.earlier

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


def told(station: Station, order: Takeover) -> list[tuple[str, str]]:
    return [(line.facts["what"], line.facts["reason"]) for line in station.asrun.of_slot(order.slot)]


def test_an_output_on_which_no_player_starts_keeps_no_other_silent(
    station: Station, players: Idle, clock: FakeClock, order: Callable[[], Takeover], said: list[str]
) -> None:
    first = station.settings.outputs[0]
    both = (first, replace(first, name="loa-hai", url="memory:hai"))
    urgent = Urgent(lambda: station, lambda: both, players, say=said.append)
    players.broken = {first.url}
    given = order()
    clock.step(1)
    urgent.tick()
    assert [job.output for job in players.started] == ["memory:hai"]
    assert len(said) == 1
    clock.step(140)
    urgent.tick()
    assert told(station, given)[0] == ("refused", "không mở được trình phát: Không ghi được lệnh phát.")


def test_what_nobody_could_play_in_time_is_told_once(
    urgent: Urgent, players: Idle, clock: FakeClock, station: Station, order: Callable[[], Takeover]
) -> None:
    given = order()
    clock.step(3600)
    for _ in range(3):
        clock.step(1)
        urgent.tick()
    assert players.started == []
    assert told(station, given) == [("refused", "lệnh đã quá 120 giây mà chưa trình phát nào phát được")]


def test_what_a_killed_player_left_unfinished_is_told_as_cut_once_nobody_may_go_on_with_it(
    urgent: Urgent, clock: FakeClock, station: Station, order: Callable[[], Takeover]
) -> None:
    given, url = order(), station.settings.outputs[0].url
    Claim(station.orders, given, url).tell(clock.now() + timedelta(seconds=2), over=False)
    facts = {"slot": given.slot, "output": url, "what": "started", "planned": given.at.isoformat()}
    station.asrun.append("takeover", clock.now(), **facts)
    for _ in range(3):
        clock.step(66)
        urgent.tick()
    assert [line.facts["what"] for line in station.asrun.of_slot(given.slot)] == ["started", "cut"]
    assert "bị tắt giữa chừng" in station.asrun.of_slot(given.slot)[-1].facts["reason"]


def test_of_what_was_played_nothing_more_is_told(
    urgent: Urgent, clock: FakeClock, station: Station, order: Callable[[], Takeover]
) -> None:
    given, url = order(), station.settings.outputs[0].url
    Claim(station.orders, given, url).tell(clock.now(), over=True)
    clock.step(150)
    urgent.tick()
    assert station.asrun.of_slot(given.slot) == ()


def test_an_output_that_came_later_is_not_said_to_have_refused(
    urgent: Urgent, clock: FakeClock, station: Station, order: Callable[[], Takeover]
) -> None:
    given = order()
    facts = {"slot": given.slot, "output": "soundcard:cũ", "what": "ended", "planned": given.at.isoformat()}
    station.asrun.append("takeover", clock.now(), **facts)
    clock.step(3600)
    urgent.tick()
    assert len(station.asrun.of_slot(given.slot)) == 1


def test_what_an_earlier_run_began_is_taken_in_and_that_is_said(
    players: Idle, clock: FakeClock, station: Station, order: Callable[[], Takeover], said: list[str]
) -> None:
    given = order()
    players.earlier.add((given.slot, station.settings.outputs[0].url))
    clock.step(30)
    kitchen = InlineKitchen(lambda _: pytest.fail("nothing is made"))
    live, notices = Live(station, lambda _: station.settings.outputs), Notices(said.append)
    with ThreadPoolExecutor(1) as aside:
        conduct(live, players, kitchen, FakeAlarm(clock), notices, aside)
    assert len(said) == 1
    assert "lần chạy trước" in said[0]
