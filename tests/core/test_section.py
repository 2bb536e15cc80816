"""A table read key by key: what is there, and all that is wrong."""

from __future__ import annotations

from broadcaster.core import values, yamlfile
from broadcaster.core.errors import Problem
from broadcaster.core.section import Section


def section(text: str) -> tuple[Section, list[Problem]]:
    problems: list[Problem] = []
    return Section(yamlfile.parse(text, "thu.yaml"), "thu.yaml", problems), problems


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
