from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.hours import QuietHours
from broadcaster.core.values import UnreadableError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(21), time(5))
NOON = QuietHours(time(11, 30), time(13))


def at(hour, minute=0, second=0, *, day=1, zone=VIETNAM):
    return datetime(2025, 10, day, hour, minute, second, tzinfo=zone)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (3, 15, True), (4, 59, True), (5, 0, False)],
)
def test_over_midnight(hour, minute, quiet):
    assert NIGHT.covers(at(hour, minute)) is quiet


@pytest.mark.parametrize(("hour", "minute", "quiet"), [(11, 29, False), (11, 30, True), (12, 59, True), (13, 0, False)])
def test_within_a_day(hour, minute, quiet):
    assert NOON.covers(at(hour, minute)) is quiet


def test_the_last_second_before_is_loud_and_the_next_is_not():
    assert not NIGHT.covers(at(20, 59, 59))
    assert NIGHT.covers(at(21))


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        (at(20, 45), at(21), False),
        (at(20, 45), at(21, 0, 1), True),
        (at(20, 59, 30), at(21, 0, 20), True),
        (at(4, 59, 59), at(5, 10), True),
        (at(5), at(5, 15), False),
        (at(20), at(6, day=2), True),
        (at(11), at(14), True),
        (at(22), at(22), False),
    ],
)
def test_overlap_is_half_open(start, end, quiet):
    hours = NOON if start.hour == 11 else NIGHT
    assert hours.overlaps(start, end) is quiet


def test_an_hour_that_comes_twice_is_quiet_twice():
    hours = QuietHours(time(21), time(2, 30))
    start = datetime(2025, 10, 26, 2, 45, tzinfo=BERLIN)
    assert not hours.overlaps(start, start + timedelta(minutes=10))
    again = datetime(2025, 10, 26, 2, 10, fold=1, tzinfo=BERLIN)
    assert hours.overlaps(start, again)


def test_quiet_hours_that_begin_in_a_skipped_hour_begin_after_it():
    hours = QuietHours(time(2, 30), time(4))
    start = datetime(2026, 3, 29, 1, 50, tzinfo=BERLIN)
    assert not hours.overlaps(start, datetime(2026, 3, 29, 1, 59, 59, tzinfo=BERLIN))
    assert hours.overlaps(start, datetime(2026, 3, 29, 3, 0, 1, tzinfo=BERLIN))


@pytest.mark.parametrize("written", ["21:00–5:00", "21:00-5:00", "21h – 5h", "21:00 đến 05:00", "21h00—5h00"])
def test_written_in_many_ways(written):
    assert QuietHours.parse(written) == NIGHT


def test_what_is_shown_reads_back():
    assert QuietHours.parse(str(NOON)) == NOON


@pytest.mark.parametrize("written", ["21:00", "21:00–", "21:00–21:00", "1260–300", "21:00:30–5:00", "tối"])
def test_what_is_not_two_hours_is_refused(written):
    with pytest.raises(UnreadableError):
        QuietHours.parse(written)


def test_equal_hours_and_seconds_are_refused():
    with pytest.raises(ValueError, match="two different"):
        QuietHours(time(5), time(5))
    with pytest.raises(ValueError, match="whole minutes"):
        QuietHours(time(5, 0, 30), time(6))
