"""The station's own readings."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadcaster.core.errors import InputError
from broadcaster.reading import lexicon_file
from broadcaster.reading.lexicon import Lexicon, check
from broadcaster.reading.normalise import read
from broadcaster.reading.span import Certainty, Kind


def test_the_station_wins_over_the_program() -> None:
    reading = read("UBND và VHXX họp", lexicon_file.parse("UBND: ủy ban\nVHXX: Văn hóa xã hội\n"))
    assert reading.spoken == "ủy ban và văn hóa xã hội họp"
    assert [span.kind for span in reading.spans if span.written == "VHXX"] == [Kind.LEXICON]
    assert not reading.guesses


def test_the_longest_written_form_wins_and_only_whole_words_count() -> None:
    lexicon = Lexicon({"Kép": "kép", "TT Kép": "thị trấn kép"})
    assert read("TT Kép, Képa", lexicon).spoken.startswith("thị trấn kép ")
    assert read("UBNDX", Lexicon({"UBND": "ủy ban"})).spoken != "ủy ban"


def test_an_item_wins_over_the_station() -> None:
    station = Lexicon({"KH": "kế hoạch"})
    assert read("KH", station.with_readings({"KH": "khoa học"})).spoken == "khoa học"
    assert read("KH", station).spoken == "kế hoạch"


def test_a_written_form_may_hold_what_detectors_know() -> None:
    assert read("ngày 01-10 tới", Lexicon({"01-10": "mùng một tháng mười"})).spoken == "ngày mùng một tháng mười tới"


def test_all_problems_are_told_at_once_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text("QL1: quốc lộ 1\nABC: đọc UBND\nXYZ: ''\nDEF: [a]\nĐÚNG: đúng\nGHI: a + b\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        lexicon_file.load(path, "lexicon.yaml")
    problems = caught.value.problems
    assert [problem.line for problem in problems] == [1, 2, 3, 4, 6]
    assert all(problem.column for problem in problems)
    assert "chữ số “1”" in problems[0].what
    assert "viết tắt “UBND”" in problems[1].what


@pytest.mark.parametrize("spoken", ["12", "ủy ban ND", "a/b", "", "   ", "đọc" * 100, "Ж"])
def test_what_cannot_be_said_is_refused(spoken: str) -> None:
    assert check("X", spoken)


def test_what_can_be_said_is_accepted() -> None:
    assert check("Ngọc Thiện", "Ngọc Thiện") is None
    assert check(" ", "a")


def test_a_guess_is_marked_and_has_candidates() -> None:
    (span,) = read("Transformer").guesses
    assert span.certainty is Certainty.GUESS
    assert span.candidates
