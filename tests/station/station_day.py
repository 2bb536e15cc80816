"""A small station on a fake clock, with its keeper, for the tests of one or more of its days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from broadcaster.core.clock import FakeAlarm, FakeClock
from broadcaster.playout.job import Job
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.production.silent import render_silent
from broadcaster.records.asrun import AsRun
from broadcaster.station.air.keeper import LOOK, Keeper
from broadcaster.station.air.onair import DRY
from broadcaster.station.air.players import InlinePlayers, Key
from broadcaster.station.air.transmission import Transmission
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import InlineKitchen
from broadcaster.station.notices import Notices
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2025, 10, 1, 5, 30, tzinfo=HANOI)
SLOT = "2025-10-01/0530-sang"
AIRED = ["released", "armed", "started", "ended"]


class DyingPlayers(InlinePlayers):
    """Players that end without a word as often as told, and play after that."""

    def __init__(self, clock: FakeClock, asrun: AsRun, deaths: int) -> None:
        super().__init__(clock, asrun)
        self.deaths = deaths
        self.started: list[Job] = []
        self.earlier: set[Key] = set()
        """What players of an earlier run are at."""

    def find(self, place: Key) -> bool:
        return place in self.earlier

    def start(self, job: Job) -> None:
        self.started.append(job)
        if len(self.started) > self.deaths:
            super().start(job)


class Day:
    """A small station, all approved, with its keeper, on a fake clock."""

    def __init__(self, small: SmallStation, at: datetime) -> None:
        self.small = small
        self.clock = FakeClock(at)
        self.said: list[str] = []
        station = open_station(small.root, clock=self.clock)
        for script in station.newsroom.news().scripts:
            if script.blocked and not script.not_ready:
                station.newsroom.approve(script, by="Người duyệt thử", at=at - timedelta(days=1))
        self.start()

    def start(self, deaths: int = 0, make: Callable[[Order], Cart] | None = None) -> None:
        """Start the station as after a power cut: nothing is left but the disk."""
        station: Station = open_station(self.small.root, clock=self.clock)
        self.station = station
        self.players = DyingPlayers(self.clock, station.asrun, deaths)
        length = station.studio.jingle_length
        self.kitchen = InlineKitchen(make or (lambda order: render_silent(order, length, station.programmes)))
        self.notices = Notices(self.said.append)
        self.alarm = FakeAlarm(self.clock)
        self.live = Live(station, lambda _: (DRY,))
        self.transmission = Transmission(self.live, self.players, self.notices, timedelta())
        self.keeper = Keeper(self.live, self.transmission, self.players, self.kitchen, self.alarm, self.notices)

    def run(self, until: datetime, step: float = LOOK) -> None:
        """Look at every bell, and at least every *step* seconds, until an instant."""
        while self.clock.now() < until:
            self.keeper.look()
            ahead = min(self.alarm.next() or until, until) - self.clock.now()
            self.clock.sleep(min(step, max(ahead.total_seconds(), 0.001)))
            self.alarm.rang()

    def events(self, slot: str = SLOT) -> list[str]:
        return [line.event for line in AsRun(self.station.records / "asrun").of_slot(slot)]

    def reason(self, slot: str = SLOT) -> str:
        return str(AsRun(self.station.records / "asrun").of_slot(slot)[-1].facts["reason"])
