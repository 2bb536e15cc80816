"""Numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.reading.numerals import Numerals, numerals
from broadcaster.reading.options import ReadingOptions, Region

_SAY = Numerals()


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "không"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (14, "mười bốn"),
        (105, "một trăm linh năm"), (1_005, "một nghìn không trăm linh năm"),
        (2_000_500, "hai triệu không nghìn năm trăm"),
        (1_000_000_000, "một tỷ"), (3_000_000_000_000, "ba nghìn tỷ"), (10**9 + 5, "một tỷ không trăm linh năm"),
        (-3, "âm ba"),
    ],
)  # fmt: skip
def test_cardinal(number: int, spoken: str) -> None:
    assert _SAY.cardinal(number) == spoken


@given(st.integers(0, 10**23), st.integers(0, 10**23))
def test_different_numbers_are_said_differently(one: int, other: int) -> None:
    assert (_SAY.cardinal(one) == _SAY.cardinal(other)) == (one == other)


@given(st.integers(10**24, 10**60))
def test_a_number_too_long_for_words_is_said_digit_by_digit(number: int) -> None:
    assert len(_SAY.cardinal(number).split()) == len(str(number))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("1.504", "một nghìn năm trăm linh bốn"), ("2,35", "hai phẩy ba mươi lăm"), ("2,05", "hai phẩy không năm"),
        ("3,125", "ba phẩy một hai năm"), ("1,234,567", "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"),
        ("007", "bảy"), ("4 555", "bốn nghìn năm trăm năm mươi lăm"), ("2.5", "hai phẩy năm"),
    ],
)  # fmt: skip
def test_written_number(written: str, spoken: str) -> None:
    assert _SAY.written(written) == spoken


@pytest.mark.parametrize(
    ("region", "spoken"),
    [
        (Region.NORTH, "một nghìn không trăm linh một"),
        (Region.CENTRE, "một ngàn không trăm lẻ một"),
        (Region.SOUTH, "một ngàn không trăm lẻ một"),
    ],
)
def test_region_chooses_the_words(region: Region, spoken: str) -> None:
    assert numerals(ReadingOptions(region)).cardinal(1001) == spoken
