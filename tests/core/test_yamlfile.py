"""YAML as it was written, and every problem with its line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.core import values, yamlfile
from broadcaster.core.errors import InputError, Problem
from broadcaster.core.yamlfile import Section


def section(text: str) -> tuple[Section, list[Problem]]:
    problems: list[Problem] = []
    return Section(yamlfile.parse(text, "thu.yaml"), "thu.yaml", problems), problems


def test_yaml_does_not_guess() -> None:
    table = yamlfile.parse("at: 17:00\nnone: no\nempty:\nbig: 1_000\ndate: 2025-10-01", "thu.yaml")
    assert [node.value for _, node in table.entries if isinstance(node, yamlfile.Text)] == [
        "17:00",
        "no",
        "",
        "1_000",
        "2025-10-01",
    ]


def test_everything_knows_its_line() -> None:
    table = yamlfile.parse("a: 1\nb:\n  - c: 2\n", "thu.yaml", first_line=10)
    listing = table["b"]
    assert isinstance(listing, yamlfile.Listing)
    assert (listing.entries[0].line, listing.entries[0].column) == (12, 5)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3", 3, "viết hai lần"),
        ("a: b: c", 1, "“:”"),
        ("a:\n\t- x", 2, "tab"),
        ("- 1", 1, "tên: giá trị"),
        ("a: 'x", 1, "nháy"),
        ("x: &a 1\ny: *a", 2, "bí danh"),
        ("a: [1, 2", 1, "ngoặc"),
        ("[" * 5000, None, "quá sâu"),
        ("a: \x00", None, "ký tự điều khiển"),
        ("? [a]\n: b", 1, "tên mục phải là chữ"),
    ],
)
def test_faults_are_told_in_vietnamese_with_their_line(text: str, line: int | None, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        yamlfile.parse(text, "thu.yaml")
    assert caught.value.problems[0].line == line
    assert caught.value.problems[0].hint


@given(st.text(max_size=80))
def test_no_text_gives_anything_but_a_table_or_problems(text: str) -> None:
    with suppress(InputError):
        assert yamlfile.parse(text, "thu.yaml").line == 1


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "cp1258.yaml").write_bytes("a: 1\nb: Ngọc".encode("utf-16"))
    (tmp_path / "big.yaml").write_bytes(b"a: 1\n" * 1_100_000)
    for name in ("cp1258.yaml", "big.yaml", "missing.yaml", "."):
        with pytest.raises(InputError):
            yamlfile.load(tmp_path / name)
    (tmp_path / "bom.yaml").write_bytes("\ufeffa: Thiện".encode())
    assert yamlfile.load(tmp_path / "bom.yaml").keys() == ["a"]


def test_a_section_reads_what_is_there_and_says_all_that_is_wrong() -> None:
    read, problems = section("at: 17h30\nlevel: chín\ntitel: x\ntags: [a, b]\ninner: {x: 1}\nrows: [{y: 2}, 3]")
    assert read.value("at", values.hour, None) is not None
    assert read.value("level", values.number(0, 1), 0.5) == 0.5
    assert read.value("missing", values.text, "mặc định") == "mặc định"
    assert read.values("tags", values.text) == ("a", "b")
    inner = read.section("inner")
    assert inner is not None
    assert inner.value("x", values.whole(0, 9), 0) == 1
    assert len(read.sections("rows")) == 1
    read.require("title")
    read.close()
    assert [(problem.line, problem.what) for problem in problems] == [
        (2, "“level”: “chín” không phải là số"),
        (6, "mỗi mục của “rows” phải gồm các dòng “tên: giá trị”"),
        (1, "thiếu mục “title”"),
        (3, "không có mục nào tên “titel”"),
    ]
    assert problems[-1].hint == "có phải ý là “title”?"


def test_a_value_of_the_wrong_shape_is_a_problem_not_a_crash() -> None:
    read, problems = section("a: [1]\nb: x\nc: x")
    assert read.value("a", values.text, "") == ""
    assert read.section("b") is None
    assert read.sections("c") == []
    assert [problem.line for problem in problems] == [1, 2, 3]
