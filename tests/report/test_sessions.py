"""What the ledger attests of each slot: no more than was heard, and why not all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from report_samples import Book, about, instant

from broadcaster.report.sessions import Outcome, Session, sessions

AT = instant(1)


def only(book: Book) -> Session:
    (session,) = sessions(book.lines)
    return session


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_a_programme_heard_in_full() -> None:
    book = Book()
    book.air(AT, about("a", "tin", ("điểm tin", 5.0, 4.0), ("bài", 20.0, 60.0), ("nhắc lại", 90.0, 60.0)))
    session = only(book)
    assert (session.outcome, session.reason, session.seconds) == (Outcome.AIRED, "", 300.0)
    assert session.began == AT
    assert [(each.item, each.whole, each.seconds, each.length) for each in session.items] == [("a", True, 124.0, 60.0)]
    assert session.seqs == (1, 2, 3)


def test_a_missed_slot_keeps_its_reason() -> None:
    book = Book()
    book.miss(AT, "mất điện")
    session = only(book)
    assert (session.outcome, session.reason, session.seconds, session.items) == (Outcome.MISSED, "mất điện", 0.0, ())


def test_what_was_cut_counts_as_far_as_it_was_heard() -> None:
    book = Book()
    slot = book.release(
        AT, about("a"), about("b", "tin", ("bài", 100.0, 60.0)), about("c", "tin", ("bài", 200.0, 60.0))
    )
    book.own("started", slot, AT, offset=0.0)
    book.own("cut", slot, AT + seconds(130), heard=130.0, reason="có lệnh dừng")
    session = only(book)
    assert (session.outcome, session.reason, session.seconds) == (Outcome.CUT, "có lệnh dừng", 130.0)
    assert [(each.item, each.whole, each.seconds) for each in session.items] == [
        ("a", True, 60.0),
        ("b", False, 30.0),
        ("c", False, 0.0),
    ]


def test_a_headline_alone_is_no_airing() -> None:
    book = Book()
    slot = book.release(AT, about("a", "tin", ("điểm tin", 5.0, 4.0), ("bài", 20.0, 60.0)))
    book.own("started", slot, AT, offset=0.0)
    book.own("cut", slot, AT + seconds(15), heard=15.0, reason="x")
    assert [(each.whole, each.seconds) for each in only(book).items] == [(False, 4.0)]


def test_joining_late_is_not_the_whole_programme() -> None:
    book = Book()
    slot = book.release(AT, about("a"))
    book.own("started", slot, AT + seconds(50), offset=50.0)
    book.own("ended", slot, AT + seconds(300), heard=250.0)
    session = only(book)
    assert (session.outcome, session.seconds) == (Outcome.CUT, 250.0)
    assert "bỏ 50 giây đầu" in session.reason
    assert [(each.whole, each.seconds) for each in session.items] == [(False, 30.0)]


def test_a_late_start_from_the_beginning_is_the_whole_programme() -> None:
    book = Book()
    slot = book.release(AT, about("a"))
    book.own("started", slot, AT + seconds(50), offset=0.0)
    book.own("ended", slot, AT + seconds(350), heard=300.0)
    assert (only(book).outcome, only(book).seconds) == (Outcome.AIRED, 300.0)


def test_a_player_killed_and_replaced_leaves_the_gap_out() -> None:
    book = Book()
    slot = book.release(AT, about("a", "tin", ("bài", 95.0, 20.0)), about("b"))
    book.own("started", slot, AT, offset=0.0)
    planned = AT.isoformat()
    book.add("fault", AT + seconds(100), slot, output="memory:", planned=planned, reason="trình phát bị tắt đột ngột")
    book.own("started", slot, AT + seconds(103), offset=103.0)
    book.own("ended", slot, AT + seconds(300), heard=197.0)
    session = only(book)
    assert (session.outcome, session.seconds) == (Outcome.CUT, 297.0)
    assert "mất tiếng 3 giây" in session.reason
    assert [(each.whole, each.seconds) for each in session.items] == [(False, 17.0), (True, 60.0)]


def test_after_a_power_cut_only_what_somebody_saw_counts() -> None:
    book = Book()
    slot = book.release(AT, about("a"), about("b", "tin", ("bài", 200.0, 60.0)))
    book.own("started", slot, AT, offset=0.0)
    book.own("started", slot, AT + seconds(150), offset=150.0)
    book.own("ended", slot, AT + seconds(300), heard=150.0)
    session = only(book)
    assert (session.outcome, session.seconds) == (Outcome.CUT, 150.0)
    assert "không rõ" in session.reason
    assert [each.whole for each in session.items] == [False, True]


def test_an_end_told_hours_later_by_the_station_attests_nothing() -> None:
    book = Book()
    slot = book.release(AT, about("a"))
    book.own("started", slot, AT, offset=0.0)
    book.add(
        "cut", AT + timedelta(hours=3), slot, output="memory:", planned=AT.isoformat(), reason="bị ngắt giữa chừng"
    )
    session = only(book)
    assert (session.outcome, session.reason, session.seconds) == (Outcome.CUT, "bị ngắt giữa chừng", 0.0)
    assert not any(each.whole for each in session.items)


def failed(book: Book, end: str, heard: float) -> Session:
    """A programme whose output fails after 100 seconds; its player's last line comes at the 300th."""
    bodies = (("early", 50.0), ("broken", 90.0), ("late", 200.0))
    slot = book.release(AT, *(about(name, "tin", ("bài", start, 40.0)) for name, start in bodies))
    book.own("started", slot, AT, offset=0.0)
    book.own("fault", slot, AT + seconds(100), reason="card âm thanh hỏng")
    book.own(end, slot, AT + seconds(300), heard=heard, reason="ngõ ra hỏng cho đến hết giờ")
    return only(book)


def test_an_output_that_fails_for_good_plays_no_more_than_its_player_counted() -> None:
    session = failed(Book(), "cut", 100.0)
    assert (session.outcome, session.seconds) == (Outcome.CUT, 100.0)
    assert [(each.whole, each.seconds) for each in session.items] == [(True, 40.0), (False, 10.0), (False, 0.0)]


def test_an_output_that_recovers_leaves_out_what_it_could_not_play() -> None:
    session = failed(Book(), "ended", 250.0)
    assert (session.outcome, session.seconds) == (Outcome.CUT, 250.0)
    assert "mất tiếng 50 giây" in session.reason
    assert [(each.whole, each.seconds) for each in session.items] == [(True, 40.0), (False, 10.0), (True, 40.0)]


def test_two_outputs_are_one_session_and_the_better_one_counts() -> None:
    book = Book()
    slot = book.release(AT, about("a"))
    book.own("started", slot, AT, offset=0.0)
    book.own("missed", slot, AT, output="icecast:", reason="máy chủ không trả lời")
    book.own("ended", slot, AT + seconds(300), heard=300.0)
    session = only(book)
    assert (session.outcome, session.seconds) == (Outcome.AIRED, 300.0)
    assert session.troubles == ("ngõ ra icecast:: máy chủ không trả lời",)


def test_a_slot_on_the_air_is_not_yet_known() -> None:
    book = Book()
    slot = book.release(AT, about("a"))
    book.own("started", slot, AT, offset=0.0)
    assert only(book).outcome is Outcome.UNKNOWN


def test_sessions_stand_by_their_instants_and_keep_what_was_taken_out() -> None:
    book = Book()
    missing = {"withheld": {"b": "chưa được duyệt"}, "left_out": {"c": "dài quá"}, "titles": {"c": "Đầu đề c"}}
    book.air(instant(2), about("a"), **missing)
    book.air(instant(1), about("a"))
    assert [session.slot for session in sessions(book.lines)] == ["2025-10-01/0530-sang", "2025-10-02/0530-sang"]
    assert sessions(book.lines)[1].missing == {"b": "chưa được duyệt", "Đầu đề c": "dài quá"}


def test_the_oldest_ledgers_named_the_items_alone() -> None:
    book = Book()
    slot = "2025-10-01/0530-sang"
    book.add("released", AT, slot, planned=AT.isoformat(), seconds=300.0, items=["a"], withheld={})
    book.own("started", slot, AT, offset=0.0)
    book.own("ended", slot, AT + seconds(300), heard=300.0)
    assert [(each.item, each.kind, each.whole) for each in only(book).items] == [("a", "", True)]


happenings = st.lists(
    st.tuples(
        st.sampled_from(["started", "ended", "cut", "fault", "told cut", "missed"]),
        st.floats(0.5, 200.0),
        st.sampled_from([0.0, 10.0, 130.0, 299.0]),
    ),
    max_size=8,
)


@given(happenings)
def test_whatever_the_ledger_says_no_more_is_heard_than_was_released_or_time_allowed(told: list[Any]) -> None:
    book = Book()
    slot = book.release(AT, about("a"), about("b", "tin", ("điểm tin", 5.0, 4.0), ("bài", 100.0, 60.0)))
    now, began = AT, None
    for event, later, offset in told:
        now += seconds(later)
        if event == "started":
            began = began or now
            book.own(event, slot, now, offset=offset)
        elif event in ("ended", "cut", "missed"):
            book.own(event, slot, now, heard=offset, reason="x")
        else:
            book.add(event.removeprefix("told "), now, slot, output="memory:", planned=AT.isoformat(), reason="x")
    session = only(book)
    elapsed = (now - began).total_seconds() if began else 0.0
    assert 0.0 <= session.seconds <= min(session.released, elapsed) + 0.05
    assert sum(each.seconds for each in session.items) <= session.seconds + 0.01
    assert all(each.seconds >= 60.0 - 0.1 for each in session.items if each.whole)
