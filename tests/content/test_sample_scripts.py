"""The station's own sample texts: whole, dated, worded as the plan words them, and short enough for the ear."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from broadcaster.content import library
from broadcaster.content.item import Item, Kind
from broadcaster.station.setup import settings
from broadcaster.station.setup.folder import Folder

STATION = Path(__file__).parents[2]
WRITTEN = library.load(STATION / "scripts_content", base=STATION)
BOOK = settings.load(Folder(STATION)).phrases
LIBRARY = replace(WRITTEN, items=tuple(map(BOOK.fill, WRITTEN.items)))
CAMPAIGN = "ngay-hoi-doi-moi-sang-tao"
FIRST, LAST, FESTIVAL = date(2025, 9, 24), date(2025, 10, 5), date(2025, 10, 1)
PHRASES = {
    "loi-xuong": Kind.IDENT,
    "loi-chao": Kind.GREETING,
    "dan-diem-tin": Kind.LINK,
    "dan-noi-dung": Kind.LINK,
    "dan-nhac-lai": Kind.LINK,
    "dan-guong": Kind.LINK,
    "loi-ket": Kind.CLOSING,
}
FORM = "mau-guong-dien-hinh"
CAMPAIGN_ITEMS = [item for item in LIBRARY.items if item.id not in PHRASES]
AIRABLE = [item for item in CAMPAIGN_ITEMS if not item.placeholders]


def by_id(item: Item) -> str:
    return item.id


def sentences(item: Item) -> list[str]:
    return [sentence for part in item.body.split("\n") for sentence in re.split(r"(?<=[.!?])\s+", part) if sentence]


def test_there_is_no_problem_and_the_blanks_of_the_form_are_none() -> None:
    assert LIBRARY.problems == ()


def test_only_the_form_cannot_air() -> None:
    assert [item.id for item in LIBRARY.items if item.placeholders] == [FORM]
    asked = " ".join(LIBRARY[FORM].placeholders)
    assert all(word in asked for word in ("tên nhân vật", "việc mới đã làm", "kết quả", "xác nhận", "đồng ý"))
    assert [item.id for item in LIBRARY.items if item.form] == [FORM]


def test_there_is_enough_to_air() -> None:
    assert len(AIRABLE) >= 20


def test_a_specimen_says_on_air_that_it_is_one() -> None:
    samples = [item for item in AIRABLE if item.sample]
    assert [item.id for item in samples] == ["bai-mau-guong-dien-hinh"]
    assert samples[0].title.startswith("Bài mẫu")
    assert samples[0].body.startswith("Đây là bài mẫu")


def test_the_fixed_phrases_hold_all_year() -> None:
    assert {name: LIBRARY[name].kind for name in PHRASES} == PHRASES
    for name in PHRASES:
        assert LIBRARY[name].valid_from is LIBRARY[name].valid_until is None
        assert CAMPAIGN not in LIBRARY[name].tags
    assert LIBRARY["loi-xuong"].body == "Đây là Đài Truyền thanh xã Ngọc Thiện."


@pytest.mark.parametrize("item", CAMPAIGN_ITEMS, ids=by_id)
def test_every_item_of_the_campaign_is_tagged_and_ends_with_it(item: Item) -> None:
    assert CAMPAIGN in item.tags
    assert item.valid_from is not None
    assert item.valid_until is not None
    assert FIRST <= item.valid_from <= item.valid_until <= LAST
    assert item.source.startswith("Kế hoạch số 65/KH-UBND") or item.id == FORM


def test_theme_and_slogan_are_the_plan_s_word_for_word() -> None:
    assert "“Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia”" in LIBRARY["chu-de-ngay-hoi"].body
    assert LIBRARY["khau-hieu-ngay-hoi"].body == "Nhiệt liệt chào mừng Ngày hội đổi mới sáng tạo quốc gia 01-10"


def test_theme_and_slogan_are_quoted_by_name_alone() -> None:
    asked = {item.id for item in WRITTEN.items if item.placeholders and not LIBRARY[item.id].placeholders}
    assert len(asked) == 8
    known = BOOK.known_to(WRITTEN["khau-hieu-ngay-hoi"]).values()
    assert not [item.id for item in WRITTEN.items for words in known if words in item.body]


@pytest.mark.parametrize("kind", [Kind.NEWS, Kind.ROLE_MODEL, Kind.EXPLAINER, Kind.LAW, Kind.NOTICE, Kind.SLOGAN])
def test_every_day_of_the_campaign_has_something_of_every_kind(kind: Kind) -> None:
    days = [FIRST + timedelta(days=number) for number in range(12)]
    assert days[-1] == LAST
    assert all(any(item.kind is kind and item.valid_on(day) for item in AIRABLE) for day in days)


@pytest.mark.parametrize("item", AIRABLE, ids=by_id)
def test_today_is_said_only_of_one_day(item: Item) -> None:
    if "hôm nay, ngày" in item.body.lower():
        assert item.valid_from == item.valid_until == FESTIVAL


@pytest.mark.parametrize("item", [*AIRABLE, *map(LIBRARY.__getitem__, PHRASES)], ids=by_id)
def test_no_sentence_is_too_long_for_the_ear(item: Item) -> None:
    assert [sentence for sentence in sentences(item) if len(sentence.split()) > 25] == []
    assert len(item.title.split()) <= 20


def test_the_day_itself_has_its_own_news_for_each_of_three_programmes() -> None:
    own = [item for item in AIRABLE if item.valid_from == item.valid_until == FESTIVAL]
    assert [item.kind for item in own] == [Kind.NEWS] * 3
    assert all(item.body.startswith("Hôm nay, ngày 01/10/2025,") for item in own)
