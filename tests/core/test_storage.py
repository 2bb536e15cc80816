"""Files are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadcaster.core import storage


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "a.json"
    storage.write_text(path, "một")
    storage.write_text(path, "hai")
    assert path.read_text("utf-8") == "hai"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.json"]


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage.write_text(path, "cũ")

    def fail() -> None:
        with storage.replacing(path) as temporary:
            temporary.write_text("nửa")
            raise OSError("đĩa đầy")

    with pytest.raises(OSError, match="đĩa đầy"):
        fail()
    assert path.read_text("utf-8") == "cũ"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_lines_are_appended_and_can_be_cut_back(tmp_path: Path) -> None:
    path = tmp_path / "log" / "a.jsonl"
    storage.append_line(path, b"1")
    storage.append_line(path, b"2")
    assert path.read_bytes() == b"1\n2\n"
    storage.truncate(path, 2)
    assert path.read_bytes() == b"1\n"


def test_hashes_are_sha256(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes("Thiện".encode())
    assert storage.file_hash(path) == storage.text_hash("Thiện")
    assert storage.text_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
