"""Locked phrases in a station: said as they stand in the settings, approved with the text, flagged where misquoted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.errors import InputError, NotApprovedError, Severity
from broadcaster.records.standing import State
from broadcaster.station.desk.inspection import inspect
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AT = datetime(2025, 9, 30, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
WORDS = "Mỗi gia đình một việc làm mới"


def opened(small: SmallStation, phrases: str) -> Station:
    schedule = small.root / "schedule.yaml"
    text = schedule.read_text("utf-8").partition("phrases:")[0]
    schedule.write_text(f"{text}phrases:\n{phrases}", "utf-8")
    return open_station(small.root)


def test_a_phrase_is_said_and_approved_as_it_stands_in_the_settings(small: SmallStation) -> None:
    small.write("tin-a", "tin", '"{{lời kêu gọi}}"', "Xin nhắc: “{{lời kêu gọi}}”.")
    script = opened(small, f"  lời kêu gọi: {WORDS}\n").newsroom.news().find("tin-a")
    assert script.item.title == WORDS
    assert script.wording.body[0].groups == ("xin nhắc", WORDS.lower())


@pytest.mark.parametrize(
    "other", ["Mỗi gia đình một việc làm Mới", "Mỗi gia đình, một việc làm mới", "Mỗi nhà một việc"]
)
def test_a_changed_phrase_revokes_what_quotes_it(small: SmallStation, other: str) -> None:
    small.write("tin-a", "tin", "Tin", "Xin nhắc: “{{lời kêu gọi}}”.")
    station = opened(small, f"  lời kêu gọi: {WORDS}\n")
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=AT)
    states = {
        script.item.id: script.standing.state
        for script in opened(small, f"  lời kêu gọi: {other}\n").newsroom.news().scripts
    }
    assert states.pop("tin-a") is State.CHANGED
    assert set(states.values()) == {State.APPROVED}


def test_a_name_that_nobody_knows_keeps_the_item_off_the_air(small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin", "Một dòng.\n\nXin nhắc: “{{lời kêu goi}}” và {chủ đề}.")
    station = opened(small, f"  lời kêu gọi: {WORDS}\n")
    script = station.newsroom.news().find("tin-a")
    with pytest.raises(NotApprovedError, match="lời kêu goi"):
        station.newsroom.approve(script, by="Người duyệt thử", at=AT)
    found = [problem for problem in inspect(station.folder) if problem.severity is Severity.ERROR]
    assert [(problem.line, problem.hint) for problem in found] == [
        (8, "có phải ý là “lời kêu gọi”?"),
        (8, "viết như {{khẩu hiệu}}"),
    ]


def test_a_phrase_copied_by_hand_and_altered_is_flagged_with_the_exact_words(small: SmallStation) -> None:
    small.write("tin-a", "tin", "Mỗi gia đình một việc làm Mới", f"{WORDS}.\n\nMỗi gia đinh một việc làm mới.")
    found = [each for each in inspect(opened(small, f"  lời kêu gọi: {WORDS}\n").folder) if "nguyên văn" in each.what]
    assert [(each.line, each.severity) for each in found] == [(2, Severity.WARNING), (8, Severity.WARNING)]
    assert {each.hint for each in found} == {f"viết đúng: “{WORDS}”"}


@pytest.mark.parametrize("phrases", ["  a: x {{b}}\n", '  "a{": x\n', "  a:\n", "  a: [x]\n", "  a: x\n  a: y\n"])
def test_a_phrase_that_cannot_be_used_is_told(small: SmallStation, phrases: str) -> None:
    with pytest.raises(InputError):
        opened(small, phrases)
