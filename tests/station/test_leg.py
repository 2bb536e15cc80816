"""One programme on one output: when a player is started, when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.hours import LatePolicy
from broadcaster.core.units import Seconds
from broadcaster.programme.plan import PlannedSlot
from broadcaster.programme.rundown import Rundown
from broadcaster.records.asrun import ARMED, CUT, DISARMED, ENDED, MISSED, RELEASED, STARTED
from broadcaster.records.chain import Line, link
from broadcaster.records.course import begun, may_have_started, set_back, unfinished
from broadcaster.station.air.leg import ATTEMPTS, Leg, Need
from broadcaster.station.air.showing import Showing, airing_facts
from broadcaster.station.setup.sections.outputs import OutputOptions

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2025, 10, 1, 5, 30, tzinfo=HANOI)
SLOT = PlannedSlot("sang", "Sáng", START, Seconds(300), LatePolicy.JOIN, Seconds(60), None, "ngan", Rundown())
KEY = "2025-10-01/0530-sang"
OUTPUTS = (OutputOptions("loa", "soundcard:USB", loudspeakers=True), OutputOptions("thu", "file:{slot}.flac", False))
URL = "soundcard:USB"


def line(event: str, **facts: object) -> Line:
    return link("asrun", None, START, event, {"slot": KEY} | facts)


def released(until: datetime | None = None) -> Line:
    return line(RELEASED, planned=START.isoformat(), seconds=200.0, **airing_facts(SLOT, OUTPUTS, until))


def leg(**known: object) -> Leg:
    usual = {"over": False, "started": False, "told": False, "attempts": 0} | known
    return Leg(Showing.of(released(), HANOI), URL, **usual)  # type: ignore[arg-type]


def test_a_showing_is_told_whole_by_its_release() -> None:
    showing = Showing.of(released(START + timedelta(minutes=15)), HANOI)
    assert (showing.slot, showing.cart, showing.start) == (KEY, KEY, START)
    assert (showing.seconds, showing.longest, showing.grace, showing.late) == (200.0, 300.0, 60.0, LatePolicy.JOIN)
    assert showing.until == START + timedelta(minutes=15)
    assert showing.outputs == {"loa": URL, "thu": "file:2025-10-01-0530-sang.flac"}


@pytest.mark.parametrize(
    ("seconds", "known", "wanted"),
    [
        (-10, {}, Need.PLAY),
        (86_400, {}, Need.PLAY),  # a first player says itself that it is too late
        (60, {"attempts": 1}, Need.PLAY),
        (61, {"attempts": 1}, Need.GIVE_UP),
        (0, {"attempts": ATTEMPTS}, Need.GIVE_UP),
        (199, {"started": True}, Need.PLAY),
        (201, {"started": True}, Need.GIVE_UP),
        (100, {"started": True, "set_back": True}, Need.GIVE_UP),  # who knows how far it came
        (0, {"set_back": True}, Need.PLAY),
        (249, {"started": True, "begun": START + timedelta(seconds=50)}, Need.PLAY),
        (251, {"started": True, "begun": START + timedelta(seconds=50)}, Need.GIVE_UP),
        (199, {"started": True, "attempts": ATTEMPTS}, Need.GIVE_UP),
        (0, {"over": True}, Need.NOTHING),
        (86_400, {"over": True, "started": True}, Need.NOTHING),
    ],
)
def test_what_a_leg_needs_that_nobody_plays(seconds: float, known: dict[str, object], wanted: Need) -> None:
    assert leg(**known).need(START + timedelta(seconds=seconds)) is wanted


def test_what_was_heard_is_cut_and_what_was_not_is_missed() -> None:
    assert leg(started=True, told=True).failure == (CUT, "bị ngắt giữa chừng, không phát tiếp được")
    assert "không rõ" in leg(started=True).failure[1]
    assert leg().failure[0] == MISSED
    assert leg(obstacle="đĩa đầy").failure == (MISSED, "đĩa đầy")


def test_a_programme_is_unfinished_until_it_is_over_on_every_output() -> None:
    lines = [released()]
    assert unfinished(lines)
    lines += [line(STARTED, output=URL), line(ENDED, output=URL)]
    assert unfinished(lines)
    assert not unfinished([*lines, line(MISSED, output="file:2025-10-01-0530-sang.flac")])


def test_what_the_system_broke_off_is_not_over() -> None:
    lines = [released(), line(ENDED, output="file:2025-10-01-0530-sang.flac")]
    assert unfinished([*lines, line(CUT, output=URL, resumable=True)])
    assert not unfinished([*lines, line(CUT, output=URL)])


def test_what_was_never_released_is_not_unfinished() -> None:
    assert not unfinished([])
    assert not unfinished([line(MISSED)])
    assert not unfinished([line(RELEASED, by_hand=True, planned=START.isoformat(), seconds=1.0)])


@pytest.mark.parametrize(
    ("events", "seconds", "wanted"),
    [
        ((), 5, False),
        ((ARMED,), -1, False),
        ((ARMED,), 0, True),
        ((ARMED, DISARMED), 5, False),
        ((ARMED, DISARMED, ARMED), 5, True),
        ((ARMED, STARTED), -1, True),
    ],
)
def test_who_was_armed_at_the_instant_may_have_been_heard(
    events: tuple[str, ...], seconds: float, wanted: bool
) -> None:
    lines = [released(), *(line(event, output=URL) for event in events)]
    assert may_have_started(lines, URL, START, START + timedelta(seconds=seconds)) is wanted
    assert not may_have_started(lines, "file:b", START, START + timedelta(seconds=seconds))


def test_a_programme_was_begun_where_its_first_line_says() -> None:
    actual = (START + timedelta(seconds=30)).isoformat()
    lines = [released(), line(STARTED, output=URL, actual=actual, offset=12.5), line(STARTED, output=URL)]
    assert begun(lines, URL) == START + timedelta(seconds=17.5)
    assert begun(lines, "file:b") is None
    assert begun([line(STARTED, output=URL, actual="gần sáng", offset=0)], URL) == START


def test_lines_ahead_of_the_clock_tell_that_it_was_set_back() -> None:
    lines = [line(RELEASED), line(STARTED, output=URL)]
    assert set_back(lines, START - timedelta(seconds=10))
    assert not set_back(lines, START - timedelta(seconds=0.5))
    assert not set_back(lines, START + timedelta(seconds=10))
