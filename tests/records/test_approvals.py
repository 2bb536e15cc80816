"""Approvals: exactly these words, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from broadcaster.records.approvals import Approvals, Text
from broadcaster.records.rules import Rules
from broadcaster.records.standing import State, standing

AT = datetime(2025, 9, 29, 8, tzinfo=timezone(timedelta(hours=7)))
TEXT = Text("ngay-hoi", "Ngày hội", "w1", "l1", {"body": [{"groups": ["mùng một tháng mười"]}]})


def test_without_an_approval_nothing_airs() -> None:
    assert standing(TEXT, None).state is State.MISSING


def test_an_approval_comes_back_from_the_disk_whole(tmp_path: Path) -> None:
    made = Approvals(tmp_path).approve(TEXT, by="Người duyệt thử", at=AT)
    read = Approvals(tmp_path).latest()["ngay-hoi"]
    assert read == made
    assert read.text.words == TEXT.words
    assert standing(TEXT, read).state is State.APPROVED


def test_a_change_of_text_or_lexicon_withholds(tmp_path: Path) -> None:
    approval = Approvals(tmp_path).approve(TEXT, by="A", at=AT)
    other = {"body": [{"groups": ["một tháng mười"]}]}
    assert standing(replace(TEXT, written="w2"), approval).state is State.CHANGED
    assert standing(replace(TEXT, lexicon="l2", words=other), approval).state is State.CHANGED


def test_a_lexicon_change_that_leaves_the_words_alone_does_not_matter(tmp_path: Path) -> None:
    approval = Approvals(tmp_path).approve(TEXT, by="A", at=AT)
    assert standing(replace(TEXT, lexicon="l2"), approval).state is State.APPROVED


def test_a_newer_reading_of_the_same_text_airs_as_approved_and_is_told(tmp_path: Path) -> None:
    approval = Approvals(tmp_path).approve(TEXT, by="A", at=AT)
    now = standing(replace(TEXT, words={"body": [{"groups": ["ngày một tháng mười"]}]}), approval)
    assert (now.state, now.outdated) == (State.APPROVED, True)
    assert now.approval is not None
    assert now.approval.text.words == TEXT.words


def test_silences_are_the_stations_and_no_words(tmp_path: Path) -> None:
    rows = {"body": [{"groups": ["mùng một tháng mười"], "question": False, "pause": 0.6}]}
    approval = Approvals(tmp_path).approve(replace(TEXT, words=rows), by="A", at=AT)
    other = {"body": [{"groups": ["mùng một tháng mười"], "question": False, "end": "sentence"}]}
    now = standing(replace(TEXT, words=other, lexicon="l2"), approval)
    assert (now.state, now.outdated) == (State.APPROVED, False)


def test_a_question_is_other_words_than_a_statement(tmp_path: Path) -> None:
    row = {"groups": ["mai có họp"], "end": "sentence"}
    asked, told = (replace(TEXT, words={"body": [row | {"question": value}]}) for value in (True, False))
    approval = Approvals(tmp_path).approve(asked, by="A", at=AT)
    assert not standing(asked, approval).outdated
    assert standing(told, approval).outdated
    assert standing(replace(told, lexicon="l2"), approval).state is State.CHANGED


def test_what_was_taken_back_does_not_air_until_it_is_approved_again(tmp_path: Path) -> None:
    approvals = Approvals(tmp_path)
    approvals.withdraw("ngay-hoi", by="B", reason="chưa từng duyệt", at=AT)
    approvals.approve(TEXT, by="A", at=AT)
    approvals.withdraw("ngay-hoi", by="B", reason="sai tên thôn", at=AT + timedelta(hours=1))
    now = standing(TEXT, approvals.latest()["ngay-hoi"])
    assert (now.state, now.reason) == (State.WITHDRAWN, "B đã rút duyệt: sai tên thôn")
    approvals.approve(TEXT, by="A", at=AT + timedelta(hours=2))
    assert standing(TEXT, approvals.latest()["ngay-hoi"]).state is State.APPROVED


NEWS = replace(TEXT, kind="tin", author="Người viết thử")


@pytest.mark.parametrize(
    ("rules", "by", "state"),
    [
        (Rules(), "Người duyệt thử", State.APPROVED),
        (Rules(), "người  viết THỬ", State.REFUSED),
        (Rules(own=True), "Người viết thử", State.APPROVED),
        (Rules(approvers=("Người duyệt thử",)), "người duyệt thử", State.APPROVED),
        (Rules(approvers=("Người duyệt thử",)), "Người khác", State.REFUSED),
        (Rules(approvers=("Người viết thử",)), "Người viết thử", State.REFUSED),
        (Rules(exempt=frozenset({"tin"})), "Người viết thử", State.EXEMPT),
    ],
)
def test_the_stations_rules_decide_whose_approval_counts(tmp_path: Path, rules: Rules, by: str, state: State) -> None:
    approval = Approvals(tmp_path).approve(NEWS, by=by, at=AT)
    assert standing(NEWS, approval, rules).state is state
    assert bool(rules.refusal(NEWS, by)) == (state is not State.APPROVED)


def test_an_author_who_takes_their_name_off_has_still_approved_their_own(tmp_path: Path) -> None:
    approval = Approvals(tmp_path).approve(NEWS, by="Người viết thử", at=AT)
    assert standing(replace(NEWS, author=""), approval).state is State.REFUSED
    other = Approvals(tmp_path).approve(replace(NEWS, author=""), by="Người viết thử", at=AT)
    assert standing(NEWS, other).state is State.REFUSED


def test_an_approval_ends_unless_the_words_are_fixed_ones(tmp_path: Path) -> None:
    rules = Rules(days=30, lasting=frozenset({"lời chào"}))
    approval = Approvals(tmp_path).approve(NEWS, by="A", at=AT)
    now = standing(NEWS, approval, rules)
    assert now.last_day == date(2025, 10, 29)
    assert now.ended(date(2025, 10, 29)) == ""
    assert "29/10/2025" in now.ended(date(2025, 10, 30))
    greeting = replace(NEWS, kind="lời chào")
    assert standing(greeting, approval, rules).last_day is None
    assert standing(NEWS, approval).last_day is None


def test_kinds_that_need_no_approval_air_whatever_was_approved() -> None:
    rules = Rules(exempt=frozenset({"tin"}))
    assert standing(NEWS, None, rules).is_good
    assert not standing(replace(NEWS, kind="thông báo"), None, rules).is_good


def test_what_was_taken_back_does_not_air_though_its_kind_needs_no_approval(tmp_path: Path) -> None:
    approvals, rules = Approvals(tmp_path), Rules(exempt=frozenset({"tin"}))
    approvals.approve(NEWS, by="A", at=AT)
    approvals.withdraw(NEWS.item, by="A", reason="sai tên thôn", at=AT + timedelta(hours=1))
    now = standing(NEWS, approvals.latest()[NEWS.item], rules)
    assert (now.state, now.is_good) == (State.WITHDRAWN, False)


def test_the_latest_approval_counts(tmp_path: Path) -> None:
    approvals = Approvals(tmp_path)
    approvals.approve(TEXT, by="A", at=AT)
    approvals.approve(replace(TEXT, written="w2"), by="B", at=AT)
    assert approvals.latest()["ngay-hoi"].by == "B"
    assert approvals.verify() == ()
