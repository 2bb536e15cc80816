"""``broadcaster ready``: what it says and what it returns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from broadcaster.faces.cli.app import main

if TYPE_CHECKING:
    from tests.conftest import SmallStation

DAY = "2035-10-01"  # far ahead, so that its slots are still to come


def ready(small: SmallStation, *more: str) -> int:
    return main(["--station", str(small.root), "ready", "--date", DAY, *more])


def test_a_day_is_not_ready_until_its_programmes_are_made(
    small: SmallStation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ready(small) == 1
    assert "5 bài chưa phát được (chưa được duyệt): bao-nuoc, loi-xuong" in capsys.readouterr().out
    main(["--station", str(small.root), "approve", "--all", "--by", "Người duyệt thử"])
    assert ready(small) == 1
    assert "chưa có tệp phát" in capsys.readouterr().out
    main(["--station", str(small.root), "render", "--date", DAY])
    capsys.readouterr()
    assert ready(small) == 0
    assert "sẵn sàng." in capsys.readouterr().out


def test_programs_read_the_same(small: SmallStation, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready(small, "--json") == 1
    values = json.loads(capsys.readouterr().out)
    assert values["ready"] is False
    assert [slot["slot"] for slot in values["slots"]] == [f"{DAY}/0530-sang", f"{DAY}/1700-chieu"]
    (silent,) = values["slots"][0]["findings"]
    assert silent["who"] == "người duyệt"
    assert "3 bài còn chưa duyệt" in silent["what"], "fixed phrases make no programme"
    assert "broadcaster approve" in silent["advice"]
    assert {finding["who"] for finding in values["texts"]} == {"người duyệt"}


def test_a_stopped_station_is_not_ready(small: SmallStation, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--station", str(small.root), "approve", "--all", "--by", "Người duyệt thử"])
    main(["--station", str(small.root), "stop", "--by", "Người trực thử", "--reason", "thử"])
    capsys.readouterr()
    ready(small)
    assert "đài đang bị dừng" in capsys.readouterr().out


def test_a_day_gone_by_is_told_to_be_one(small: SmallStation, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--station", str(small.root), "ready", "--date", "2025-10-01"])
    assert "01/10/2025 đã qua" in capsys.readouterr().out.splitlines()[0]


def test_wrong_use_is_told_apart(small: SmallStation) -> None:
    assert main(["--station", str(small.root), "ready", "--date", "hôm kia"]) == 2


def test_a_folder_that_cannot_be_written_is_not_ready(
    small: SmallStation, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: path != small.root)  # the user who tests may write anywhere
    assert ready(small) == 1
    assert f"không ghi được vào {small.root}" in capsys.readouterr().out


def test_what_nobody_has_to_mend_is_not_told(small: SmallStation, capsys: pytest.CaptureFixture[str]) -> None:
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời nắng\u00ad.")
    ready(small)
    assert "tin-a.md" not in capsys.readouterr().out
