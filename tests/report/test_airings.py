"""The plain table: what people wrote is never a formula to whoever opens it in a spreadsheet."""

from __future__ import annotations

import csv

import pytest
from report_samples import Book, about, instant

from broadcaster.programme.calendar import Days
from broadcaster.report.period import tell
from broadcaster.report.writers.airings import write_airings

DAYS = Days(instant(1).date(), instant(1).date())


def cells(start: str) -> dict[str, str]:
    """Return the row of a programme in which everything that somebody can write begins with *start*."""
    evil = f"{start}HYPERLINK(1)"
    book = Book()
    told = {"title": evil, "author": evil, "tags": [evil, "b"]}
    slot = book.release(instant(1), about(evil, evil, **told), name=evil, campaign=evil, origin=evil)
    book.own("missed", slot, instant(1), reason=evil)
    (row,) = csv.DictReader(write_airings(tell(book.lines, DAYS)).decode("utf-8-sig").splitlines())
    return row


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "＝"])
def test_nothing_that_somebody_wrote_is_a_formula(start: str) -> None:
    row = cells(start)
    guarded = {name for name, cell in row.items() if cell.startswith(f"'{start}")}
    assert guarded == {"name", "campaign", "origin", "reason", "item", "kind", "title", "author", "tags"}
    assert not [cell for cell in row.values() if cell.lstrip()[:1] in ("=", "+", "-", "@", "＝")]


def test_what_is_no_formula_stays_as_it_is() -> None:
    row = cells("Tin 1-2 ")
    assert row["title"] == "Tin 1-2 HYPERLINK(1)"
    assert (row["session_seconds"], row["by_hand"]) == ("0.000", "0")
