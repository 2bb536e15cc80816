"""What was changed since the approval, as an approver wants to see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from broadcaster.content.item import Item, Kind
from broadcaster.production.changes import Change, changes
from broadcaster.production.wording import to_approve, word
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.options import ReadingOptions
from broadcaster.records.approvals import Text

ITEM = Item("tin-a", Kind.NEWS, "Tin thứ nhất", "Trời nắng. Lúa chín vàng.\n\nNgày 01/10 gặt.")


def text(item: Item, lexicon: Lexicon = Lexicon()) -> Text:  # noqa: B008 - a frozen value
    return to_approve(item, word(item, lexicon, ReadingOptions()), lexicon)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (ITEM, ()),
        (replace(ITEM, tags=("mua-vu",), notes="đã hỏi", author="A", source="B"), ()),
        (replace(ITEM, title="Tin đầu"), (Change("lời đọc đầu đề", "tin thứ nhất", "tin đầu"),)),
        (
            replace(ITEM, body=ITEM.body.replace("nắng", "mưa")),
            (Change("lời đọc", "trời nắng", "trời mưa"),),
        ),
        (
            replace(ITEM, body=ITEM.body.replace("Lúa chín vàng.", "")),
            (Change("lời đọc", "lúa chín vàng", ""),),
        ),
        (
            replace(ITEM, body=ITEM.body + "\n\nXong."),
            (Change("lời đọc", "", "xong"),),
        ),
        (
            replace(ITEM, body=ITEM.body.replace("01/10", "1/10")),
            (Change("chữ viết", "Ngày 01/10 gặt.", "Ngày 1/10 gặt."),),
        ),
        (replace(ITEM, valid_until=date(2025, 10, 5)), (Change("until", "", "05/10/2025"),)),
        (replace(ITEM, voice="espeak:vi"), (Change("voice", "", "espeak:vi"),)),
        (
            replace(ITEM, readings=(("Lúa", "lúa nếp"),)),
            (Change("lời đọc", "lúa chín vàng", "lúa nếp chín vàng"), Change("reading", "", "Lúa: lúa nếp")),
        ),
    ],
)
def test_each_change_is_told_once_with_both_sides(now: Item, told: tuple[Change, ...]) -> None:
    assert changes(text(ITEM), text(now)) == told


def test_a_reading_changed_by_the_lexicon_is_told_in_words() -> None:
    after = text(ITEM, Lexicon({"Lúa": "lúa nếp"}))
    assert changes(text(ITEM), after) == (Change("lời đọc", "lúa chín vàng", "lúa nếp chín vàng"),)


def test_approvals_of_the_first_days_tell_of_the_words_alone() -> None:
    old = replace(text(ITEM), bound={})
    now = text(replace(ITEM, body="Trời mưa.", valid_until=date(2025, 10, 5)))
    assert {change.where for change in changes(old, now)} == {"lời đọc"}
