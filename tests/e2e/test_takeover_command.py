"""A takeover with no station running: the command plays it itself, and a stop from elsewhere ends it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from broadcaster.core.clock import SystemClock
from broadcaster.records.asrun import AsRun
from broadcaster.records.chain import Line
from broadcaster.station.air import stopping
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import load

if TYPE_CHECKING:
    from tests.conftest import SmallStation

LONG = "Nước sông đang lên nhanh, bà con các thôn ven sông di chuyển ngay lên nhà văn hóa."


def command(root: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "broadcaster", "--station", str(root), "takeover", LONG]
    words += ["--priority", "khan-cap", "--by", "Chủ tịch xã", "--reason", "lũ về", *more]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def told(root: Path) -> list[Line]:
    return [line for line in AsRun(root / "records" / "asrun").lines() if line.event == "takeover"]


def test_the_command_puts_it_on_the_air_and_the_log_says_who_and_why(small: SmallStation) -> None:
    process = command(small.root)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert [line.facts["what"] for line in told(small.root)] == ["armed", "started", "ended"]
    facts = told(small.root)[-1].facts
    assert (facts["by"], facts["why"], facts["priority"]) == ("Chủ tịch xã", "lũ về", "khẩn cấp")
    sound, rate = soundfile.read(small.heard)
    assert np.count_nonzero(sound) / rate > 0.5 * facts["heard"]


def test_a_stop_from_elsewhere_silences_it(small: SmallStation) -> None:
    process = command(small.root, "--times", "20")
    folder = Folder(small.root)
    clock = SystemClock(load(folder).zone)
    while "started" not in [line.facts["what"] for line in told(small.root)]:
        assert process.poll() is None
        clock.sleep(0.1)
    clock.sleep(0.5)
    stopping.stop(folder, clock, by="Trực đài", reason="báo nhầm")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1, said
    last = told(small.root)[-1].facts
    assert (last["what"], last["reason"]) == ("cut", "STOP của Trực đài: báo nhầm")
    sound, _ = soundfile.read(small.heard)
    assert not sound[-1]
