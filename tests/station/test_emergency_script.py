"""The script in a new station folder that stops it, run from another folder without the program on the path."""

from __future__ import annotations

import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

from broadcaster.station.care.checkup import Finding, Health, examine
from broadcaster.station.care.opening import open_up
from broadcaster.station.setup import emergency
from broadcaster.station.setup.emergency import BATCH, SHELL
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.founding import Founding, found
from broadcaster.station.wiring import open_station


def test_the_script_stops_the_station_from_any_window(tmp_path: Path) -> None:
    root = tmp_path / "đài xã"
    found(root, Founding("Đài thử", (time(5, 30),), "null:", loudspeakers=False))
    done = subprocess.run(
        [root / SHELL], cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return found(tmp_path / "dai", Founding("Đài thử", (time(5, 30),), "file:heard.flac", loudspeakers=False)).root


def check_up(root: Path) -> Finding:
    return next(finding for finding in examine(Folder(root)) if finding.subject == "Dừng khẩn cấp")


def test_the_one_for_windows_has_the_line_ends_of_windows(root: Path) -> None:
    lines = (root / BATCH).read_bytes().split(b"\r\n")
    assert len(lines) == 4
    assert not any(b"\n" in line for line in lines)


@pytest.mark.parametrize("name", [SHELL, BATCH])
def test_one_that_is_missing_or_calls_another_program_is_told_and_made_anew_at_the_start(root: Path, name: str) -> None:
    assert check_up(root).health is Health.GOOD
    for harm in ("missing", "moved"):
        if harm == "missing":
            (root / name).unlink()
        else:
            text = (root / name).read_bytes()
            (root / name).write_bytes(text.replace(sys.executable.encode(), b"/elsewhere/bin/python"))
        finding = check_up(root)
        assert (finding.health, name in finding.found) == (Health.BAD, True)
        said: list[str] = []
        open_up(open_station(root), said.append)
        assert any(name in text for text in said)
        assert emergency.unfit(root) == ()


def test_one_that_may_not_be_run_is_unfit(root: Path) -> None:
    (root / SHELL).chmod(0o644)
    assert emergency.unfit(root) == (SHELL,)
