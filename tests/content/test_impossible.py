"""Days and hours that cannot be are noted; those that can are left alone."""

import pytest

from broadcaster.content.facts import StationFacts, check


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Họp ngày 30/2/2026.", "không có ngày 30/2/2026"),
        ("Họp thứ hai ngày 28/11/2026.", "ngày 28/11/2026 là thứ bảy, không phải thứ hai"),
        ("Họp lúc 25h.", "không có giờ “25h”"),
        ("Họp lúc 7 giờ 75.", "không có giờ “7 giờ 75”"),
    ],
)
def test_impossible_is_noted_with_its_line(text: str, what: str) -> None:
    assert [(p.what, p.line) for p in check(f"Mời bà con.\n{text}", "a.md", StationFacts())] == [(what, 2)]


@pytest.mark.parametrize(
    "text",
    ["Họp thứ bảy, ngày 28/11/2026, lúc 7h30.", "Ngày 29/2/2028 đến 24 giờ.", "Nộp trước 48 giờ, khoảng 30 giờ."],
)
def test_possible_is_left_alone(text: str) -> None:
    assert not check(text, "a.md", StationFacts())
