import pytest

from broadcaster.content import frontmatter
from broadcaster.core.errors import InputError

TEXT = "---\ntitle: Tin\nkind: tin\n---\n\nDòng một.  \n\nDòng hai.\n"


def test_a_script_is_cut_in_two_with_its_lines() -> None:
    assert frontmatter.split(TEXT, "a.md") == ("title: Tin\nkind: tin", 2, "Dòng một.\n\nDòng hai.", 6)


def test_blank_lines_may_stand_first() -> None:
    parts = frontmatter.split("\n \n" + TEXT, "a.md")
    assert (parts.mapping_line, parts.body_line) == (4, 8)
    assert parts.mapping == "title: Tin\nkind: tin"


def test_a_later_rule_belongs_to_the_body() -> None:
    assert frontmatter.split("---\n---\nA\n---\nB", "a.md") == ("", 2, "A\n---\nB", 3)


def test_an_empty_body_is_a_body() -> None:
    assert frontmatter.split("---\ntitle: x\n---", "a.md") == ("title: x", 2, "", 4)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "tệp trống"),
        (" \n\n", 1, "tệp trống"),
        ("\nXin chào.", 2, "thiếu phần khai báo"),
        ("—\ntitle: x\n—\nA", 1, "không mở được phần khai báo"),
        ("----\ntitle: x\n----\nA", 1, "không mở được phần khai báo"),
        ("---\ntitle: x\nLời bài", 1, "mà không đóng"),
    ],
)
def test_what_is_missing_is_told_with_its_line(text: str, line: int, part: str) -> None:
    with pytest.raises(InputError) as caught:
        frontmatter.split(text, "a.md")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("a.md", line)
    assert part in problem.what
    assert problem.hint
