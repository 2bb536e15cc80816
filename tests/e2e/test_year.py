"""A year of records, carried in one file to another place: whole, checked, and telling the same."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.clock import SystemClock
from broadcaster.faces.cli.app import main
from broadcaster.records.asrun import AsRun

if TYPE_CHECKING:
    from tests.conftest import SmallStation

sys.path.append(str(Path(__file__).parents[1] / "records"))
from records_samples import write_year

SLOTS = 1100
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, root: Path, *arguments: object) -> tuple[int, str]:
    code = main(["--station", str(root), *(str(argument) for argument in arguments)])
    out, err = capsys.readouterr()
    return code, (out + err).replace(str(root), "ĐÀI")


def test_a_year_moves_to_another_place(small: SmallStation, tmp_path: Path, capsys: Capture) -> None:
    write_year(small.root, SLOTS)
    assert run(capsys, small.root, "approve", "--all", "--by", "Người duyệt thử")[0] == 0
    tomorrow = (SystemClock(HANOI).now() + timedelta(days=1)).date()
    assert run(capsys, small.root, "render", "--date", tomorrow)[0] == 0
    moved = tmp_path / "may khac" / "đài"
    backup = tmp_path / "dai.zip"
    assert run(capsys, small.root, "backup", backup, "--audio")[0] == 0
    assert run(capsys, small.root, "restore", backup, "--to", moved)[0] == 0
    assert len(AsRun(moved / "records" / "asrun").lines()) == SLOTS * 4
    for call in (
        ("log", "verify"),
        ("approvals", "verify"),
        ("check", "--json"),
        ("approvals", "--json"),
        ("plan", "--date", "2024-10-01", "--json"),
        ("plan", "--date", tomorrow, "--json"),
        ("log", "--date", "2024-10-01", "--json"),
        ("log", "--date", "2025-08-01", "--json"),
        ("report", "--from", "2024-09-28", "--to", "2025-09-28", "--json"),
        ("ready", "--date", tomorrow),
    ):
        assert run(capsys, moved, *call) == run(capsys, small.root, *call), call
    for call in (("log", "verify"), ("approvals", "verify"), ("check",), ("ready", "--date", tomorrow)):
        assert run(capsys, moved, *call)[0] == 0, call
    for root in (small.root, moved):
        code, out = run(capsys, root, "report", "--from", "2024-10-01", "--to", "2024-10-07", "-o", root / "bc.docx")
        assert code == 0, out
    for ending in (".docx", ".xlsx", ".csv"):
        assert (moved / f"bc{ending}").read_bytes() == (small.root / f"bc{ending}").read_bytes(), ending
