from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from programme_samples import BERLIN, VIETNAM

from broadcaster.core.values import UnreadableError
from broadcaster.programme.calendar import (
    EVERY_DAY,
    WEEKDAY_NAMES,
    Days,
    day,
    dmy,
    instant,
    later,
    weekday_name,
    weekdays,
)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("hằng ngày", "0123456"),
        ("Hàng ngày", "0123456"),
        ("thứ 2", "0"),
        ("Thứ hai", "0"),
        ("thứ tư", "2"),
        ("thứ bảy", "5"),
        ("T7", "5"),
        ("CN", "6"),
        ("chủ nhật", "6"),
        ("cuối tuần", "56"),
        ("T2-T6", "01234"),
        ("T2–T6", "01234"),
        ("t2 đến t6", "01234"),
        ("thứ 2 – thứ 6", "01234"),
        ("thứ 2 đến 6", "01234"),
        ("thứ 2, 4, 6", "024"),
        ("thứ 2, thứ 4 và chủ nhật", "026"),
        ("T7-CN", "56"),
        ("T7–T2", "560"),
        ("T2-T4, T6", "0124"),
    ],
)
def test_days_of_the_week_as_people_write_them(written, days):
    assert weekdays(written) == {int(digit) for digit in days}


@pytest.mark.parametrize(
    "written", ["thứ 8", "thứ 1", "ngày mai", "T2-", "T2,,T3", "Monday", "T2-T3-T4", "1020", "thứ"]
)
def test_what_is_no_weekday_is_refused(written):
    with pytest.raises(UnreadableError):
        weekdays(written)


@given(st.integers(0, 6))
def test_every_name_reads_back(number):
    assert weekdays(WEEKDAY_NAMES[number]) == {number}


def test_the_first_of_october_2025_is_a_wednesday():
    assert weekday_name(date(2025, 10, 1)) == "thứ 4"
    assert weekday_name(date(2025, 10, 5)) == "chủ nhật"
    assert date(2025, 10, 5).weekday() in EVERY_DAY


@pytest.mark.parametrize(
    "written",
    ["24/9/2025–05/10/2025", "2025-09-24-2025-10-05", "24/9/2025 đến 05/10/2025", "24-9-2025 - 5-10-2025"],
)
def test_days_from_one_date_to_another(written):
    days = Days.parse(written)
    assert days == Days(date(2025, 9, 24), date(2025, 10, 5))
    assert len(days) == 12
    assert str(days) == "24/09/2025–05/10/2025"


def test_both_ends_are_in_and_their_neighbours_are_not():
    days = Days.parse("24/9/2025–05/10/2025")
    inside = [offset for offset in range(-3, 16) if date(2025, 9, 24) + timedelta(days=offset) in days]
    assert inside == list(range(12))


def test_one_date_is_a_stretch_of_one_day():
    days = Days.parse("02/09/2025")
    assert (days.first, days.last, len(days), str(days)) == (date(2025, 9, 2), date(2025, 9, 2), 1, "02/09/2025")


@pytest.mark.parametrize("written", ["05/10/2025–24/9/2025", "30/2/2025", "hôm nay", "24/9/2025–", "24/9–5/10"])
def test_what_is_no_stretch_of_days_is_refused(written):
    with pytest.raises(UnreadableError):
        Days.parse(written)


def test_a_stretch_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends before"):
        Days(date(2025, 10, 5), date(2025, 10, 4))


@pytest.mark.parametrize(
    ("other", "common"),
    [("05/10/2025", True), ("06/10/2025", False), ("23/9/2025", False), ("1/1/2025–31/12/2025", True)],
)
def test_stretches_meet_on_a_common_day(other, common):
    days = Days.parse("24/9/2025–05/10/2025")
    assert days.meets(Days.parse(other)) is common
    assert Days.parse(other).meets(days) is common


@pytest.mark.parametrize("written", ["24/9/0205", "9999-12-31", "1999-12-31"])
def test_a_year_that_can_only_be_a_slip_is_refused(written):
    with pytest.raises(UnreadableError, match="gõ nhầm"):
        day(written)


def test_a_date_is_shown_with_two_digits():
    assert dmy(date(2025, 10, 5)) == "05/10/2025"


def test_an_hour_is_in_the_zone():
    assert instant(date(2025, 10, 1), time(5, 30), VIETNAM) == datetime(2025, 9, 30, 22, 30, tzinfo=UTC)


def test_an_hour_that_the_zone_skips_has_no_instant():
    spring = date(2026, 3, 29)
    assert instant(spring, time(2, 30), BERLIN) is None
    assert instant(spring, time(2), BERLIN) is None
    assert instant(spring, time(1, 59), BERLIN) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert instant(spring, time(3), BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first_of_the_two():
    found = instant(date(2025, 10, 26), time(2, 30), BERLIN)
    assert found.astimezone(UTC) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_later_counts_true_seconds_through_a_change_of_the_clock():
    start = datetime(2025, 10, 26, 2, 50, tzinfo=BERLIN)
    end = later(start, 1200)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(minutes=20)
    assert (end.hour, end.minute, end.fold) == (2, 10, 1)
