import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcaster.content import textfile
from broadcaster.core.errors import Problem, Severity

WORDS = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập, tự do, hạnh phúc.\n"


def read(path: Path, data: bytes) -> tuple[str | None, list[Problem]]:
    path.write_bytes(data)
    problems: list[Problem] = []
    text = textfile.read(path, "a.md", problems)
    return (None if text is None else textfile.clean(text, "a.md", problems)), problems


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.md"


@pytest.mark.parametrize(
    "data", [WORDS.encode(), WORDS.encode("utf-8-sig"), WORDS.replace("\n", "\r\n").encode()], ids=["lf", "bom", "crlf"]
)
def test_what_editors_write_comes_out_the_same(path: Path, data: bytes) -> None:
    assert read(path, data) == (WORDS, [])


def test_a_blank_of_any_width_is_a_blank(path: Path) -> None:
    assert read(path, "Ngọc\u00a0Thiện\u2003xã".encode()) == ("Ngọc Thiện xã", [])


def test_a_foreign_letter_that_looks_like_ours_becomes_ours(path: Path) -> None:
    assert read(path, "\u00d0ài Truyền thanh, \u0189ảng ủy".encode()) == ("Đài Truyền thanh, Đảng ủy", [])


def test_loose_accents_are_joined_and_it_is_said(path: Path) -> None:
    text, problems = read(path, ("abc\n" + unicodedata.normalize("NFD", WORDS)).encode())
    assert text == "abc\n" + WORDS
    assert [(p.line, p.severity) for p in problems] == [(2, Severity.WARNING)]


def test_hidden_letters_go_and_it_is_said_once(path: Path) -> None:
    text, problems = read(path, "a\nxin\u200b ch\u00adào\u200b".encode())
    assert text == "a\nxin chào"
    assert [(p.line, p.column, p.severity) for p in problems] == [(2, 4, Severity.WARNING)]


@pytest.mark.parametrize("letter", ["\0", "\x07", "\ue000", "\ufffd", "\uffff"])
def test_strange_letters_are_errors_with_their_place(path: Path, letter: str) -> None:
    text, problems = read(path, f"một\nhai {letter} ba".encode())
    assert text == "một\nhai   ba"
    assert [(p.line, p.column, p.severity) for p in problems] == [(2, 5, Severity.ERROR)]
    assert f"U+{ord(letter):04X}" in problems[0].what


def test_windows_1258_is_told_with_line_and_column(path: Path) -> None:
    text, problems = read(path, b"abc\nX\xe3 Ng\xf2c Thi\xean\n")
    assert text is None
    assert [(p.line, p.column) for p in problems] == [(2, 2)]
    assert "UTF-8" in problems[0].hint


@pytest.mark.parametrize(
    ("data", "word", "hint"),
    [
        (WORDS.encode("utf-16"), "UTF-16", "UTF-8"),
        (WORDS.encode("utf-16-be"), "UTF-16", "UTF-8"),
        (b"C\xe9ng ho\xb5 x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam", "TCVN3", "UTF-8"),
        (b"Co\xe4ng ho\xf8a xa\xf5 ho\xe4i chu\xfb ngh\xf3a Vie\xe4t Nam", "VNI", "UTF-8"),
        (b"PK\x03\x04....", "Word", "UTF-8"),
        (b"%PDF-1.7", "PDF", "UTF-8"),
        (bytes(4096), "byte rỗng", "bản lưu"),
    ],
)
def test_other_encodings_and_formats_are_named(path: Path, data: bytes, word: str, hint: str) -> None:
    text, problems = read(path, data)
    assert text is None
    assert len(problems) == 1
    assert word in problems[0].what
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    "words", ["Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"], ids=["TCVN3", "VNI"]
)
def test_old_fonts_pasted_into_a_good_file_are_errors(path: Path, words: str) -> None:
    _, problems = read(path, f"một\n{words}".encode())
    assert [(p.line, p.severity) for p in problems] == [(2, Severity.ERROR)]


def test_a_foreign_name_is_no_old_font(path: Path) -> None:
    assert read(path, (WORDS + "Ông Müller ở Köln và bà Ångström.").encode())[1] == []


def test_a_huge_file_is_not_read_whole(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(10_000_000_000)  # sparse: takes no room on the disk, but would not fit in memory
    problems: list[Problem] = []
    assert textfile.read(path, "a.md", problems) is None
    assert [p.what for p in problems] == ["tệp quá lớn (10000,0 MB), không phải một bài phát thanh"]


def test_the_longest_file_is_read(path: Path) -> None:
    assert read(path, b"a" * textfile.LARGEST)[1] == []
    assert len(read(path, b"a" * (textfile.LARGEST + 1))[1]) == 1


def test_a_folder_is_no_script(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert textfile.read(tmp_path, "a.md", problems) is None
    assert "thư mục" in problems[0].what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    problems: list[Problem] = []
    assert textfile.read(path, "a.md", problems) is None
    assert "tệp đặc biệt" in problems[0].what


def test_a_link_to_itself_is_told(path: Path) -> None:
    path.symlink_to(path)
    problems: list[Problem] = []
    assert textfile.read(path, "a.md", problems) is None
    assert "không đọc được" in problems[0].what


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_any_bytes_become_clean_text_or_a_reason(data: bytes) -> None:
    problems: list[Problem] = []
    text = textfile.decode(data, "a.md", problems)
    if text is None:
        assert problems
        return
    clean = textfile.clean(text, "a.md", problems)
    assert unicodedata.is_normalized("NFC", clean)
    again: list[Problem] = []
    assert textfile.clean(clean, "a.md", again) == clean
    assert all("phông cũ" in problem.what for problem in again)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_every_end_of_line_of_a_word_processor_is_one(end: str) -> None:
    problems: list[Problem] = []
    assert textfile.clean(f"Một.{end}Hai.", "a.md", problems) == "Một.\nHai."
    assert problems == []
