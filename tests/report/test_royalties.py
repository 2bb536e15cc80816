"""What authors are owed."""

from __future__ import annotations

from datetime import date, timedelta

from report_samples import Book, about, instant

from broadcaster.programme.calendar import Days
from broadcaster.report.period import tell
from broadcaster.report.royalties import NOBODY, Due, Rate, royalties
from broadcaster.report.tally import by_item

DAYS = Days(date(2025, 10, 1), date(2025, 10, 31))
RATES = (Rate(("tin",), per_item=30_000, per_minute=6_000, per_airing=500), Rate(("thông báo",), per_item=20_000))


def owed(book: Book) -> dict[str, Due]:
    period = tell(book.lines, DAYS)
    return {due.item.item: due for due in royalties(period, by_item(period), RATES)}


def test_an_item_is_paid_once_by_its_length_and_for_each_airing() -> None:
    book = Book()
    parts = (("điểm tin", 5.0, 5.0), ("bài", 20.0, 90.0), ("nhắc lại", 120.0, 90.0))
    for day in (1, 2, 3):
        book.air(instant(day), about("a", "tin", *parts, author="Người viết"))
    due = owed(book)["a"]
    assert (due.author, due.amount, due.item.airings) == ("Người viết", 30_000 + 9_000 + 3 * 500, 3)


def test_what_was_first_heard_in_an_earlier_period_is_paid_for_its_airings_alone() -> None:
    book = Book()
    book.air(instant(1) - timedelta(days=1), about("a", author="X"))
    book.air(instant(1), about("a", author="X"))
    due = owed(book)["a"]
    assert (due.fresh, due.amount) == (False, 500)


def test_what_was_cut_short_before_is_not_yet_paid() -> None:
    book = Book()
    early = instant(1) - timedelta(days=1)
    slot = book.release(early, about("a", author="X"))
    book.own("started", slot, early, offset=0.0)
    book.own("cut", slot, early + timedelta(seconds=40), heard=40.0, reason="x")
    book.air(instant(1), about("a", author="X"))
    assert owed(book)["a"].fresh


def test_what_was_never_heard_in_full_is_owed_nothing() -> None:
    book = Book()
    slot = book.release(instant(1), about("a", author="X"))
    book.own("started", slot, instant(1), offset=0.0)
    book.own("cut", slot, instant(1) + timedelta(seconds=40), heard=40.0, reason="x")
    assert owed(book) == {}


def test_authors_come_by_name_and_items_without_one_last() -> None:
    book = Book()
    b, n, a = about("b", author="B"), about("n", "thông báo"), about("a", "gương điển hình", author="A")
    book.air(instant(1), b, n, a)
    found = owed(book)
    assert [due.author for due in found.values()] == ["A", "B", NOBODY]
    assert (found["a"].rated, found["a"].amount) == (False, 0)
    assert found["n"].amount == 20_000
