"""What a slot needs at each moment of its life."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.hours import LatePolicy
from broadcaster.core.units import Seconds
from broadcaster.playout.preroll import Preroll
from broadcaster.programme.plan import PlannedSlot
from broadcaster.programme.rundown import JingleEntry, Rundown
from broadcaster.records.asrun import MISSED, RELEASED
from broadcaster.records.chain import Line, link
from broadcaster.station.air.duty import GATE, Duty, duty, gate_before
from broadcaster.station.setup.sections.outputs import OutputOptions

START = datetime(2025, 10, 1, 5, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FULL = Rundown((JingleEntry("nhac", Seconds(5)),), (), ("tin-a",))


def slot(late: LatePolicy = LatePolicy.START, rundown: Rundown = FULL) -> PlannedSlot:
    return PlannedSlot("sang", "Sáng", START, Seconds(300), late, Seconds(60), None, "ngan", rundown)


def line(event: str, **facts: object) -> Line:
    return link("asrun", None, START, event, {"slot": "2025-10-01/0530-sang"} | facts)


@pytest.mark.parametrize(
    ("seconds", "late", "wanted"),
    [
        (-3600, LatePolicy.START, Duty.WAIT),
        (-10.1, LatePolicy.START, Duty.WAIT),
        (-10, LatePolicy.START, Duty.RELEASE),
        (0, LatePolicy.SKIP, Duty.RELEASE),
        (0.2, LatePolicy.SKIP, Duty.RELEASE),
        (1, LatePolicy.SKIP, Duty.MISS),
        (60, LatePolicy.START, Duty.RELEASE),
        (60, LatePolicy.JOIN, Duty.RELEASE),
        (61, LatePolicy.START, Duty.MISS),
        (61, LatePolicy.JOIN, Duty.MISS),
        (36_000, LatePolicy.JOIN, Duty.MISS),
    ],
)
def test_before_anything_happened_the_clock_decides(seconds: float, late: LatePolicy, wanted: Duty) -> None:
    assert duty(slot(late), (), START + timedelta(seconds=seconds)) is wanted


def test_an_empty_programme_is_missed_at_its_time_not_before() -> None:
    empty = slot(rundown=Rundown())
    assert duty(empty, (), START - timedelta(minutes=5)) is Duty.WAIT
    assert duty(empty, (), START) is Duty.MISS


@pytest.mark.parametrize("seconds", [-10, 0, 100, 86_400])
def test_what_was_released_is_not_released_again_whatever_the_clock_says(seconds: float) -> None:
    assert duty(slot(), (line(RELEASED),), START + timedelta(seconds=seconds)) is Duty.NOTHING


@pytest.mark.parametrize("seconds", [-10, 0, 100])
def test_what_was_missed_stays_missed(seconds: float) -> None:
    assert duty(slot(), (line(MISSED, reason="mất điện"),), START + timedelta(seconds=seconds)) is Duty.NOTHING


def test_a_programme_is_released_earlier_where_an_output_needs_a_longer_run_up() -> None:
    plain = OutputOptions("loa", "soundcard:", loudspeakers=True)
    slow = replace(plain, delay=Seconds(6.0), preroll=Preroll(lead_in=Seconds(8.0)))
    assert gate_before(()) == gate_before((plain,)) == GATE
    assert gate_before((plain, slow)) == timedelta(seconds=19)
    moment = START - timedelta(seconds=15)
    assert duty(slot(), (), moment) is Duty.WAIT
    assert duty(slot(), (), moment, gate_before((slow,))) is Duty.RELEASE
