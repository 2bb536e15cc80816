from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.core.hours import LatePolicy, QuietHours
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.late import PUNCTUAL, judge

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2025, 10, 1, 17, 0, tzinfo=ZONE)
CUE = Cue("chieu", AT, Path("a.flac"), Path("r.json"), grace=Seconds(300), longest=Seconds(900))


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


@pytest.mark.parametrize("policy", LatePolicy)
def test_on_time_begins_at_its_instant(policy: LatePolicy) -> None:
    verdict = judge(replace(CUE, late=policy), after(-60))
    assert (verdict.zero, verdict.until) == (AT, after(900))


@pytest.mark.parametrize("policy", LatePolicy)
def test_a_moment_late_begins_at_once_from_its_beginning(policy: LatePolicy) -> None:
    assert judge(replace(CUE, late=policy, grace=Seconds(0)), AT + PUNCTUAL).zero == AT + PUNCTUAL


def test_late_within_grace() -> None:
    now = after(200)
    assert judge(replace(CUE, late=LatePolicy.START), now).zero == now
    assert judge(replace(CUE, late=LatePolicy.JOIN), now).zero == AT
    skipped = judge(replace(CUE, late=LatePolicy.SKIP), now)
    assert not skipped.airs
    assert "3 phút 20 giây" in skipped.reason


@pytest.mark.parametrize("policy", LatePolicy)
def test_later_than_grace_is_skipped(policy: LatePolicy) -> None:
    assert not judge(replace(CUE, late=policy), after(301)).airs


def test_a_machine_that_slept_until_three_in_the_morning_stays_silent() -> None:
    cue = replace(CUE, late=LatePolicy.START, grace=Seconds(86_400), quiet=(QuietHours.parse("21:00-5:00"),))
    verdict = judge(cue, datetime(2025, 10, 2, 3, 15, tzinfo=ZONE))
    assert not verdict.airs
    assert "giờ yên tĩnh 21:00–05:00" in verdict.reason


def test_it_is_silent_when_quiet_hours_begin() -> None:
    cue = replace(CUE, late=LatePolicy.START, quiet=(QuietHours.parse("17:10-5:00"),))
    verdict = judge(cue, after(120))
    assert verdict.airs
    assert verdict.until == AT.replace(minute=10)
    assert "giờ yên tĩnh" in verdict.reason


def test_quiet_hours_are_the_stations_even_when_asked_in_another_zone() -> None:
    cue = replace(CUE, quiet=(QuietHours.parse("16:00-18:00"),))
    assert not judge(cue, after(0).astimezone(ZoneInfo("UTC"))).airs


def test_nothing_is_left_to_join_after_the_longest_length() -> None:
    cue = replace(CUE, late=LatePolicy.JOIN, grace=Seconds(3600))
    assert not judge(cue, after(900)).airs


@given(
    st.sampled_from(LatePolicy),
    st.floats(0, 7200),
    st.floats(1, 7200),
    st.floats(-3600, 90_000),
    st.integers(0, 1439),
    st.integers(1, 1439),
)
def test_what_airs_is_never_early_nor_late_nor_in_quiet_hours(
    policy: LatePolicy, grace: float, longest: float, shift: float, quiet_from: int, quiet_length: int
) -> None:
    quiet_to = (quiet_from + quiet_length) % 1440
    hours = QuietHours.parse(f"{quiet_from // 60}:{quiet_from % 60:02}-{quiet_to // 60}:{quiet_to % 60:02}")
    cue = replace(CUE, late=policy, grace=Seconds(grace), longest=Seconds(longest), quiet=(hours,))
    now = after(shift)
    verdict = judge(cue, now)
    if verdict.zero is None:
        assert verdict.reason
        return
    begin = max(now, AT)
    assert AT <= verdict.zero <= begin < verdict.until
    assert verdict.until - verdict.zero <= timedelta(seconds=longest) + timedelta(microseconds=1)
    assert now - AT <= max(timedelta(seconds=grace), PUNCTUAL)
    assert not hours.overlaps(begin, verdict.until)


def test_a_late_start_is_silent_when_the_next_programme_begins() -> None:
    cue = replace(CUE, late=LatePolicy.START, until=after(960))
    assert judge(cue, after(-5)).until == after(900)
    late = judge(cue, after(120))
    assert (late.zero, late.until, late.reason) == (after(120), after(960), "đến giờ chương trình sau")
    assert not judge(replace(cue, until=after(100)), after(120)).airs


def test_what_began_late_goes_on_by_its_own_beginning() -> None:
    cue = replace(CUE, late=LatePolicy.SKIP, grace=Seconds(0), begun=after(200), until=after(1000))
    assert judge(cue, after(500)).zero == after(200)
    assert judge(cue, after(500)).until == after(1000)
    assert judge(replace(cue, until=None), after(500)).until == after(1100)
    assert not judge(replace(cue, until=None), after(1100)).airs
