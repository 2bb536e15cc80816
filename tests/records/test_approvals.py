"""Approvals: exactly these words, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from broadcaster.records.approvals import Approvals, State, Text, standing

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


def test_the_latest_approval_counts(tmp_path: Path) -> None:
    approvals = Approvals(tmp_path)
    approvals.approve(TEXT, by="A", at=AT)
    approvals.approve(replace(TEXT, written="w2"), by="B", at=AT)
    assert approvals.latest()["ngay-hoi"].by == "B"
    assert approvals.verify() == ()
