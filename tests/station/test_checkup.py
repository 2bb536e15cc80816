"""What the check-up says of the station's own backups, and of orders that cannot be read."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.storage import write_text
from broadcaster.production.preflight import Weight, Who
from broadcaster.station.air import preflight
from broadcaster.station.care import nightly
from broadcaster.station.care.checkup import Finding, Health, examine
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.backup import BackupOptions
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AT = datetime(2025, 10, 1, 18, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def backup(small: SmallStation) -> Finding:
    return next(finding for finding in examine(Folder(small.root)) if finding.subject == "Sao lưu")


def test_the_check_up_tells_of_no_backup_an_old_one_and_one_on_the_same_disk(small: SmallStation) -> None:
    assert (backup(small).health, "chưa có" in backup(small).found) == (Health.NOTE, True)
    path = nightly.keep_night(Folder(small.root), BackupOptions(), AT.date(), at=AT, station="Đài thử")
    assert path is not None
    assert "cùng ổ đĩa" in backup(small).found
    old = path.stat().st_mtime - 5 * 86400
    os.utime(path, (old, old))
    assert "5 ngày" in backup(small).found
    with (small.root / "schedule.yaml").open("a", encoding="utf-8") as schedule:
        schedule.write("backup:\n  keep: 0\n")
    assert "không tự sao lưu" in backup(small).found


@pytest.mark.parametrize("text", ["{", '{"v": 99, "kind": "stop"}'])
def test_a_stop_that_nobody_obeys_is_shouted_about(small: SmallStation, text: str) -> None:
    station = open_station(small.root)
    name = "20251001-050000-000-stop-0123abcd.json"
    assert not any(finding.subject == "Lệnh bằng tay" for finding in examine(station.folder))
    write_text(station.folder.orders / name, text)
    (told,) = [finding for finding in examine(station.folder) if finding.subject == "Lệnh bằng tay"]
    assert (told.health, name in told.found, "broadcaster stop" in told.advice) == (Health.BAD, True, True)
    (ready,) = [each for each in preflight.machine(station, (), AT) if name in each.what]
    assert (ready.weight, ready.who) == (Weight.BLOCKS, Who.OPERATOR)
