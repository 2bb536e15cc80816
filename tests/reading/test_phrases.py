"""Our own table of phrases: each keeps the reading that a reader reviewed, and is no guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadcaster.reading.normalise import read

_LINES = (Path(__file__).parent / "phrases.tsv").read_text(encoding="utf-8").splitlines()
_ROWS = [tuple(line.split("\t")) for line in _LINES if not line.startswith("# ")]


@pytest.mark.parametrize(("category", "written", "spoken"), _ROWS, ids=[row[1] for row in _ROWS])
def test_phrase_keeps_its_reviewed_reading(category: str, written: str, spoken: str) -> None:
    reading = read(written)
    assert reading.spoken == spoken, category
    assert not reading.guesses


_DOUBTS = Path(__file__).parent / "doubts.tsv"
_DOUBTFUL = [tuple(line.split("\t")) for line in _DOUBTS.read_text("utf-8").splitlines() if not line.startswith("# ")]


@pytest.mark.parametrize(("written", "guess", "other"), _DOUBTFUL, ids=[row[0] for row in _DOUBTFUL])
def test_what_may_mean_two_things_is_a_guess_and_the_other_is_offered(written: str, guess: str, other: str) -> None:
    (span,) = read(written).guesses
    assert span.spoken == guess
    assert other in span.candidates
