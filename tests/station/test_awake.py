"""The computer is kept awake around its slots, and only then."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import psutil
from station_day import MORNING, Day

from broadcaster.station.care.machine.awake import ATTEMPTS, HelperWakefulness, Vigil, WindowsWakefulness, wakefulness

if TYPE_CHECKING:
    from tests.conftest import SmallStation


class ToldWakefulness:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def hold(self) -> None:
        self.said.append("hold")

    def let_go(self) -> None:
        self.said.append("let go")


def test_it_is_kept_awake_from_a_quarter_of_an_hour_before_until_the_slot_is_over(small: SmallStation) -> None:
    station = Day(small, MORNING - timedelta(hours=1)).station
    news, told = station.newsroom.news(), ToldWakefulness()
    vigil = Vigil(told)
    slots = station.plan(MORNING.date(), news).slots
    for minutes in (-16, -15, 0, 6, 7, 8):
        vigil.keep(slots, news, MORNING + timedelta(minutes=minutes))
    assert told.said == ["hold", "hold", "hold", "let go"]


def test_a_silent_slot_keeps_nobody_awake(small: SmallStation) -> None:
    for name in ("tin-a", "tin-b", "bao-nuoc"):
        (small.root / "scripts_content" / f"{name}.md").unlink()
    station = Day(small, MORNING - timedelta(hours=1)).station
    news, told = station.newsroom.news(), ToldWakefulness()
    Vigil(told).keep(station.plan(MORNING.date(), news).slots, news, MORNING)
    assert told.said == []


def test_a_helper_lives_until_it_is_let_go() -> None:
    others = set(psutil.Process().children())
    awake = HelperWakefulness((sys.executable, "-c", "import sys; sys.stdin.read()"))
    awake.hold()
    awake.hold()
    children = set(psutil.Process().children()) - others
    assert len(children) == 1
    awake.let_go()
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def test_a_system_that_refuses_is_not_asked_for_ever() -> None:
    awake = HelperWakefulness((sys.executable, "-c", "raise SystemExit(1)"))
    others = set(psutil.Process().children())
    started = set()
    for _ in range(ATTEMPTS + 3):
        awake.hold()
        started |= set(psutil.Process().children()) - others
        time.sleep(0.3)  # noqa: TID251 - the helper ends in real time
    awake.let_go()
    assert len(started) <= ATTEMPTS
    HelperWakefulness(("khong-co-chuong-trinh-nay",)).hold()


def test_windows_is_asked_by_its_own_word() -> None:
    asked: list[int] = []

    class Kernel:
        def SetThreadExecutionState(self, state: int) -> None:  # noqa: N802 - as Windows calls it
            asked.append(state)

    awake = WindowsWakefulness(Kernel())
    awake.hold()
    awake.let_go()
    assert asked == [0x80000001, 0x80000000]


def test_every_system_has_some_answer() -> None:
    for platform in ("linux", "darwin", "freebsd14"):
        wakefulness(platform).let_go()
