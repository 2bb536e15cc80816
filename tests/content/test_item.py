import dataclasses
import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcaster.content.item import Item, Kind, placeholders, slug
from broadcaster.core import values
from broadcaster.core.priority import Priority
from broadcaster.core.values import UnreadableError

ITEM = Item(id="tin-mot", kind=Kind.NEWS, title="Tin một", body="Lời bài.")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_read_by_the_word_an_editor_writes(kind: Kind) -> None:
    assert Kind.parse(kind.value) is kind
    assert Kind.parse(unicodedata.normalize("NFD", f" {kind.value.upper()} ")) is kind


@pytest.mark.parametrize("written", ["nghị quyết–luật", "nghị quyết-luật", "nghị quyết - luật", "Nghị quyết — Luật"])
def test_law_is_read_with_any_dash(written: str) -> None:
    assert Kind.parse(written) is Kind.LAW


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(UnreadableError) as caught:
        Kind.parse("thong bao")
    assert "thông báo" in caught.value.hint


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2025, 9, 23), False),
        (date(2025, 9, 24), True),
        (date(2025, 10, 5), True),
        (date(2025, 10, 6), False),
    ],
)
def test_both_ends_of_the_validity_are_included(day: date, valid: bool) -> None:
    item = dataclasses.replace(ITEM, valid_from=date(2025, 9, 24), valid_until=date(2025, 10, 5))
    assert item.valid_on(day) is valid


def test_without_dates_an_item_is_always_valid() -> None:
    assert ITEM.valid_on(date.min)
    assert ITEM.valid_on(date.max)
    assert not dataclasses.replace(ITEM, valid_until=date(2025, 10, 5)).valid_on(date.max)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gặp [tên nhân vật], ở [tên thôn]. [tên nhân vật] nói", ("[tên nhân vật]", "[tên thôn]")),
        ("[tên\nnhân vật]", ("[tên nhân vật]",)),
        ("ngày [...] tháng […]", ("[...]", "[…]")),
        ("[ ]", ("[]",)),
        ("Họ tên: ........ Thôn: ____ ………", ("........", "____", "………")),
        ("[tên](nếu có)", ("[tên]",)),
        ("xem [trang của xã](https://example.vn/tin)", ()),
        ("theo tài liệu [1], [2, 3]", ()),
        ("rồi... thôi… ba chấm.", ()),
        ("[tên [nhân vật]]", ("[nhân vật]",)),
    ],
)
def test_blanks_are_told_from_links_and_footnotes(text: str, found: tuple[str, ...]) -> None:
    assert placeholders(text) == found


def test_an_item_knows_the_blanks_of_title_and_body_once_each() -> None:
    item = dataclasses.replace(ITEM, title="Gương [tên]", body="[tên] ở [thôn]")
    assert item.placeholders == ("[tên]", "[thôn]")


BOUND = {
    "title": "Tin khác",
    "body": "Lời bài",
    "kind": Kind.NOTICE,
    "priority": Priority.PRIORITY,
    "valid_from": date(2025, 9, 24),
    "valid_until": date(2025, 10, 5),
    "repeat": 3,
    "voice": "nam",
    "readings": (("HTX", "hợp tác xã"),),
}
FREE = {
    "id": "x",
    "author": "a",
    "source": "s",
    "tags": ("t",),
    "notes": "n",
    "sample": True,
    "form": True,
    "file": "x.md",
    "line": 9,
}


def test_every_field_is_either_bound_or_free() -> None:
    assert {field.name for field in dataclasses.fields(Item)} == set(BOUND) | set(FREE)


@pytest.mark.parametrize("field", BOUND)
def test_an_approval_binds_what_sounds(field: str) -> None:
    assert dataclasses.replace(ITEM, **{field: BOUND[field]}).bound_text() != ITEM.bound_text()


@pytest.mark.parametrize("field", FREE)
def test_an_approval_leaves_the_rest_free(field: str) -> None:
    assert dataclasses.replace(ITEM, **{field: FREE[field]}).bound_text() == ITEM.bound_text()


def test_the_bound_text_is_canonical() -> None:
    readings = (("B", "bê"), ("A", "a"))
    one = dataclasses.replace(ITEM, readings=readings, body=unicodedata.normalize("NFD", ITEM.body))
    two = dataclasses.replace(ITEM, readings=readings[::-1])
    assert one.bound_text() == two.bound_text()
    assert two.bound_text() == (
        '{"body":"Lời bài.","kind":"tin","priority":"thông thường","readings":{"A":"a","B":"bê"},"repeat":0,'
        '"title":"Tin một","valid_from":null,"valid_until":null,"voice":""}'
    )


@settings(deadline=None)
@given(st.text(), st.text())
def test_different_words_are_bound_differently(one: str, two: str) -> None:
    texts = [dataclasses.replace(ITEM, body=body).bound_text() for body in (one, two)]
    assert json.loads(texts[0])["body"] == values.text(one)
    assert (texts[0] == texts[1]) is (values.text(one) == values.text(two))


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_empty_or_a_usable_name(name: str) -> None:
    made = slug(name)
    assert not made or values.identifier(made) == made
    assert slug(made) == made


@settings(deadline=None)
@given(st.text(alphabet="[]._…a1 \n(/)"))
def test_looking_for_blanks_never_fails(text: str) -> None:
    assert all(blank in " ".join(text.split()) or blank.startswith("[") for blank in placeholders(text))
