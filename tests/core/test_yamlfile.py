"""YAML as it was written, and every problem with its line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.core import yamlfile
from broadcaster.core.errors import InputError


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
