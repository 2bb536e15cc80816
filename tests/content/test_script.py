import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcaster.content import script
from broadcaster.content.item import Item, Kind
from broadcaster.core.errors import Problem, Severity
from broadcaster.core.priority import Priority

FULL = """---
title: "Luật mới: điều cần biết"
kind: nghị quyết - luật
priority: ưu tiên
author: Ban biên tập
source: Kế hoạch 65
from: 24/09/2025
until: 2025-10-05
repeat: 6
tags: [Hộ gia đình, luat-2025, ho-gia-dinh]
voice: giong-nu
reading:
  HTX: hợp tác xã
  "01-10": mùng một tháng mười
notes: Đọc chậm.
sample: có
---

Kính thưa bà con.
"""


def parse(text: str) -> tuple[Item | None, list[Problem]]:
    problems: list[Problem] = []
    return script.parse(text, "luat-moi", "scripts/luat-moi.md", problems), problems


def test_every_key_is_read() -> None:
    item, problems = parse(FULL)
    assert problems == []
    assert item == Item(
        id="luat-moi",
        kind=Kind.LAW,
        title="Luật mới: điều cần biết",
        body="Kính thưa bà con.",
        priority=Priority.PRIORITY,
        author="Ban biên tập",
        source="Kế hoạch 65",
        valid_from=date(2025, 9, 24),
        valid_until=date(2025, 10, 5),
        repeat=6,
        tags=("ho-gia-dinh", "luat-2025"),
        voice="giong-nu",
        readings=(("HTX", "hợp tác xã"), ("01-10", "mùng một tháng mười")),
        notes="Đọc chậm.",
        sample=True,
        file="scripts/luat-moi.md",
        line=19,
    )


def test_only_title_and_kind_must_be_written() -> None:
    item, problems = parse("---\ntitle: Tin\nkind: tin\n---\nLời.")
    assert problems == []
    assert item == Item("luat-moi", Kind.NEWS, "Tin", "Lời.", file="scripts/luat-moi.md", line=5)


def test_tags_may_stand_in_one_line() -> None:
    item, _ = parse("---\ntitle: Tin\nkind: tin\ntags: Học sinh, đổi mới\n---\nLời.")
    assert item is not None
    assert item.tags == ("hoc-sinh", "doi-moi")


@pytest.mark.parametrize(
    ("line", "at", "what", "hint"),
    [
        ("knd: tin", (4, 1), "không có mục nào tên “knd”", "“kind”"),
        ("priority: khẩn cấp", (4, 11), "không có “khẩn cấp”", "ưu tiên"),
        ("from: 31/09/2025", (4, 7), "không có ngày 31/09/2025 trong lịch", "xem lại"),
        ("until: hôm nay", (4, 8), "“hôm nay” không phải là ngày", "2025-10-01"),
        ("repeat: nhiều", (4, 9), "“nhiều” không dùng được", "số nguyên"),
        ("repeat: -1", (4, 9), "“-1” không dùng được", "từ 0"),
        ("sample: maybe", (4, 9), "không rõ là có hay không", "yes"),
        ("tags: [a, '!!']", (4, 11), "nhãn “!!” không có chữ nào", "ho-gia-dinh"),
        ("reading: [HTX]", (4, 10), "phải gồm các mục", ""),
        ("reading: {HTX: ''}", (4, 16), "“HTX” chưa có lời đọc", "lời đọc"),
        ("title: Hai", (4, 1), "mục “title” viết hai lần", "giữ lại một"),
        ("author: [a, b]", (4, 9), "phải là một giá trị", "ngoặc"),
    ],
)
def test_a_bad_line_is_told_with_line_column_and_advice(line: str, at: tuple[int, int], what: str, hint: str) -> None:
    item, problems = parse(f"---\ntitle: Tin\nkind: tin\n{line}\n---\nLời.")
    assert item is None
    (problem,) = problems
    assert (problem.line, problem.column) == at
    assert what in problem.what
    assert hint in problem.hint


def test_letters_that_cannot_be_read_keep_the_item_out() -> None:
    item, problems = parse(FULL.replace("thưa", "th\0ưa"))
    assert item is None
    assert [(p.line, p.column) for p in problems] == [(19, 8)]


def test_the_last_day_must_not_stand_before_the_first() -> None:
    item, problems = parse("---\ntitle: Tin\nkind: tin\nfrom: 05/10/2025\nuntil: 24/9/2025\n---\nLời.")
    assert item is None
    assert [(p.line, p.column, p.what) for p in problems] == [
        (5, 8, "“until” (24/09/2025) đứng trước “from” (05/10/2025)")
    ]
    assert parse("---\ntitle: Tin\nkind: tin\nfrom: 1/10/2025\nuntil: 1/10/2025\n---\nLời.")[1] == []


def test_all_problems_of_a_script_are_told_together() -> None:
    _, problems = parse("---\nkind: tin tưc\nfrom: 30/2/2025\ntag: x\n---\n\n")
    assert sorted(problem.what.split(" ")[0] for problem in problems) == [
        "chưa",
        "không",
        "thiếu",
        "“from”:",
        "“kind”:",
    ]
    assert all(problem.file == "scripts/luat-moi.md" and problem.line and problem.hint for problem in problems)


def test_a_bad_mapping_does_not_hide_an_empty_body() -> None:
    _, problems = parse("---\ntitle: 'Tin\n---\n***\n")
    assert [problem.line for problem in problems] == [4, 2]


def test_blanks_are_a_warning_at_their_line_and_the_item_stays() -> None:
    item, problems = parse("---\ntitle: Gương [tên]\nkind: gương điển hình\n---\n\nMở đầu.\n\nÔng [họ tên] ở [thôn].\n")
    assert item is not None
    assert item.placeholders == ("[tên]", "[họ tên]", "[thôn]")
    assert sorted((p.line, p.severity, p.what) for p in problems) == [
        (2, Severity.WARNING, "còn chỗ trống chưa điền: [tên]"),
        (8, Severity.WARNING, "còn chỗ trống chưa điền: [họ tên], [thôn]"),
    ]


def test_a_form_full_of_blanks_is_told_in_one_line() -> None:
    _, problems = parse("---\ntitle: Gương\nkind: gương điển hình\n---\n[a] [b] [c] [d] [e]")
    assert [problem.what for problem in problems] == ["còn chỗ trống chưa điền: [a], [b], [c] và 2 chỗ nữa"]


LINES = st.sampled_from(
    [*FULL.split("\n"), "---", "...", "title:", "kind: [", "reading: {a: *b}", "? x", "- y", "\ttags: !!int 3", "&a *a"]
)


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=20), max_size=25).map("\n".join), st.booleans())
def test_no_text_gives_a_traceback(text: str, framed: bool) -> None:
    problems: list[Problem] = []
    item = script.parse(f"---\n{text}\n---\nLời." if framed else text, "a", "a.md", problems)
    if item is None:
        assert any(problem.severity is Severity.ERROR for problem in problems)
    else:
        assert unicodedata.is_normalized("NFC", item.bound_text())
        assert item.title
        assert item.body


@settings(deadline=None)
@given(st.text(alphabet="ab:{}[]-?|>&*!%@`'\"#, \n", max_size=60))
def test_no_front_matter_gives_a_traceback(mapping: str) -> None:
    item, problems = parse(f"---\n{mapping}\n---\nLời.")
    assert (item is None) == any(problem.severity is Severity.ERROR for problem in problems)
