"""Locked phrases: put in letter for letter, by name, or not at all."""

from __future__ import annotations

import unicodedata

import pytest

from broadcaster.content.finding import Text
from broadcaster.content.item import Item, Kind
from broadcaster.content.phrasebook import Phrasebook
from broadcaster.content.quotation import misquoted

SLOGAN = "Nhiệt liệt chào mừng Ngày hội đổi mới sáng tạo quốc gia 01-10"
THEME = "Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia"
BOOK = Phrasebook({"tên xã": "xã Ngọc Thiện"}, {"ngay-hoi": {"khẩu hiệu": SLOGAN, "chủ đề": THEME}})
TWO = Phrasebook({}, {"ngay-hoi": {"khẩu hiệu": SLOGAN}, "phong-chay": {"khẩu hiệu": "Phòng cháy hơn chữa cháy"}})


def item(body: str, *tags: str, title: str = "Tin") -> Item:
    return Item("tin", Kind.NEWS, title, body, tags=tags)


def test_names_become_words_in_title_and_body() -> None:
    filled = BOOK.fill(item("“{{khẩu hiệu}}”. Ở {{tên xã}}.", title="{{chủ đề}}"))
    assert filled.body == f"“{SLOGAN}”. Ở xã Ngọc Thiện."
    assert filled.title == THEME
    assert filled.placeholders == ()


@pytest.mark.parametrize(
    "name", ["{{khẩu hiệu}}", "{{ Khẩu  hiệu }}", "{{KHẨU HIỆU}}", unicodedata.normalize("NFD", "{{khẩu hiệu}}")]
)
def test_a_name_is_the_same_however_it_is_typed(name: str) -> None:
    assert BOOK.fill(item(name)).body == SLOGAN


def test_an_item_has_the_phrases_of_its_own_campaign() -> None:
    assert TWO.fill(item("{{khẩu hiệu}}", "phong-chay")).body == "Phòng cháy hơn chữa cháy"
    assert TWO.fill(item("{{khẩu hiệu}}", "ngay-hoi")).body == SLOGAN
    assert TWO.fill(item("{{khẩu hiệu}}")).placeholders == ("{{khẩu hiệu}}",), "whose slogan, nobody can say"


@pytest.mark.parametrize(
    "body", ["{{khẩu hiêu}}", "{{khẩu hiệu}", "{khẩu hiệu}}", "{khẩu hiệu}", "{{}}", "{{khẩu\nhiệu}}", "a } b", "{{{{"]
)
def test_what_names_no_phrase_keeps_the_item_off_the_air(body: str) -> None:
    assert BOOK.fill(item(body)).placeholders


def test_an_item_that_names_nothing_is_left_alone() -> None:
    plain = item("Trời nắng.")
    assert BOOK.fill(plain) is plain


def test_the_words_are_what_an_approval_binds() -> None:
    asked = item("{{khẩu hiệu}}")
    other = Phrasebook({}, {"ngay-hoi": {"khẩu hiệu": SLOGAN.replace("đổi mới", "Đổi mới")}})
    assert BOOK.fill(asked).bound_text() == BOOK.fill(item(SLOGAN)).bound_text()
    assert BOOK.fill(asked).bound_text() != other.fill(asked).bound_text()


def quoted(text: str) -> list[str]:
    return [finding.what for finding in misquoted(Text(text), (SLOGAN, THEME))]


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (SLOGAN.replace("đổi mới", "Đổi mới"), "chữ hoa khác nguyên văn"),
        (SLOGAN.upper(), "chữ hoa khác nguyên văn"),
        (SLOGAN.replace("Nhiệt", "Nhiêt"), "dấu khác nguyên văn"),
        (THEME.replace("Đổi", "Đôi"), "dấu khác nguyên văn"),
        (THEME.replace(" - ", " – "), "khác nguyên văn"),
        (THEME.replace("quốc gia", "đất nước"), "khác nguyên văn"),
        (THEME.replace("Động lực", "Nguồn động lực"), "khác nguyên văn"),
        (SLOGAN.replace("01-10", "01/10"), "khác nguyên văn"),
        (SLOGAN.replace(" 01-10", ""), "khác nguyên văn"),
    ],
)
def test_a_phrase_quoted_otherwise_is_found_with_the_exact_words(written: str, what: str) -> None:
    found = list(misquoted(Text(f"Khẩu hiệu của đợt: “{written}”, bà con nhớ nhé."), (SLOGAN, THEME)))
    assert [finding.what for finding in found] == [f"{what}: “{written}”"]
    assert found[0].hint in (f"viết đúng: “{SLOGAN}”", f"viết đúng: “{THEME}”")


@pytest.mark.parametrize(
    "text",
    [
        f"Khẩu hiệu: “{SLOGAN}”. Chủ đề: “{THEME}”.",
        "Xã hưởng ứng Ngày hội Đổi mới sáng tạo Quốc gia 01/10.",
        "Bà con treo băng rôn chào mừng Ngày hội.",
        "Đổi mới sáng tạo là việc của toàn dân. Động lực ấy rất quý.",
        "",
    ],
)
def test_what_is_exact_or_only_speaks_of_it_is_left_alone(text: str) -> None:
    assert quoted(text) == []
