"""Stops and releases as leaders read them: who, when, why, and never as the fault of an output."""

from __future__ import annotations

from datetime import timedelta

from report_samples import Book, about, instant

from broadcaster.programme.calendar import Days
from broadcaster.report.body import body
from broadcaster.report.figures import figures
from broadcaster.report.options import ReportOptions
from broadcaster.report.paper import Grid
from broadcaster.report.reconciliation import Difference, of_day
from broadcaster.report.summary import Summary, summarise

AT = instant(3)
WHY = "lệnh dừng của Người trực lúc 05:31: loa hú"


def stopped(*, lifted: bool) -> Book:
    """Return the ledger of a programme on two outputs that a stop cuts after a minute."""
    book = Book()
    slot = book.release(AT, about("a"))
    for output in ("soundcard:", "icecast://loa"):
        book.own("started", slot, AT, output, offset=0.0)
    book.add("stop", AT + timedelta(seconds=60), "", order="s", by="Người trực", reason="loa hú")
    for output in ("soundcard:", "icecast://loa"):
        book.own("cut", slot, AT + timedelta(seconds=60), output, heard=60.0, reason=WHY)
    if lifted:
        book.add("release", AT + timedelta(minutes=9), "", order="r", by="Trưởng đài", reason="đã sửa", stops=["s"])
    return book


def told(book: Book) -> Summary:
    return summarise(book.lines, Days(AT.date(), AT.date()), ())


def test_a_stop_is_no_fault_of_an_output() -> None:
    rows = of_day(stopped(lifted=True).lines, AT.date())
    assert [row.difference for row in rows] == [
        Difference.CUT,
        Difference.HALF,
        Difference.STOP,
        Difference.LIFT,
    ]
    assert rows[0].reason == f"{WHY}; phát 1 phút trong 5 phút"


def test_an_output_that_failed_of_itself_still_is() -> None:
    book = stopped(lifted=False)
    slot = str(book.lines[0].facts["slot"])
    book.own("missed", slot, AT, "file:a.flac", reason="không tạo được tệp")
    faults = [row.reason for row in of_day(book.lines, AT.date()) if row.difference is Difference.OUTPUT]
    assert faults == ["ngõ ra file:a.flac: không tạo được tệp"]


def test_the_report_tells_each_stop_and_what_lifted_it() -> None:
    for lifted, after in (
        (True, "05:39 ngày 03/10/2025, Trưởng đài: đã sửa"),
        (False, "không; im lặng đến hết ngày"),
    ):
        summary = told(stopped(lifted=lifted))
        grids = [block for block in body(summary, ReportOptions(), "Đài") if isinstance(block, Grid)]
        rows = [row for grid in grids for row in grid.rows if row[1] == "Người trực"]
        assert rows == [("05:31 ngày 03/10/2025", "Người trực", "loa hú", after)]
        found = {figure.name: (figure.value, figure.seqs) for figure in figures(summary)}
        assert found["Lần dừng loa"] == (1, (4,))
        assert found["Lần cho phát lại"] == ((1, (7,)) if lifted else (0, ()))


def test_an_item_of_which_the_headline_alone_was_heard_is_not_listed_as_aired() -> None:
    book = Book()
    slot = book.release(AT, about("a", "tin", ("điểm tin", 5.0, 4.0), ("bài", 120.0, 60.0)), about("b"))
    book.own("started", slot, AT, offset=0.0)
    book.own("cut", slot, AT + timedelta(seconds=60), heard=60.0, reason=WHY)
    summary = told(book)
    assert [(each.item, each.airings, each.seconds) for each in summary.items] == [("b", 0, 40.0)]
    assert summary.between == 20.0
