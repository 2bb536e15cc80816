"""The station's facts against the plan, whose flaws are known, and against small texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from broadcaster.content.facts import StationFacts, check
from broadcaster.core.errors import Problem, Severity

_PLAN = (Path(__file__).parents[1] / "golden" / "ke-hoach-65.txt").read_text(encoding="utf-8")
_FACTS = StationFacts(
    names=("Ngọc Thiện", "Ngày hội Đổi mới sáng tạo Quốc gia"),
    start=date(2025, 9, 24),
    end=date(2025, 10, 5),
    phrases=(
        "Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia",
        "Nhiệt liệt chào mừng Ngày hội Đổi mới sáng tạo Quốc gia 01-10",
    ),
    terms={"băng rôn": ("băng dôn",), "CĐS": ("CDS",)},
    abbreviations=frozenset(
        ("UBND", "ĐMST", "HTX", "KH", "CN", "NQ", "TW", "HĐND", "PCT", "BCĐ", "PTKHCN", "MTTQ", "VT", "CDS", "KT")
    ),
)


def _found(text: str, facts: StationFacts = _FACTS) -> list[str]:
    return [f"{problem.line}: {problem.what}" for problem in check(text, "bai.md", facts)]


def _line_of(words: str, *, after: int = 0) -> int:
    lines = _PLAN.splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line and number > after)


def _problems(part: str) -> list[Problem]:
    return [problem for problem in check(_PLAN, "ke-hoach.txt", _FACTS) if part in problem.what]


@pytest.mark.parametrize(
    ("part", "line_with", "times"),
    [
        ("“Ngọc Thiên” khác dấu", "Ngọc Thiên, ngày 24", 4),
        ("tỉnh Bắc Giang nay thuộc Bắc Ninh", "Căn cứ Kế hoạch số 77", 1),
        ("số mục nhảy: sau 3.2 là 3.4", "3.4. Tổ chức", 1),
        ("“mục II” ở chỗ khác gọi là “phần II”", "băng dôn", 1),
        ("“Chủ tịch UBND tỉnh” trong văn bản của xã", "Theo dõi, đôn đốc", 1),
        ("Đổi mới sáng tạo Việt Nam”: tên đúng", "3.2. Tuyên truyền", 1),
        ("“CDS”: đúng ra là “CĐS”", "2.3. Tiếp tục", 3),
        ("không rõ chữ viết tắt “VHXX”", "VHXX", 1),
        ("“băng dôn”: đúng ra là “băng rôn”", "băng dôn", 1),
        ("lặp chữ “ngày ngày”", "ngày ngày hội", 1),
        ("số “2” lọt giữa câu", "với 2 việc", 1),
        ("chữ hoa khác nguyên văn: “Nhiệt liệt", "1.2 Khẩu hiệu", 1),
        ("chữ trong ngoặc “(b/c)”", "- Sở Khoa học và Công nghệ (b/c)", 2),
    ],
)
def test_a_known_flaw_of_the_plan_is_found(part: str, line_with: str, times: int) -> None:
    problems = _problems(part)
    assert len(problems) == times
    assert problems[0].line == _line_of(line_with)
    assert problems[0].hint
    assert problems[0].severity is Severity.WARNING


def test_long_sentences_of_the_plan_are_found() -> None:
    assert _line_of("Tổ chức hưởng ứng Ngày hội") in [problem.line for problem in _problems("câu dài")]


def test_problems_come_by_place_and_once() -> None:
    problems = check(_PLAN, "ke-hoach.txt", _FACTS)
    places = [(problem.line or 0, problem.column or 0) for problem in problems]
    assert places == sorted(places)
    assert len(set(problems)) == len(problems)


def test_a_day_outside_the_campaign() -> None:
    assert _found("Hội thi diễn ra từ 06/10/2025 tại xã.") == ["1: ngày 6/10/2025 nằm ngoài đợt 24/09/2025-05/10/2025"]
    assert _found("Quyết định ngày 15/4/2025 của tỉnh.") == []
    assert _found("Hạn nộp trước ngày 31/9/2025.") == ["1: không có ngày 31/9/2025"]


def test_clean_radio_copy_is_left_alone() -> None:
    assert _found("Xã Ngọc Thiện mở Ngày hội Đổi mới sáng tạo Quốc gia. Mời bà con đến nhà văn hóa.") == []


def test_a_name_written_in_two_ways_without_any_fact() -> None:
    text = "Mời ông Hoàng Văn Tú, ông Hoàng Văn Tư. Chú Hoàng Văn Tú và bác Hoàng Văn Tú đến họp."
    assert _found(text, StationFacts()) == ["1: tên “Hoàng Văn Tư” ở chỗ khác viết “Hoàng Văn Tú”"]


def test_grounds_before_the_news() -> None:
    found = _found("Căn cứ kế hoạch của tỉnh về phòng dịch, xã phun thuốc sáng mai.", StationFacts())
    assert found == ["1: mở đầu bằng căn cứ, người nghe chưa biết tin chính"]


def test_roman_numerals_and_headings_are_no_abbreviations() -> None:
    assert _found("I. MỤC ĐÍCH\nTheo phần II của kế hoạch.") == []


def test_a_slogan_in_other_words() -> None:
    found = _found("“Đổi mới sáng tạo toàn dân - Động lực phát triển đất nước”")
    assert found == ["1: khác nguyên văn: “Đổi mới sáng tạo toàn dân - Động lực phát triển đất nước”"]


def test_doubling_on_purpose_is_no_slip() -> None:
    assert _found("Bà con luôn luôn nhớ. Nhà nhà thi đua.", StationFacts()) == []


def test_too_many_numbers() -> None:
    found = _found("Có 1.200 hộ, 4.500 người, 12 thôn, 3 trường.", StationFacts())
    assert found == ["1: câu có 4 con số (nên không quá 3)"]


def test_numbering_starts_anew_under_each_heading() -> None:
    text = "I. MỘT\n1. a\n2. b\n2.1. c\n2.2. d\nII. HAI\n1. a\n1.1. b\n3. c\n"
    assert _found(text, StationFacts()) == ["9: số mục nhảy: sau 1 là 3"]


def test_a_phrase_quoted_word_for_word_is_as_it_must_be() -> None:
    facts = StationFacts(names=("Ngày hội Đổi mới",), phrases=("Chào mừng Ngày hội đổi mới 01-10",))
    assert _found("Chào mừng Ngày hội đổi mới 01-10!", facts) == []
    assert len(_found("Đến với Ngày hội đổi mới.", facts)) == 1
