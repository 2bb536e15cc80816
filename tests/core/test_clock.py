"""Clocks and the alarm: nothing here waits."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from broadcaster.core.clock import FakeAlarm, FakeClock, ScheduleAlarm, ShiftedClock, SystemClock

HANOI = timezone(timedelta(hours=7))
START = datetime(2025, 10, 1, 5, 29, 50, tzinfo=HANOI)


def test_a_fake_clock_moves_only_when_somebody_sleeps() -> None:
    clock = FakeClock(START)
    clock.sleep(10)
    clock.sleep(-5)
    assert clock.now() == START + timedelta(seconds=10)
    assert clock.monotonic() == 10
    clock.step(-3600)
    assert clock.now() == START - timedelta(seconds=3590)
    assert clock.monotonic() == 10
    with pytest.raises(ValueError, match="aware"):
        FakeClock(datetime(2025, 10, 1))  # noqa: DTZ001  the fault under test


def test_a_shifted_clock_shares_its_base() -> None:
    base = FakeClock(START)
    clock = ShiftedClock(base, timedelta(days=-3))
    clock.sleep(2)
    assert clock.now() == START + timedelta(days=-3, seconds=2)
    assert clock.monotonic() == base.monotonic()


def test_the_system_clock_is_aware_and_never_sleeps_backwards() -> None:
    clock = SystemClock(HANOI)
    assert clock.now().utcoffset() == timedelta(hours=7)
    clock.sleep(-1)
    assert clock.monotonic() <= clock.monotonic()


def test_a_fake_alarm_rings_once_for_all_that_has_passed() -> None:
    clock = FakeClock(START)
    alarm = FakeAlarm(clock)
    alarm.arm([START + timedelta(seconds=s) for s in (-5, 10, 20, 90)])
    assert not alarm.rang()
    assert alarm.next() == START + timedelta(seconds=10)
    clock.sleep(30)
    assert alarm.rang()
    assert not alarm.rang()
    alarm.arm([])
    clock.sleep(100)
    assert not alarm.rang()


def test_the_schedule_alarm_rings_for_a_rehearsals_instant_at_the_hosts_hour() -> None:
    clock = ShiftedClock(SystemClock(HANOI), timedelta(days=-400))
    alarm = ScheduleAlarm(clock)
    alarm.arm([clock.now() + timedelta(seconds=3), clock.now() + timedelta(days=2), clock.now() - timedelta(hours=1)])
    assert not alarm.rang()
    clock.sleep(3.1)
    assert alarm.rang()
    assert not alarm.rang()
