"""Substitutes spoke; at night, or by hand, the wanted voice takes over. What is needed soon is never thrown away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from station_day import AIRED, MORNING, Day

from broadcaster.core.clock import FakeClock
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.production.silent import render_silent
from broadcaster.station.air.keeper import Keeper
from broadcaster.station.air.onair import DRY
from broadcaster.station.air.transmission import Transmission
from broadcaster.station.care.upkeep import Upkeep, shelf
from broadcaster.station.desk.casting import Better, improvable
from broadcaster.station.live import Live
from broadcaster.station.making.airtime import LONGEST
from broadcaster.station.making.kitchen import InlineKitchen, WorkerKitchen
from broadcaster.station.making.larder import Shelf, tidy
from broadcaster.station.notices import Notices
from broadcaster.station.wiring import Station, open_station
from broadcaster.voice.engine import Delivery

sys.path.append(str(Path(__file__).parents[1] / "voice"))
from speech_stand_in import StandIn, service, serving

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT = datetime(2025, 9, 30, 22, tzinfo=HANOI)
SLOTS = ["2025-10-01/0530-sang", "2025-10-01/1700-chieu"]


class Jotting:
    """A kitchen that only notes what it is asked."""

    def __init__(self) -> None:
        self.busy = False
        self.improved: list[str] = []
        self.tidied = 0

    def ask(self, order: Order) -> None:
        raise AssertionError("nobody asks at night for what is there")

    def expect(self, instants: Iterable[datetime]) -> None:
        """It takes no time."""

    def improve(self, order: Order, better: tuple[Better, ...]) -> bool:
        if not self.busy:
            assert better
            self.improved.append(order.slot)
        return not self.busy

    def tidy(self, shelf: Shelf) -> bool:
        self.tidied += not self.busy
        return not self.busy

    def failure(self, slot: str) -> str:
        return ""

    def close(self) -> None:
        """Nothing to end."""


def opened(small: SmallStation, chain: str, more: str = "") -> Station:
    """Return the small station at night, all approved, its voices in that chain."""
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace('chain: ["tone:beep"]', f"chain: {chain}{more}"), "utf-8")
    station = open_station(small.root, clock=FakeClock(NIGHT))
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=NIGHT)
    return station


def at_service(small: SmallStation, stand_in: StandIn) -> Station:
    services = (
        f'\n  services:\n    - {{name: may, url: "{stand_in.url}/raw", voices: [lan], form: text, body: "{{text}}"}}'
    )
    return opened(small, '["may:lan", "tone:beep"]', services)


def orders(station: Station) -> list[Order]:
    news = station.newsroom.news()
    return [station.studio.order(slot, news) for slot in station.plan(date(2025, 10, 1), news).slots]


def tend(upkeep: Upkeep, station: Station, now: datetime, times: int = 1) -> None:
    news = station.newsroom.news()
    for _ in range(times):
        upkeep.tend(station, station.plan(date(2025, 10, 1), news).slots, news, now)


@pytest.fixture
def substituted(small: SmallStation) -> Station:
    """A station whose carts were spoken by a substitute, for eSpeak was not there when they were made."""
    station = opened(small, '["espeak:vi", "tone:beep"]')
    for order in orders(station):
        station.studio.render(replace(order, chain=(("tone", "beep"),)))
        path = station.programmes / f"{order.slot}.json"
        replace(Cart.read(path), order=order.key).write(path)
    return station


def test_each_programme_is_tried_once_a_night_and_then_the_larder_is_tidied(substituted: Station) -> None:
    kitchen = Jotting()
    upkeep = Upkeep(kitchen)
    tend(upkeep, substituted, NIGHT, times=5)
    assert (kitchen.improved, kitchen.tidied) == (SLOTS, 1)
    tend(upkeep, substituted, NIGHT + timedelta(hours=5), times=5)
    assert (kitchen.improved, kitchen.tidied) == (SLOTS, 1), "it is still the same night"
    tend(upkeep, substituted, NIGHT + timedelta(hours=24), times=5)
    assert kitchen.tidied == 2


def test_what_the_kitchen_has_no_time_for_is_asked_again(substituted: Station) -> None:
    kitchen = Jotting()
    upkeep = Upkeep(kitchen)
    kitchen.busy = True
    tend(upkeep, substituted, NIGHT, times=3)
    assert (kitchen.improved, kitchen.tidied) == ([], 0)
    kitchen.busy = False
    tend(upkeep, substituted, NIGHT, times=3)
    assert (kitchen.improved, kitchen.tidied) == (SLOTS, 1)


@pytest.mark.parametrize("hour", [NIGHT.replace(hour=20, minute=59), NIGHT + timedelta(hours=7)])
def test_by_day_nothing_is_done(substituted: Station, hour: datetime) -> None:
    kitchen = Jotting()
    tend(Upkeep(kitchen), substituted, hour, times=3)
    assert (kitchen.improved, kitchen.tidied) == ([], 0)


def test_near_air_nothing_is_begun(substituted: Station) -> None:
    path = substituted.folder.schedule
    path.write_text(path.read_text("utf-8").replace("station:", "quiet_hours: không\nstation:", 1), "utf-8")
    station = open_station(substituted.folder.root, clock=substituted.clock)
    news = station.newsroom.news()
    (slot, *_) = station.plan(date(2025, 10, 1), news).slots
    early = replace(slot, start=datetime(2025, 10, 1, 1, 30, tzinfo=HANOI))
    kitchen = Jotting()
    Upkeep(kitchen).tend(station, [early], news, datetime(2025, 10, 1, 1, 10, 1, tzinfo=HANOI))
    assert kitchen.tidied == 0
    Upkeep(kitchen).tend(station, [early], news, datetime(2025, 10, 1, 1, 10, tzinfo=HANOI))
    assert kitchen.tidied == 1


def test_a_rehearsal_leaves_everything_as_it_is(substituted: Station) -> None:
    kitchen = Jotting()
    tend(Upkeep(kitchen), replace(substituted, rehearsal=True), NIGHT, times=3)
    assert (kitchen.improved, kitchen.tidied) == ([], 0)


def test_the_keeper_sees_to_it_each_night_and_the_programmes_air_as_ever(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("tone:beep", "espeak:vi"), "utf-8")
    day = Day(small, NIGHT - timedelta(hours=4))
    hours: list[tuple[str, datetime]] = []

    class NightKitchen(InlineKitchen):
        def improve(self, order: Order, better: tuple[Better, ...]) -> bool:
            hours.append((order.slot, day.clock.now()))
            return True

        def tidy(self, shelf: Shelf) -> bool:
            hours.append(("", day.clock.now()))
            return True

    station = day.station
    live, notices = Live(station, lambda _: (DRY,)), Notices(day.said.append)
    kitchen = NightKitchen(lambda order: render_silent(order, station.studio.jingle_length, station.programmes))
    transmission = Transmission(live, day.players, notices, timedelta())
    day.keeper = Keeper(live, transmission, day.players, kitchen, day.alarm, notices)
    day.run(MORNING + timedelta(minutes=10), step=300)
    assert [slot for slot, _ in hours] == [*SLOTS, ""], "silence counts as spoken by nobody who is wanted"
    assert all(NIGHT.replace(hour=21) <= at < NIGHT.replace(hour=22) for _, at in hours)
    assert day.events() == AIRED


def test_the_wanted_voice_takes_over_once_it_can_speak(small: SmallStation) -> None:
    with serving(service, ["503"]) as stand_in:
        station = at_service(small, stand_in)
        order = orders(station)[0]
        cart = station.studio.render(order)
        assert (cart.voices, cart.substitutes) == (("tone:beep",), ("tone:beep",))
        assert "mã 503" in cart.reason
        assert station.studio.cart(order) == cart, "it is not made again and again"
        better = improvable(cart, order, station.studio.casting)
        assert {part.voices for part in better} == {(("may", "lan"),)}
        assert station.studio.improve(order, better, online=None) is None
        assert station.studio.cart(order) == cart, "nothing was better, so nothing was made"
        stand_in.plan = ["ok"]
        made = station.studio.improve(order, better, online=None)
        assert made is not None
        assert (made.voices, made.substitutes, made.reason) == (("may:lan",), (), "")
        assert station.studio.cart(order) == made
        assert improvable(made, order, station.studio.casting) == ()


def test_the_kitchen_makes_better_what_can_be_better_and_complains_of_nothing(small: SmallStation) -> None:
    with serving(service, ["503"]) as stand_in:
        station = at_service(small, stand_in)
        order = orders(station)[0]
        cart = station.studio.render(order)
        better = improvable(cart, order, station.studio.casting)
        pool, made = ThreadPoolExecutor(1), []
        kitchen = WorkerKitchen(
            small.root, HANOI, FakeClock(NIGHT), made.append, lambda: station.engines, pool=lambda: pool
        )
        assert kitchen.improve(order, better)
        pool.submit(os.getpid).result()
        assert (kitchen.failure(order.slot), made) == ("", [])
        stand_in.plan = ["ok"]
        assert kitchen.improve(order, better)
        pool.submit(os.getpid).result()
        assert kitchen.failure(order.slot) == ""
        assert [one.voices for one in made] == [("may:lan",)]
        assert kitchen.tidy(shelf(station, station.newsroom.news(), NIGHT))
        pool.shutdown()


def test_close_to_air_the_kitchen_asks_nobody_over_the_network(small: SmallStation) -> None:
    station = opened(small, '["gtts:vi", "tone:beep"]')
    order, told = orders(station)[0], []
    pool, clock = ThreadPoolExecutor(1), FakeClock(NIGHT)
    kitchen = WorkerKitchen(
        small.root, HANOI, clock, print, lambda: station.engines, pool=lambda: pool, recipe=lambda job: told.append(job)
    )
    other = NIGHT + timedelta(minutes=12)
    kitchen.expect([NIGHT - timedelta(minutes=5), other])
    for now in (NIGHT - timedelta(hours=1), NIGHT, other, MORNING - timedelta(minutes=9)):
        clock.step((now - clock.now()).total_seconds())
        kitchen.ask(order)
        pool.submit(os.getpid).result()
    pool.shutdown()
    assert [ticket.online for ticket in told] == [LONGEST, 120.0, LONGEST, 0.0]


def test_what_the_next_days_need_stays_and_the_rest_goes(small: SmallStation) -> None:
    small.write("tin-xa", "tin", "Tin xa", "Chưa đến lúc.", "from: 2025-10-20\n")
    small.write("tin-cu", "tin", "Tin cũ", "Đã qua rồi.", "until: 2025-09-29\n")
    station = opened(small, '["tone:beep"]')
    tone, cache, plain = station.engines["tone"], station.studio.speech().cache, Delivery()
    news = station.newsroom.news()
    for script in news.scripts:
        for sentence in (*script.words.title, *script.words.body):
            cache.make(sentence.words, tone, "beep", plain)
    everything = set(station.folder.cache.glob("*.flac"))
    kept = tidy(replace(shelf(station, news, NIGHT), limit=0))
    gone = everything - set(station.folder.cache.glob("*.flac"))
    assert {cache.path(cache.key(words, tone, "beep", plain)) for words in _said(news, "tin-xa", "tin-cu")} == gone
    assert kept.files == len(gone) == 4


def test_what_a_killed_process_left_half_written_goes(small: SmallStation) -> None:
    station = opened(small, '["tone:beep"]')
    cart = station.studio.render(orders(station)[0])
    day = station.programmes / "2025-10-01"
    left = [station.folder.parts / ".a.part.x1.tmp", day / ".0530-sang.flac.x2.flac", day / ".0530-sang.mp3.x3.mp3"]
    young = day / ".1700-chieu.flac.x4.flac"
    for path, hours in (*((path, 2) for path in left), (young, 0)):
        path.write_bytes(b"half")
        stamp = (NIGHT - timedelta(hours=hours)).timestamp()
        os.utime(path, (stamp, stamp))
    tidy(shelf(station, station.newsroom.news(), NIGHT))
    assert [path.exists() for path in (*left, young)] == [False, False, False, True]
    assert station.studio.whole(cart.slot) == cart


def test_programmes_are_kept_as_long_as_the_settings_say(small: SmallStation) -> None:
    station = opened(small, '["tone:beep"]')
    days = [station.programmes / name for name in ("2025-07-31", "2025-08-01", "2025-09-30")]
    for day in days:
        day.mkdir(parents=True)
        (day / "0530-sang.flac").write_bytes(b"sound")
    kept = shelf(station, station.newsroom.news(), NIGHT)
    tidy(replace(kept, programmes=0))
    assert all(day.exists() for day in days)
    tidy(kept)
    assert [day.exists() for day in days] == [False, True, True]


def _said(news, *items: str) -> list[str]:
    scripts = [news.by_id[item] for item in items]
    return [one.words for script in scripts for one in (*script.words.title, *script.words.body)]
