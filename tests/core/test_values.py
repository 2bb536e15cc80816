"""Values as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.core import values
from broadcaster.core.values import UnreadableError

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5:00", time(5)),
        ("05:00", time(5)),
        ("17:00", time(17)),
        ("17h30", time(17, 30)),
        ("17h", time(17)),
        ("5 giờ 30", time(5, 30)),
        ("5g30", time(5, 30)),
        ("5 giờ 30 phút", time(5, 30)),
        ("05:29:50", time(5, 29, 50)),
        ("0:00", time(0)),
    ],
)
def test_an_hour_in_every_way_people_write_it(written: str, meant: time) -> None:
    assert values.hour(written) == meant


@pytest.mark.parametrize("written", ["1020", "330", "5", "25:00", "12:60", "24:00", "năm giờ", "5:00:61", "-5:00", ""])
def test_what_is_no_hour_is_said_to_be_none(written: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        values.hour(written)
    assert caught.value.hint


@given(st.times())
def test_every_hour_reads_back(moment: time) -> None:
    whole = moment.replace(microsecond=0, fold=0)
    assert values.hour(whole.isoformat()) == whole


def test_dates() -> None:
    assert values.day("2025-10-01") == values.day("01/10/2025") == values.day("1.10.2025") == date(2025, 10, 1)
    for written in ("2025-02-30", "31/4/2025", "hôm nay", "01/10", "20251001"):
        with pytest.raises(UnreadableError):
            values.day(written)


def test_instants() -> None:
    at = datetime(2025, 10, 1, 5, 30, tzinfo=HANOI)
    for written in ("2025-10-01T05:30:00+07:00", "2025-10-01T05:30", "2025-10-01 05:30", "1759271400", "1759271400.0"):
        assert values.instant(written, HANOI) == at
    assert values.instant("2025-09-30T22:30:00+00:00", HANOI).astimezone(UTC) == at
    for written in ("", "mai", "5:30", "99999999999999", "2025-13-01T00:00"):
        with pytest.raises(UnreadableError):
            values.instant(written, HANOI)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("90", 90), ("90 giây", 90), ("15 phút", 900), ("15p", 900), ("1h30m", 5400), ("1 giờ", 3600), ("0,7 s", 0.7)],
)
def test_lengths_of_time(written: str, meant: float) -> None:
    assert values.seconds(written) == meant


@pytest.mark.parametrize("written", ["", "lâu", "-5", "5 ngày", "phút"])
def test_what_is_no_length_of_time(written: str) -> None:
    with pytest.raises(UnreadableError):
        values.seconds(written)


def test_yes_and_no_in_both_languages() -> None:
    assert all(values.yes_no(word) for word in values.YES)
    assert not any(values.yes_no(word) for word in values.NO)
    with pytest.raises(UnreadableError):
        values.yes_no("chắc thế")


def test_numbers_keep_their_bounds() -> None:
    assert values.number(-30, 0)("-16,5") == -16.5
    assert values.whole(1, 9)("3") == 3
    for written in ("nan", "1e9", "mười", "-31"):
        with pytest.raises(UnreadableError):
            values.number(-30, 0)(written)
    for written in ("0", "10", "3.0", "ba"):
        with pytest.raises(UnreadableError):
            values.whole(1, 9)(written)


def test_zones_choices_and_names() -> None:
    assert values.zone("Asia/Ho_Chi_Minh") == HANOI
    assert values.one_of({"bỏ": 1, "phát muộn": 2})("Phát muộn") == 2
    assert values.identifier("chien-dich-2025") == "chien-dich-2025"
    for parse, written in ((values.zone, "../etc"), (values.zone, "Hà Nội"), (values.identifier, "Sáng")):
        with pytest.raises(UnreadableError):
            parse(written)
    with pytest.raises(UnreadableError, match="bỏ"):
        values.one_of({"bỏ": 1})("giữ")
