"""The specification by example: every row is read as one of its accepted readings."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_comparison import is_right, rows

from broadcaster.reading.normalise import read

_ROWS = rows(Path(__file__).parent / "examples.tsv")


@pytest.mark.parametrize(("category", "written", "accepted"), _ROWS, ids=[row[1] for row in _ROWS])
def test_example_is_read_as_an_announcer_would(category: str, written: str, accepted: list[str]) -> None:
    spoken = read(written).spoken
    assert is_right(category, spoken, accepted), f"{spoken} ≠ {accepted[0]}"


def test_comparison_wants_a_separator_between_number_and_year() -> None:
    accepted = ["nghị định số ba mươi trên hai nghìn không trăm hai mươi nghị định chính phủ"]
    assert is_right(
        "doc_code", "nghị định số ba mươi xuyệc hai nghìn không trăm hai mươi nghị định chính phủ", accepted
    )
    assert not is_right("doc_code", "nghị định số ba mươi hai nghìn không trăm hai mươi nghị định chính phủ", accepted)
