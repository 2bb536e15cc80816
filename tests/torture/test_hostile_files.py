"""Whatever lies where a file of ours should be: it is refused in Vietnamese, in time, and makes no sound of its own."""

from __future__ import annotations

import os
import random
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from torture import hostile
from torture.stage import CARD, NETWORK, set_up
from torture.verdict import outcome
from torture.yard import REFUSED, SILENT, Yard

from broadcaster.core.plainfile import open_plain, read_plain
from broadcaster.records.asrun import AsRun

TRIALS = int(os.environ.get("SOAK_FILES", "1500"))


def test_no_damaged_file_fells_anybody_or_makes_a_sound(tmp_path: Path) -> None:
    yard = Yard(tmp_path / "yard")
    trials = [yard.try_one(seed) for seed in range(TRIALS)]
    assert [trial for trial in trials if trial.wrong] == []
    for kind in yard.kinds:
        assert sum(trial.kind == kind for trial in trials) > TRIALS / 20
    assert sum(trial.result in (REFUSED, SILENT) for trial in trials) > TRIALS / 2


def test_a_slot_airs_on_time_whatever_lies_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = "Asia/Ho_Chi_Minh"
    start = datetime(2025, 10, 1, 5, 29, tzinfo=ZoneInfo(zone))
    machine = set_up(tmp_path / "dai", start, zone, {"sang": ("5:30", "start")}, monkeypatch)
    chance = random.Random(1)
    records, programmes = machine.root / "records", machine.root / "audio" / "programmes"
    for number in range(60):
        order = f"20251001-0529{number:02d}-000-{chance.choice(['stop', 'release', 'takeover'])}-{number:08x}.json"
        for path in (
            records / "orders" / order,
            records / "orders" / "claims" / f"{order}.0.json",
            records / "releases" / "2025-10-01" / f"0530-{number}.json",
            records / "players" / f"2025-10-01-0530-sang-{number + 9}.json",
            programmes / "2025-10-01" / f"0530-{number}.flac",
            programmes / "2025-10-01" / f"0530-{number}.json",
        ):
            hostile.put(path, b'{"v":1,"kind":"stop","at":"2025-10-01T05:29:00.000+07:00"}', chance)
    machine.switch_on()
    machine.world.run(200)
    machine.world.end()
    for output in (CARD, NETWORK):
        end = outcome(machine, "2025-10-01/0530-sang", output)
        assert (end.kind, end.problems) == ("aired", ())
        assert end.heard[0].begun == pytest.approx(60.0)
    assert "fault" not in {line.event for line in AsRun(records / "asrun").lines()}


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "loop", "nothing", "large"])
def test_what_is_no_plain_file_is_not_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to("a")
        case "large":
            path.write_bytes(b"12345")
    with pytest.raises(OSError, match="a"):
        read_plain(path, 4)


def test_a_link_to_a_file_is_followed_where_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").symlink_to("a")
    assert read_plain(tmp_path / "b") == b"1"
    with pytest.raises(OSError, match="b"):
        open_plain(tmp_path / "b", follow=False)
