"""Planned against aired: nothing different is left without a reason and the lines that tell it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from report_samples import Book, about, instant

from broadcaster.programme.calendar import Days
from broadcaster.report.period import Period, tell
from broadcaster.report.reconciliation import Difference, reconcile
from broadcaster.report.sessions import Outcome

AT = instant(1)
OCTOBER = Days(instant(1).date(), instant(12).date())


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def taken(book: Book, start: float, length: float, then: str, what: str = "ended") -> None:
    """Add a takeover that breaks into the programme *start* seconds after it began."""
    at = AT + seconds(start)
    slot = f"{at:%Y-%m-%d}/{at:%H%M%S}-chen-00c0ffee"
    facts = {"output": "memory:", "planned": at.isoformat(), "order": "o", "by": "Người trực", "why": "nước lên"}
    facts |= {"priority": "khẩn cấp", "title": "Sơ tán", "then": then}
    book.add("takeover", at, slot, what="started", actual=at.isoformat(), **facts)
    over = at + seconds(length)
    book.add("takeover", over, slot, what=what, actual=over.isoformat(), heard=length, **facts)


def told(book: Book) -> Period:
    return tell(book.lines, OCTOBER)


def test_a_day_as_planned_has_no_difference() -> None:
    book = Book()
    book.air(AT, about("a"))
    assert reconcile(told(book)) == ()


def test_each_difference_has_its_reason_and_its_lines() -> None:
    book = Book()
    book.air(AT, about("a"), withheld={"b": "chưa được duyệt"}, left_out={"c": "dài quá"})
    book.miss(instant(2), "mất điện")
    parts = ("bài", 80.0, 60.0), ("bài", 150.0, 60.0), ("điểm tin", 5.0, 6.0)
    slot = book.release(instant(3), about("a"), about("b", "tin", parts[0]), about("d", "tin", *parts[1:]))
    book.own("started", slot, instant(3) + seconds(9), offset=0.0)
    book.own("cut", slot, instant(3) + seconds(109), heard=100.0, reason="có lệnh dừng")
    book.add("stop", instant(3), "", order="s", by="Người trực", reason="loa hú")
    book.add("release", instant(3) + seconds(200), "", order="r", by="Trưởng đài", reason="đã sửa", stops=["s"])
    rows = [(row.difference, row.what, row.reason, row.seqs) for row in reconcile(told(book))]
    assert rows == [
        (Difference.LEFT_OUT, "c", "dài quá", (1, 2, 3)),
        (Difference.LEFT_OUT, "b", "chưa được duyệt", (1, 2, 3)),
        (Difference.MISSED, "Buổi sáng", "mất điện", (4,)),
        (Difference.CUT, "Buổi sáng", "có lệnh dừng; phát 1 phút 40 giây trong 5 phút", (5, 6, 7)),
        (Difference.HALF, "Đầu đề b", "có lệnh dừng; phát 20 giây trong 1 phút", (5, 6, 7)),
        (Difference.UNHEARD, "Đầu đề d", "có lệnh dừng; mới đọc tên ở điểm tin", (5, 6, 7)),
        (Difference.LATE, "Buổi sáng", "bắt đầu muộn 9 giây", (5, 6, 7)),
        (Difference.STOP, "mọi ngõ ra", "lệnh của Người trực: loa hú", (8,)),
        (Difference.LIFT, "mọi ngõ ra", "lệnh của Trưởng đài: đã sửa", (9,)),
    ]
    (row,) = reconcile(tell(book.lines, Days(instant(2).date(), instant(2).date())))
    assert row.reason == "mất điện"


@pytest.mark.parametrize(
    ("then", "ends", "outcome", "heard", "whole"),
    [("resume", 340, Outcome.AIRED, 300.0, [True, True]), ("join", 300, Outcome.CUT, 260.0, [False, True])],
)
def test_what_a_takeover_covers_was_heard_only_if_it_was_made_good(
    then: str, ends: int, outcome: Outcome, heard: float, whole: list[bool]
) -> None:
    book = Book()
    slot = book.release(AT, about("a", "tin", ("bài", 40.0, 60.0)), about("b", "tin", ("bài", 150.0, 60.0)))
    book.own("started", slot, AT, offset=0.0)
    taken(book, 50, 40, then)
    book.own("ended", slot, AT + seconds(ends), heard=heard)
    period = told(book)
    (session,) = period.sessions
    assert (session.outcome, session.seconds) == (outcome, heard)
    assert [each.whole for each in session.items] == whole
    (order,) = period.takeovers
    assert (order.what, order.seconds, order.by, order.priority) == ("ended", 40.0, "Người trực", "khẩn cấp")
    assert Difference.TAKEOVER in [row.difference for row in reconcile(period)]


def test_a_programme_by_hand_stands_apart_from_the_schedule() -> None:
    book = Book()
    book.air(AT, about("a"), by_hand=True)
    period = told(book)
    assert period.sessions == ()
    assert [each.seconds for each in period.by_hand] == [300.0]
    assert [row.difference for row in reconcile(period)] == [Difference.BY_HAND]


def test_days_of_which_nothing_is_told_are_named_and_days_outside_do_not_count() -> None:
    book = Book()
    book.air(instant(1) - timedelta(days=1), about("old"))
    for day in range(1, 12):
        book.air(instant(day), about("a"))
    book.air(instant(13), about("new"))
    period = told(book)
    assert len(period.sessions) == 11
    assert period.unlogged == (instant(12).date(),)
    assert period.earlier == {"old"}
    assert period.last is not None
    assert period.last.seq == 36
