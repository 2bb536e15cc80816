"""Stops and releases as leaders read them: who, when, why, and never as the fault of an output."""

from __future__ import annotations

from datetime import timedelta

import pytest
from report_samples import Book, about, instant

from broadcaster.content.item import Kind
from broadcaster.programme.calendar import Days
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.target import Measure, Target
from broadcaster.report.body import body
from broadcaster.report.figures import figures
from broadcaster.report.options import ReportOptions
from broadcaster.report.paper import Grid, Paragraph
from broadcaster.report.period import as_planned
from broadcaster.report.reconciliation import Difference
from broadcaster.report.summary import Summary, summarise
from broadcaster.report.topics import topics

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
    rows = told(stopped(lifted=True)).differences
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
    faults = [row.reason for row in told(book).differences if row.difference is Difference.OUTPUT]
    assert faults == ["ngõ ra file:a.flac: không tạo được tệp"]


def test_the_report_tells_each_stop_and_what_lifted_it() -> None:
    for lifted, after in (
        (True, "05:39 ngày 03/10/2025, Trưởng đài: đã sửa"),
        (False, "nhật ký không ghi; lệnh dừng tự hết khi hết ngày, không sớm hơn bốn giờ"),
    ):
        summary = told(stopped(lifted=lifted))
        grids = [block for block in body(summary, ReportOptions(), "Đài") if isinstance(block, Grid)]
        rows = [row for grid in grids for row in grid.rows if row[1] == "Người trực"]
        assert rows == [("05:31 ngày 03/10/2025", "Người trực", "loa hú", after)]
        found = {figure.name: (figure.value, figure.seqs) for figure in figures(summary)}
        assert found["Lần dừng loa"] == (1, (4,))
        assert found["Lần cho phát lại"] == ((1, (7,)) if lifted else (0, ()))


def test_a_stop_that_the_station_kept_is_no_second_order_and_what_lifts_the_one_lifts_the_other() -> None:
    book = stopped(lifted=False)
    kept = AT + timedelta(days=1)
    book.add("stop", kept, "", order="k", by="Người trực", reason="giữ lại: loa hú", of="s")
    whole = Days(AT.date(), kept.date())
    for after in ("được giữ lại một lần", "06:30 ngày 04/10/2025, Trưởng đài: đã sửa"):
        summary = summarise(book.lines, whole, ())
        grids = [block for block in body(summary, ReportOptions(), "Đài") if isinstance(block, Grid)]
        (row,) = (row for grid in grids for row in grid.rows if row[1] == "Người trực")
        assert str(row[-1]).endswith(after)
        assert [each.difference for each in summary.differences].count(Difference.STOP) == 1
        assert {each.name: each.value for each in figures(summary)}["Lần dừng loa"] == 1
        book.add("release", kept + timedelta(hours=1), "", order="r", by="Trưởng đài", reason="đã sửa", stops=["k"])


def test_an_item_of_which_the_headline_alone_was_heard_is_not_listed_as_aired() -> None:
    book = Book()
    slot = book.release(AT, about("a", "tin", ("điểm tin", 5.0, 4.0), ("bài", 120.0, 60.0)), about("b"))
    book.own("started", slot, AT, offset=0.0)
    book.own("cut", slot, AT + timedelta(seconds=60), heard=60.0, reason=WHY)
    summary = told(book)
    assert [(each.item, each.airings, each.seconds) for each in summary.items] == [("b", 0, 40.0)]
    assert summary.between == 20.0


def on_two(*, first: float, second: float, second_reason: str = "") -> Summary:
    """Return what is told of a programme of 300 s heard so long on two outputs, which its release names."""
    book = Book()
    slot = book.release(AT, about("a"), outputs={"loa": "soundcard:", "mang": "icecast://a@b:1/c"})
    for output, heard, reason in (("soundcard:", first, WHY), ("icecast://a@b:1/c", second, second_reason)):
        if heard:
            book.own("started", slot, AT, output, offset=0.0)
        end = "ended" if heard == 300.0 else "cut" if heard else "missed"
        book.own(end, slot, AT + timedelta(seconds=heard), output, heard=heard, reason=reason if heard < 300.0 else "")
    return told(book)


@pytest.mark.parametrize(
    ("first", "second", "reason", "expected"),
    [
        (300.0, 0.0, "máy chủ không trả lời", "ngõ ra mang: máy chủ không trả lời"),
        (300.0, 240.0, "mạng đứt", "ngõ ra mang: mạng đứt; phát 4 phút trong 5 phút"),
        (300.0, 0.0, "Ngõ ra icecast://a@b:1/c: máy chủ bận.", "ngõ ra mang: máy chủ bận"),
        (300.0, 60.0, "Tệp đã bị sửa.", "ngõ ra mang: Tệp đã bị sửa; phát 1 phút trong 5 phút"),
        (60.0, 60.0, WHY, ""),
        (60.0, 60.0, "đài được tắt", ""),
        (60.0, 30.0, WHY, "ngõ ra mang: mất tiếng 30 giây giữa chừng; phát 30 giây trong 5 phút"),
        (300.0, 300.0, "", ""),
    ],
)
def test_an_output_is_told_by_its_name_and_only_where_less_was_heard_on_it(
    first: float, second: float, reason: str, expected: str
) -> None:
    rows = on_two(first=first, second=second, second_reason=reason).differences
    assert [row.reason for row in rows if row.difference is Difference.OUTPUT] == ([expected] if expected else [])


def test_an_output_that_was_silent_for_a_while_and_ended_well_is_told() -> None:
    book = Book()
    slot = book.air(AT, about("a"), outputs={"loa": "memory:", "mang": "icecast:"})
    book.own("started", slot, AT, "icecast:", offset=0.0)
    book.own("fault", slot, AT + timedelta(seconds=100), "icecast:", reason="mạng đứt")
    book.own("ended", slot, AT + timedelta(seconds=300), "icecast:", heard=250.0)
    (row,) = told(book).differences
    assert row.reason == "ngõ ra mang: mất tiếng 50 giây giữa chừng; phát 4 phút 10 giây trong 5 phút"


def test_a_target_that_was_missed_says_by_how_much_and_how_it_is_counted() -> None:
    book = Book()
    for hour in (5, 6, 7):
        book.air(AT.replace(hour=hour), about("a"))
    days = Days(AT.date(), AT.date() + timedelta(days=1))
    target = Target("Tin", Measure.PER_DAY, 2, frozenset({Kind.NEWS}))
    summary = summarise(book.lines, days, (Campaign("hoi", "Ngày hội", days, targets=(target,)),))
    blocks = list(topics(summary))
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert grid.rows == (("Tin", "", "2 lượt mỗi ngày", 3, "chưa đạt (2/4)"),)
    assert [block for block in blocks if isinstance(block, Paragraph) and "không bù" in block.text]


def test_what_a_takeover_covers_on_every_output_excuses_none_of_them() -> None:
    book = Book()
    slot = book.release(AT, about("a"), outputs={"loa": "soundcard:", "mang": "icecast:"})
    for output, fails in (("soundcard:", False), ("icecast:", True)):
        book.own("started", slot, AT, output, offset=0.0)
        if fails:
            book.own("fault", slot, AT + timedelta(seconds=100), output, reason="mạng đứt")
        heard = 230.0 if fails else 260.0
        book.own("ended", slot, AT + timedelta(seconds=300), output, heard=heard, covered=40.0)
    rows = [row.reason for row in told(book).differences if row.difference in (Difference.CUT, Difference.OUTPUT)]
    assert rows == [
        "nhường 40 giây cho chen phát; phát 4 phút 20 giây trong 5 phút",
        "ngõ ra mang: mất tiếng 30 giây giữa chừng; phát 3 phút 50 giây trong 5 phút",
    ]


def test_days_without_slots_are_not_praised() -> None:
    book = Book()
    book.air(AT, about("a"), by_hand=True)
    assert "nên không có gì để đối chiếu" in as_planned(told(book).period)
    book.air(AT + timedelta(hours=1), about("a"))
    assert as_planned(told(book).period) == "Mọi buổi phát đều theo đúng kế hoạch."
    longer = summarise(book.lines, Days(AT.date(), AT.date() + timedelta(days=1)), ())
    assert as_planned(longer.period).endswith("nhật ký không ghi buổi phát nào ngày 04/10/2025.")


def test_an_order_that_was_refused_is_no_takeover_but_is_counted_and_told() -> None:
    book = Book()
    slot = "2025-10-03/060000-chen-x"
    facts = {"planned": AT.isoformat(), "order": "o", "by": "Người trực", "why": "nhắc", "priority": "ưu tiên"}
    book.add("takeover", AT, slot, what="refused", title="Nhắc lịch", reason="chưa được duyệt", **facts)
    summary = told(book)
    assert [row.difference for row in summary.differences] == [Difference.REFUSED]
    found = {figure.name: (figure.value, figure.seqs) for figure in figures(summary)}
    assert found["Lần chen phát"] == (0, ())
    assert found["Lệnh chen không được phát"] == (1, (1,))
    text = [block.text for block in body(summary, ReportOptions(), "Đài") if isinstance(block, Paragraph)]
    assert "Trong kỳ không có lần chen phát nào." in text
    assert "Có 1 lệnh chen không được phát, lý do nêu ở Phụ lục III." in text


def test_a_programme_by_hand_is_called_by_the_slot_that_it_was_made_for() -> None:
    book = Book()
    book.air(AT, about("a"), by_hand=True, of="2025-10-02/1700-chieu", name="")
    (row,) = told(book).differences
    assert row.what == "phát bằng tay (2025-10-02/1700-chieu)"


def test_reasons_that_differ_in_their_numbers_alone_are_counted_together() -> None:
    book = Book()
    for day, late in ((1, 16), (2, 21), (3, 40)):
        at = AT.replace(day=day)
        slot = book.release(at, about("a"), outputs={"loa": "soundcard:"})
        book.own("started", slot, at + timedelta(seconds=late), "soundcard:", offset=float(late))
        book.own("ended", slot, at + timedelta(seconds=300), "soundcard:", heard=300.0 - late)
    for day, reason in ((4, "Ngõ ra soundcard:: thiết bị không trả lời"), (5, "đã trễ 7,5 giây"), (6, "")):
        slot = book.release(AT.replace(day=day), about("a"), outputs={"loa": "soundcard:"})
        book.own("missed", slot, AT.replace(day=day), "soundcard:", reason=reason)
    summary = summarise(book.lines, Days(AT.date().replace(day=1), AT.date().replace(day=6)), ())
    blocks = body(summary, ReportOptions(), "Đài")
    (grid,) = (block for block in blocks if isinstance(block, Grid) and block.columns[-1].name == "Số buổi")
    assert grid.rows == (
        ("không phát", "ngõ ra loa: thiết bị không trả lời", 1),
        ("không phát", "nhật ký không ghi lý do", 1),
        ("không phát", "đã trễ 7,5 giây", 1),
        ("phát không trọn", "bắt đầu muộn, vào giữa chương trình, bỏ … giây đầu", 3),
    )
