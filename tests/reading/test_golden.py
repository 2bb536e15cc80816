"""The golden set, written before the reading was tuned and by another hand: right nearly always, in every category."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from reading_comparison import is_right, rows

from broadcaster.reading.normalise import read

_ROWS = rows(Path(__file__).parents[1] / "golden" / "reading.tsv")


def test_the_golden_set_is_large_enough() -> None:
    assert len(_ROWS) >= 400


def test_golden_rows_are_read_right() -> None:
    rights: Counter[str] = Counter()
    wrong = []
    for category, written, accepted in _ROWS:
        spoken = read(written).spoken
        if is_right(category, spoken, accepted):
            rights[category] += 1
        else:
            wrong.append(f"{category}: {written} → {spoken} ≠ {accepted[0]}")
    totals = Counter(category for category, _, _ in _ROWS)
    report = "\n".join(wrong)
    assert rights.total() >= 0.98 * len(_ROWS), report
    assert all(rights[category] >= 0.95 * total for category, total in totals.items()), report
