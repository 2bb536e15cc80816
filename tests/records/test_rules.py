"""Who may approve whose text: the same name typed in another way is the same person."""

import unicodedata
from dataclasses import dataclass

import pytest

from broadcaster.records.rules import Rules


@dataclass(frozen=True)
class Text:
    """As much of a text as the rules ask for."""

    author: str
    kind: str = "news"


@pytest.mark.parametrize(
    ("author", "by"),
    [("Cán bộ văn hóa", "Cán bộ văn hoá"), ("Lê Thúy", "lê  thuý"), ("Khỏe", "Khoẻ"), ("Thụy", "Thuỵ")],
)
def test_other_tone_placement_is_the_same_person(author: str, by: str) -> None:
    by = unicodedata.normalize("NFD", by)
    assert "không tự duyệt" in Rules().refusal(Text(author), by)
    assert not Rules(approvers=(author,)).refusal(Text("Người khác"), by)


@pytest.mark.parametrize(("author", "by"), [("Hòa", "Hóa"), ("Hoà", "Hoa"), ("Lân", "Lăn")])
def test_another_tone_or_vowel_is_another_person(author: str, by: str) -> None:
    assert not Rules().refusal(Text(author), by)
    assert Rules(approvers=(author,)).refusal(Text("Người khác"), by)
