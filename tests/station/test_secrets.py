"""``secrets.yaml``: for the station's own eyes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broadcaster.core.errors import InputError
from broadcaster.station.setup import secrets
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.outputs import OutputOptions


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


def test_an_output_gets_the_password_it_names_and_one_that_is_missing_is_told(tmp_path: Path) -> None:
    mount = OutputOptions("mang", "icecast://a@b/c", loudspeakers=False, password="icecast")  # noqa: S106 - a name
    other = OutputOptions("loa", "soundcard:", loudspeakers=True)
    assert secrets.of_outputs(Folder(tmp_path), [other]) == {}
    with pytest.raises(InputError, match="“icecast” của ngõ ra mang"):
        secrets.of_outputs(Folder(tmp_path), [mount])
    folder = write(tmp_path, "icecast: kin\n")
    assert secrets.of_outputs(folder, [mount, other]) == {mount.url: "kin"}
