"""A worker killed in the middle of a render: the station makes the cart with another, and nobody is left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psutil
from patience import eventually

from broadcaster.core.clock import FakeClock
from broadcaster.production.cart import Cart
from broadcaster.station.care.upkeep import shelf
from broadcaster.station.making.kitchen import AGAIN, WorkerKitchen
from broadcaster.station.making.larder import tidy
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

NOW = datetime(2025, 9, 30, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def wait_for(happened: Callable[[], bool]) -> None:
    assert eventually(happened, seconds=60), "nothing happened for a minute"


def workers() -> list[psutil.Process]:
    """Return the processes below this one that render, eSpeak NG's among them."""
    found = psutil.Process().children(recursive=True)
    return [child for child in found if not any("resource_tracker" in word for word in child.cmdline())]


def hidden(root: Path) -> list[Path]:
    return [path for path in (root / "audio").rglob(".*") if path.is_file()]


def test_a_worker_killed_in_the_middle_costs_a_minute_and_nothing_else(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("tone:beep", "espeak:vi"), "utf-8")
    clock, made = FakeClock(NOW), list[Cart]()
    station = open_station(small.root, clock=clock)
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=NOW)
    news = station.newsroom.news()
    order = station.studio.order(station.plan(date(2025, 10, 1), news).slots[0], news)
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
    tidy(shelf(station, news, datetime.now(NOW.tzinfo) + timedelta(hours=2)))  # noqa: TID251 - as files are dated
    assert hidden(small.root) == []
