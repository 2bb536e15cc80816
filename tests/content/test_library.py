import os
import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcaster.content import library
from broadcaster.core.errors import NotFoundError, Severity

GOOD = "---\ntitle: Tin\nkind: tin\n---\nLời bài.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scripts_content"
    made.mkdir()
    return made


def test_good_scripts_come_sorted_by_id(folder: Path) -> None:
    for name in ("b.md", "a-1.md", "a.MD"):
        (folder / name).write_text(GOOD)
    found = library.load(folder, base=folder.parent)
    assert found.problems == ()
    assert [(item.id, item.file, item.line) for item in found.items] == [
        ("a", "scripts_content/a.MD", 5),
        ("a-1", "scripts_content/a-1.md", 5),
        ("b", "scripts_content/b.md", 5),
    ]


def test_an_item_is_found_by_its_id(folder: Path) -> None:
    (folder / "a.md").write_text(GOOD)
    found = library.load(folder)
    assert found["a"] is found.get("a") is found.items[0]
    assert found.get("b") is None
    with pytest.raises(NotFoundError, match="“b”"):
        found["b"]


def test_other_files_are_left_alone(folder: Path) -> None:
    for name in ("lexicon.yaml", "a.txt", ".#a.md", "._a.md", "~$a.md", "ghi-chu"):
        (folder / name).write_bytes(b"\xff\0")
    (folder / "cu").mkdir()
    assert library.load(folder) == library.Library((), ())


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    found = library.load(tmp_path / "no", base=tmp_path)
    assert found.items == ()
    assert [problem.file for problem in found.problems] == ["no"]
    assert library.load(Path(__file__)).problems


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Thông báo số 1.md", "thong-bao-so-1.md"),
        ("tin_mot.md", "tin-mot.md"),
        ("Đài.md", "dai.md"),
        ("新.md", "bai.md"),
    ],
)
def test_a_name_that_is_no_id_says_how_to_rename(folder: Path, name: str, better: str) -> None:
    (folder / name).write_text(GOOD)
    found = library.load(folder)
    assert found.items == ()
    (problem,) = found.problems
    assert f"“{better}”" in problem.hint


def test_the_better_name_is_a_free_one(folder: Path) -> None:
    for name in ("Tin 1.md", "tin-1.md", "tin-1-2.md"):
        (folder / name).write_text(GOOD)
    found = library.load(folder)
    assert [item.id for item in found.items] == ["tin-1", "tin-1-2"]
    assert ["“tin-1-3.md”" in problem.hint for problem in found.problems] == [True]


def _two(folder: Path, one: str, two: str) -> None:
    for name in (one, two):
        (folder / name).write_text(GOOD)
    if len(list(folder.iterdir())) < 2:
        pytest.skip("this file system takes the two names for one")


def test_names_that_differ_only_in_case_are_one_id(folder: Path) -> None:
    _two(folder, "a.md", "A.md")
    found = library.load(folder, base=folder)
    assert found.items == ()
    twins = [(p.file, p.what) for p in found.problems if "trùng" in p.what]
    assert twins == [("A.md", "trùng mã bài với “a.md”"), ("a.md", "trùng mã bài với “A.md”")]


def test_names_that_differ_only_in_their_accents_form_are_one_id(folder: Path) -> None:
    _two(folder, unicodedata.normalize("NFC", "bài.md"), unicodedata.normalize("NFD", "bài.md"))
    assert sum("trùng" in problem.what for problem in library.load(folder).problems) == 2


def test_two_endings_of_one_name_are_one_id(folder: Path) -> None:
    _two(folder, "a.md", "a.MD")
    found = library.load(folder)
    assert found.items == ()
    assert len(found.problems) == 2


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these file systems hold only text as names")
def test_a_name_that_is_no_text_can_still_be_shown(folder: Path) -> None:
    (folder / os.fsdecode(b"tin\xff\n.md")).write_text(GOOD)
    found = library.load(folder, base=folder)
    assert [problem.file for problem in found.problems] == ["tin??.md"]
    str(found.problems[0]).encode()


def test_twelve_faults_are_told_in_one_run(folder: Path) -> None:
    files: dict[str, bytes] = {
        "a01.md": b"---\ntitle: 'Tin\nkind: tin\n---\nA",
        "a02.md": "Không có phần khai báo.".encode(),
        "a03.md": "---\ntitle: Tin\nkind: tin\ntácgiả: x\n---\nA".encode(),
        "a04.md": b"---\nkind: tin\n---\nA",
        "a05.md": b"---\ntitle: Tin\nkind: phim\n---\nA",
        "a06.md": b"---\ntitle: Tin\nkind: tin\nfrom: 31/11/2025\n---\nA",
        "a07.md": b"---\ntitle: Tin\nkind: tin\nfrom: 2/10/2025\nuntil: 1/10/2025\n---\nA",
        "A08.md": b"---\ntitle: Tin\nkind: tin\n---\nA",
        "a09.md": b"---\ntitle: Tin\nkind: tin\n---\nX\xe3",
        "a10.md": unicodedata.normalize("NFD", "---\ntitle: Tin\nkind: tin\n---\nLời").encode(),
        "a11.md": b"---\ntitle: Tin\nkind: tin\n---\n",
        "a12.md": GOOD.encode() + b"a" * 10_000_000,
        "a13.md": "---\ntitle: Tin\nkind: tin\n---\n[tên nhân vật]".encode(),
        "a14.md": b"---\ntitle: Tin\nkind: tin\n---\nA\0",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "a15.md").mkdir()
    (folder / "a16.md").symlink_to(folder / "a16.md")
    found = library.load(folder, base=folder)
    assert [problem.file for problem in found.problems] == sorted([*files, "a15.md", "a16.md"])
    assert [item.id for item in found.items] == ["a10", "a13"]
    assert [p.file for p in found.problems if p.severity is Severity.WARNING] == ["a10.md", "a13.md"]
    lines = {problem.file: problem.line for problem in found.problems}
    assert [lines[f"a{number:02}.md"] for number in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14)] == [
        *(2, 1, 4, 2, 3, 4, 5, 5, 5, 5, 5, 5)
    ]
    assert all(problem.hint for problem in found.problems)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=80) | st.binary(max_size=80).map(lambda data: GOOD.encode() + data), max_size=3))
def test_no_bytes_give_a_traceback(contents: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, data in enumerate(contents):
            (folder / f"bai-{number}.md").write_bytes(data)
        found = library.load(folder)
    errors = {problem.file for problem in found.problems if problem.severity is Severity.ERROR}
    assert errors.isdisjoint(item.file for item in found.items)
    assert len(errors) + len(found.items) == len(contents)
