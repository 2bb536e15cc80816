"""
The plan that the station was first made for, read line by line.

``ke-hoach-65.tsv`` holds every span that says something (written, spoken, kind, certainty), reviewed by a
reader. After an intended change of the reading: review the difference, then write the file anew with
``python tests/reading/test_plan.py``.
"""

from __future__ import annotations

from pathlib import Path

from broadcaster.reading.normalise import read
from broadcaster.reading.span import Certainty

_GOLDEN = Path(__file__).parents[1] / "golden"
_TEXT = (_GOLDEN / "ke-hoach-65.txt").read_text(encoding="utf-8")
_REVIEWED = _GOLDEN / "ke-hoach-65.tsv"


def _rows() -> list[str]:
    spans = (span for span in read(_TEXT).spans if span.spoken or span.certainty is not Certainty.SURE)
    return [f"{span.written}\t{span.spoken}\t{span.kind}\t{span.certainty.value}" for span in spans]


def test_the_plan_is_read_as_reviewed() -> None:
    assert _rows() == _REVIEWED.read_text(encoding="utf-8").splitlines()


def test_what_reading_is_not_sure_of_is_reported() -> None:
    assert [span.written for span in read(_TEXT).guesses] == ["VHXX"]


def test_no_sentence_of_the_plan_has_a_cut_inside_a_date_or_document_number() -> None:
    groups = [group for sentence in read(_TEXT).sentences for group in sentence.groups]
    assert any("bảy mươi bảy kế hoạch ủy ban nhân dân" in group for group in groups)
    assert any("ngày hai mươi tư tháng chín năm hai nghìn không trăm hai mươi lăm" in group for group in groups)
    assert max(len(group.split()) for group in groups) <= 36


if __name__ == "__main__":
    _REVIEWED.write_text("\n".join(_rows()) + "\n", encoding="utf-8")
