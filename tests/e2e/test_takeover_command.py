"""A takeover with no station running: the command plays it itself, and a stop from elsewhere ends it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from broadcaster.core.clock import SystemClock
from broadcaster.records.asrun import AsRun
from broadcaster.records.chain import Line
from broadcaster.records.orders import Orders
from broadcaster.station.air import stopping, tenancy
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import load
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

LONG = "Nước sông đang lên nhanh, bà con các thôn ven sông di chuyển ngay lên nhà văn hóa."


def command(root: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "broadcaster", "--station", str(root), "takeover", LONG]
    words += ["--priority", "khan-cap", "--by", "Chủ tịch xã", "--reason", "lũ về", *more]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def told(root: Path, records: str = "records") -> list[Line]:
    return [line for line in AsRun(root / records / "asrun").lines() if line.event == "takeover"]


def test_the_command_puts_it_on_the_air_and_the_log_says_who_and_why(small: SmallStation) -> None:
    process = command(small.root)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert [line.facts["what"] for line in told(small.root)] == ["armed", "started", "ended"]
    facts = told(small.root)[-1].facts
    assert (facts["by"], facts["why"], facts["priority"]) == ("Chủ tịch xã", "lũ về", "khẩn cấp")
    sound, rate = soundfile.read(small.heard)
    assert np.count_nonzero(sound) / rate > 0.5 * facts["heard"]


@pytest.mark.parametrize("running", [False, True])
def test_practice_leaves_the_real_log_and_a_running_station_alone(small: SmallStation, running: bool) -> None:
    with tenancy.sole(open_station(small.root)) if running else nullcontext():
        process = command(small.root, "--rehearsal")
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert told(small.root) == []
    lines = told(small.root, "records/rehearsal")
    assert [line.facts["what"] for line in lines] == ["armed", "started", "ended"]
    in_file = str(lines[-1].facts["output"]).removeprefix("file:")
    assert (Path(in_file) == small.heard) is not running
    assert np.any(soundfile.read(in_file)[0])
    assert not (small.root / "records" / "orders").exists()


def test_practice_opens_no_loudspeakers(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("loudspeakers: no", "loudspeakers: yes"), "utf-8")
    process = command(small.root, "--rehearsal")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert not small.heard.exists()


def test_a_stop_silences_practice_too(small: SmallStation) -> None:
    process = command(small.root, "--rehearsal", "--times", "20")
    folder = Folder(small.root)
    clock = SystemClock(load(folder).zone)
    while "started" not in [line.facts["what"] for line in told(small.root, "records/rehearsal")]:
        assert process.poll() is None
        clock.sleep(0.1)
    stop = stopping.stop(folder, clock, by="Trực đài", reason="ồn")
    process.communicate(timeout=30)
    last = told(small.root, "records/rehearsal")[-1].facts
    assert (last["what"], last["reason"]) == ("cut", stop.why)
    assert stopping.lift(folder, clock, by="Trực đài", reason="xong")
    assert Orders(folder.records(rehearsal=True) / "orders").blocked(clock.now()) is None


def test_a_rehearsal_under_way_keeps_its_air_to_itself(small: SmallStation) -> None:
    with tenancy.sole(open_station(small.root, rehearsal=True)):
        process = command(small.root, "--rehearsal")
        said, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "đang chạy thử" in said
    assert not (small.root / "records" / "rehearsal" / "orders").exists()


def test_a_stop_from_elsewhere_silences_it(small: SmallStation) -> None:
    process = command(small.root, "--times", "20")
    folder = Folder(small.root)
    clock = SystemClock(load(folder).zone)
    while "started" not in [line.facts["what"] for line in told(small.root)]:
        assert process.poll() is None
        clock.sleep(0.1)
    clock.sleep(0.5)
    stop = stopping.stop(folder, clock, by="Trực đài", reason="báo nhầm")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1, said
    last = told(small.root)[-1].facts
    assert (last["what"], last["reason"]) == ("cut", stop.why)
    sound, _ = soundfile.read(small.heard)
    assert not sound[-1]
