"""The lexicons that come with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadcaster.reading import tables
from broadcaster.reading.normalise import read
from broadcaster.reading.syllables import is_syllable

_SPOKEN = ("abbreviations", "documents", "domains", "foreign", "heads", "slashed", "symbols", "units")
_FOLDER = Path(tables.__file__).parent / "data"


@pytest.mark.parametrize("name", _SPOKEN)
def test_what_is_said_can_be_said(name: str) -> None:
    wrong = [row for row in tables.rows(name) for word in row[1].split() if not is_syllable(word)]
    assert not wrong


@pytest.mark.parametrize("name", _SPOKEN)
def test_what_is_said_is_not_read_otherwise(name: str) -> None:
    wrong = [row for row in tables.rows(name) if read(row[1]).spoken != row[1]]
    assert not wrong


@pytest.mark.parametrize("path", sorted(_FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
def test_lines_are_sorted_and_stand_once(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    keys = [line.split("\t")[0] for line in lines]
    assert len(lines) == len(set(lines))
    if path.stem != "anniversaries":
        assert keys == sorted(keys)


def test_an_abbreviation_has_one_reading_without_context() -> None:
    plain = [row[0] for row in tables.rows("abbreviations") if len(row) == 2]
    assert len(plain) == len(set(plain))
    assert len({row[0] for row in tables.rows("abbreviations")}) > 500
