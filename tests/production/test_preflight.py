"""Preflight, the judgement: each thing that can be wrong with a programme is told, with who can mend it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from broadcaster.core.units import Seconds
from broadcaster.production.preflight import Heard, Programme, Weight, Who, judge

GOOD = Heard(Seconds(280), -1.5, Seconds(2))
FINE = Programme(
    empty=False,
    unapproved=0,
    estimated=Seconds(300),
    longest=Seconds(900),
    heard=GOOD,
    current=True,
    failure="",
    withheld=(),
    refused="",
    substitutes=(),
    stand_in="",
)


def test_a_good_programme_has_no_findings() -> None:
    assert judge(FINE) == ()


@pytest.mark.parametrize(
    ("change", "words", "who", "weight"),
    [
        ({"empty": True}, "không có bài nào", Who.EDITOR, Weight.BLOCKS),
        ({"empty": True, "unapproved": 3}, "3 bài còn chưa duyệt", Who.APPROVER, Weight.BLOCKS),
        ({"heard": None}, "không có gì phát thay", Who.OPERATOR, Weight.BLOCKS),
        ({"heard": None, "failure": "đĩa đầy"}, "đĩa đầy", Who.OPERATOR, Weight.BLOCKS),
        ({"heard": None, "stand_in": "phát lại chương trình hôm qua"}, "phát lại", Who.OPERATOR, Weight.BLOCKS),
        ({"current": False}, "đã cũ", Who.OPERATOR, Weight.NOTE),
        ({"current": False, "failure": "đĩa đầy"}, "đĩa đầy", Who.OPERATOR, Weight.NOTE),
        ({"refused": "tin-a: lời đã khác"}, "lời đã khác); không có gì phát thay", Who.APPROVER, Weight.BLOCKS),
        ({"refused": "tin-a: hết hạn", "stand_in": "phát lại"}, "phát lại", Who.APPROVER, Weight.BLOCKS),
        ({"heard": replace(GOOD, peak=-math.inf)}, "không có tiếng", Who.OPERATOR, Weight.BLOCKS),
        ({"heard": replace(GOOD, peak=-51.0)}, "không có tiếng", Who.OPERATOR, Weight.BLOCKS),
        ({"heard": replace(GOOD, peak=0.0)}, "bị vỡ", Who.OPERATOR, Weight.NOTE),
        ({"heard": replace(GOOD, pause=Seconds(9))}, "đoạn lặng 9 giây", Who.OPERATOR, Weight.NOTE),
        ({"heard": replace(GOOD, seconds=Seconds(901))}, "dài 15:01", Who.EDITOR, Weight.BLOCKS),
        ({"heard": replace(GOOD, seconds=Seconds(149))}, "chỉ dài 2:29", Who.OPERATOR, Weight.BLOCKS),
        ({"withheld": (("tin-a", "chưa được duyệt"),)}, "“tin-a” sẽ bị cắt", Who.APPROVER, Weight.NOTE),
        ({"substitutes": ("espeak:vi",)}, "espeak:vi", Who.OPERATOR, Weight.NOTE),
    ],
)
def test_each_fault_is_told_with_who_can_mend_it(
    change: dict[str, object], words: str, who: Who, weight: Weight
) -> None:
    findings = judge(replace(FINE, **change))  # type: ignore[arg-type]
    assert [(finding.who, finding.weight) for finding in findings] == [(who, weight)]
    assert words in findings[0].what
    assert findings[0].advice


def test_what_blocks_comes_first() -> None:
    findings = judge(replace(FINE, current=False, heard=replace(GOOD, seconds=Seconds(901))))
    assert [finding.weight for finding in findings] == [Weight.BLOCKS, Weight.NOTE]
