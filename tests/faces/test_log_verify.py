"""``log verify`` as a district uses it: with the digests that it kept."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from broadcaster.faces.cli.app import main

sys.path.append(str(Path(__file__).parents[1] / "records"))
from records_samples import write_days

Capture = pytest.CaptureFixture[str]


def verify(capsys: Capture, root: Path, *kept: Path) -> tuple[int, str]:
    options = [word for path in kept for word in ("--digest", str(path))]
    code = main(["--station", str(root), "log", "verify", *options])
    out, err = capsys.readouterr()
    return code, out + err


def test_whole_records_pass_and_name_the_key(tmp_path: Path, capsys: Capture) -> None:
    archive = write_days(tmp_path, 3)
    code, out = verify(capsys, tmp_path, archive.files()[-1])
    assert code == 0
    assert "nguyên vẹn" in out
    assert "4 bản tóm tắt, mới nhất của đài là ngày 30/09/2025" in out
    assert "-" in out.splitlines()[-1].rpartition(": ")[2]


def test_an_older_copy_is_found_by_the_digest_kept_elsewhere(tmp_path: Path, capsys: Capture) -> None:
    kept = shutil.copy(write_days(tmp_path / "nay", 4).files()[-1], tmp_path)
    write_days(tmp_path / "cu", 2)
    code, out = verify(capsys, tmp_path / "cu", Path(kept))
    assert code == 1
    assert "records/asrun/2025-09.jsonl:6" in out
    assert "bản cũ" in out


def test_a_station_without_digests_is_told_so(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "records").mkdir()
    code, out = verify(capsys, tmp_path)
    assert (code, "Chưa có bản tóm tắt" in out) == (0, True)


def test_where_there_is_no_station_nothing_is_called_whole(tmp_path: Path, capsys: Capture) -> None:
    code, out = verify(capsys, tmp_path)
    assert code == 1
    assert "nguyên vẹn" not in out
    assert "broadcaster init" in out
