"""The golden sets, written without sight of the reading they measure: right nearly always, in every category."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from reading_comparison import is_right, rows

from broadcaster.reading.normalise import read

_FOLDER = Path(__file__).parents[1] / "golden"
_SETS = {name: rows(_FOLDER / f"{name}.tsv") for name in ("reading", "reading-2", "reading-3")}


def test_the_golden_sets_are_large_enough() -> None:
    assert len(_SETS["reading"]) >= 400
    assert len(_SETS["reading-2"]) >= 280
    assert len(_SETS["reading-3"]) >= 68


def test_no_row_stands_in_two_sets() -> None:
    written = Counter(row for table in _SETS.values() for row in {row[1] for row in table})
    assert [row for row, sets in written.items() if sets > 1] == []


@pytest.mark.parametrize("name", _SETS)
def test_golden_rows_are_read_right(name: str) -> None:
    rights: Counter[str] = Counter()
    wrong = []
    for category, written, accepted in _SETS[name]:
        spoken = read(written).spoken
        if is_right(category, spoken, accepted):
            rights[category] += 1
        else:
            wrong.append(f"{category}: {written} → {spoken} ≠ {accepted[0]}")
    totals = Counter(category for category, _, _ in _SETS[name])
    report = "\n".join(wrong)
    assert rights.total() >= 0.98 * totals.total(), report
    assert all(rights[category] >= 0.95 * total for category, total in totals.items()), report
