"""Words that tell what stands beside them."""

from __future__ import annotations

import pytest

from broadcaster.reading import cues
from broadcaster.reading.normalise import read
from broadcaster.reading.options import ReadingOptions


def test_cues_are_whole_phrases_next_to_the_thing() -> None:
    assert cues.leads("sáng thứ hai, ngày ", "names a day")
    assert not cues.leads("ngày hội lớn ", "names a day")
    assert cues.leads("gọi số ", "called by telephone", over="filler before a telephone number")
    assert cues.follows(" tổng số", "counted")
    assert not cues.follows(", tổng số", "counted")
    assert cues.near("thắng với tỷ số ", "of a score")
    assert not cues.near("thắng lớn. Có ", "of a score")


def test_an_unknown_set_of_cues_is_an_error() -> None:
    with pytest.raises(KeyError):
        cues.phrases("no such cues")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("ngày 3/4", "ngày ba tháng tư"), ("3/4 số hộ", "ba phần tư số hộ"), ("tỷ số 3-4", "tỷ số ba bốn"),
        ("số 3/4 đường Lê Lợi", "số ba trên bốn đường lê lợi"), ("3-4 hộ", "ba đến bốn hộ"),
        ("đường 30/4", "đường ba mươi tháng tư"), ("tỷ lệ 3/4", "tỷ lệ ba phần tư"),
    ],
)  # fmt: skip
def test_the_same_digits_by_their_neighbours(written: str, spoken: str) -> None:
    assert read(written).spoken == spoken


def test_early_days_are_a_setting() -> None:
    options = ReadingOptions(early_days=True)
    assert (
        read("ngày 05/11 và 15/11", options=options).spoken
        == "ngày mùng năm tháng mười một và ngày mười lăm tháng mười một"
    )
    assert read("ngày 5 tháng 9", options=options).spoken == "ngày mùng năm tháng chín"
    assert read("ngày 05/11").spoken == "ngày năm tháng mười một"
