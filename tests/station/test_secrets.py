"""``secrets.yaml``: for the station's own eyes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broadcaster.core.errors import InputError
from broadcaster.station import secrets
from broadcaster.station.folder import Folder


def write(root: Path, text: str, mode: int = 0o600) -> Folder:
    (root / "secrets.yaml").write_text(text, "utf-8")
    (root / "secrets.yaml").chmod(mode)
    return Folder(root)


def test_a_station_without_secrets_has_none(tmp_path: Path) -> None:
    assert secrets.load(Folder(tmp_path)) == {}


def test_values_stay_as_they_are_written(tmp_path: Path) -> None:
    assert secrets.load(write(tmp_path, "icecast: 0123\nkhoa: 'no'\n")) == {"icecast": "0123", "khoa": "no"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="chmod 600"):
        secrets.load(write(tmp_path, "a: b\n", 0o644))


def test_problems_never_show_a_value(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        secrets.load(write(tmp_path, "dung: mat-khau\nsai:\n  - mat-khau-2\nrong:\n"))
    assert "mat-khau" not in str(caught.value)
    assert [problem.line for problem in caught.value.problems] == [3, 4]
