"""A worker killed in the middle of a render, or that hangs: another makes the cart, and nobody is left behind."""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import psutil
from patience import eventually

from broadcaster.core.clock import FakeClock
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.station.care.upkeep import shelf
from broadcaster.station.making.cook import Ticket
from broadcaster.station.making.kitchen import AGAIN, PATIENCE, WorkerKitchen
from broadcaster.station.making.larder import tidy
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

NOW = datetime(2025, 9, 30, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def wait_for(happened: Callable[[], bool]) -> None:
    assert eventually(happened, seconds=60), "nothing happened for a minute"


def workers() -> list[psutil.Process]:
    """Return the processes below this one that render, eSpeak NG's among them."""
    return [child for child in psutil.Process().children(recursive=True) if renders(child)]


def renders(child: psutil.Process) -> bool:
    """Return whether *child* lives and is a worker or an engine."""
    try:
        return not any("resource_tracker" in word for word in child.cmdline())
    except psutil.NoSuchProcess:  # it ended while it was asked
        return False


def hidden(root: Path) -> list[Path]:
    return [path for path in (root / "audio").rglob(".*") if path.is_file()]


def ordered(small: SmallStation, clock: FakeClock) -> tuple[Station, Order]:
    """Return the small station, all approved, and the order of its first slot."""
    station = open_station(small.root, clock=clock)
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=NOW)
    news = station.newsroom.news()
    return station, station.studio.order(station.plan(date(2025, 10, 1), news).slots[0], news)


def hang(ticket: Ticket) -> Cart | None:
    """Hang as a disk or an engine does: deaf to a friendly word."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (ticket.root / "hangs").touch()
    Event().wait()
    return None


def test_a_worker_that_hangs_is_given_up_and_the_next_order_is_made(small: SmallStation) -> None:
    clock = FakeClock(NOW)
    station, order = ordered(small, clock)
    kitchen = WorkerKitchen(small.root, NOW.tzinfo, clock, lambda _: None, lambda: station.engines, recipe=hang)
    kitchen.ask(order)
    wait_for((small.root / "hangs").exists)
    clock.sleep(PATIENCE)
    assert kitchen.failure(order.slot) == "", "it may still be at it"
    clock.sleep(1)
    assert "treo" in kitchen.failure(order.slot)
    wait_for(lambda: not workers())
    (small.root / "hangs").unlink()
    clock.sleep(AGAIN)
    kitchen.ask(order)
    wait_for((small.root / "hangs").exists)
    clock.sleep(PATIENCE + 1)
    assert kitchen.failure(order.slot)
    kitchen.close()


class NoRoom(Executor):
    """A machine on which no process can be started any more."""

    def submit(self, *_: Any, **__: Any) -> Any:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")


def test_where_no_worker_can_be_started_the_order_failed_and_nothing_else_does(small: SmallStation) -> None:
    clock = FakeClock(NOW)
    station, order = ordered(small, clock)
    kitchen = WorkerKitchen(small.root, NOW.tzinfo, clock, lambda _: None, lambda: station.engines, pool=NoRoom)
    kitchen.ask(order)
    assert "không mở được tiến trình dựng chương trình" in kitchen.failure(order.slot)
    kitchen.close()


def test_why_nobody_could_speak_is_told_in_the_words_of_the_voices(small: SmallStation) -> None:
    clock = FakeClock(NOW)
    station, order = ordered(small, clock)
    unknown = replace(order, chain=(("piper", "khong-co"),))
    kitchen = WorkerKitchen(small.root, NOW.tzinfo, clock, lambda _: None, lambda: station.engines)
    kitchen.ask(unknown)
    wait_for(lambda: kitchen.failure(order.slot) != "")
    assert "piper" in kitchen.failure(order.slot)
    kitchen.close()


def test_a_worker_killed_in_the_middle_costs_a_minute_and_nothing_else(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("tone:beep", "espeak:vi"), "utf-8")
    clock, made = FakeClock(NOW), list[Cart]()
    station, order = ordered(small, clock)
    kitchen = WorkerKitchen(small.root, NOW.tzinfo, clock, made.append, lambda: station.engines)
    kitchen.ask(order)
    wait_for(lambda: any(station.folder.cache.glob("*.flac")))
    for worker in workers():
        worker.kill()
    wait_for(lambda: kitchen.failure(order.slot) != "")
    assert "bị tắt đột ngột" in kitchen.failure(order.slot)
    assert station.studio.whole(order.slot) is None
    wait_for(lambda: not workers())  # one that was killed is seen for a moment after its pipe has closed
    kitchen.ask(order)
    assert not workers(), "an order that failed rests"
    clock.sleep(AGAIN)
    kitchen.ask(order)
    wait_for(lambda: kitchen.failure(order.slot) == "" and len(made) == 1)
    kitchen.close()
    wait_for(lambda: not workers())
    assert station.studio.whole(order.slot) == made[0]
    tidy(shelf(station, station.newsroom.news(), datetime.now(NOW.tzinfo) + timedelta(hours=2)))  # noqa: TID251 - as files are dated
    assert hidden(small.root) == []
