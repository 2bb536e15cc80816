"""kill -9 in real time, with real processes: nothing airs twice, nothing is left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psutil
import pytest

from broadcaster.records.asrun import AsRun

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AHEAD = timedelta(seconds=25)
ZONES = ("Asia/Ho_Chi_Minh", "UTC")
"""Where a day is about to end in one of them, it is not in the other."""


def command(small: SmallStation, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "broadcaster", "--station", str(small.root), *arguments]


def start(small: SmallStation) -> subprocess.Popen[bytes]:
    with (small.root / "run.txt").open("ab") as said:
        return subprocess.Popen(command(small, "run"), stdout=said, stderr=subprocess.STDOUT)


def events(small: SmallStation) -> list[str]:
    return [line.event for line in AsRun(small.root / "records" / "asrun").lines() if line.event != "missed"]


def wait_for(small: SmallStation, event: str, seconds: float = 90) -> None:
    for _ in range(round(seconds / 0.2)):
        if event in events(small):
            return
        time.sleep(0.2)  # noqa: TID251 - the processes under test run in real time
    raise AssertionError(f"no {event!r} in {events(small)}")


def relatives(small: SmallStation) -> list[psutil.Process]:
    """Return the processes that work for this station."""
    mark = str(small.root)
    return [process for process in psutil.process_iter(["cmdline"]) if mark in " ".join(process.info["cmdline"] or [])]


@pytest.fixture
def live(small: SmallStation) -> SmallStation:
    """Return the small station with its first slot half a minute from now, rendered and approved."""
    now = {zone: datetime.now(ZoneInfo(zone)) for zone in ZONES}  # noqa: TID251 - real time is what is tested
    zone = next(zone for zone in ZONES if now[zone].hour < 23)
    path: Path = small.root / "schedule.yaml"
    text = path.read_text("utf-8").replace("at: 5:30", f"at: {now[zone] + AHEAD:%H:%M:%S}")
    text = (
        text.replace("at: 17:00", "at: 23:55")
        .replace("5 phút", "61 giây")
        .replace("name: Đài thử", f"name: Đài thử\n  zone: {zone}")
    )
    path.write_text(text.replace("slots:", "quiet_hours: không\nslots:", 1), "utf-8")
    for arguments in (("approve", "--all", "--by", "Người duyệt thử"), ("render", "--slot", "sang")):
        done = subprocess.run(command(small, *arguments), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return small


@pytest.mark.parametrize("victim", ["station", "player"])
def test_a_kill_in_mid_programme_airs_it_once(live: SmallStation, victim: str) -> None:
    station = start(live)
    try:
        wait_for(live, "started")
        if victim == "station":
            station.kill()
            station.wait()
            station = start(live)
        else:
            players = [process for process in relatives(live) if "broadcaster.playout" in process.cmdline()]
            assert len(players) == 1
            players[0].kill()
        wait_for(live, "ended")
        station.send_signal(signal.SIGINT)
        assert station.wait(30) == 0, (live.root / "run.txt").read_text("utf-8")
    finally:
        station.kill()
    if victim == "station":
        assert events(live) == ["released", "armed", "started", "off", "ended"]
    else:
        assert events(live) == ["released", "armed", "started", "fault", "armed", "started", "ended"]
        offsets = [
            line.facts["offset"] for line in AsRun(live.root / "records" / "asrun").lines() if "offset" in line.facts
        ]
        assert offsets[0] == 0
        assert offsets[1] > 0
    assert AsRun(live.root / "records" / "asrun").verify() == ()
    for _ in range(50):
        if not relatives(live):
            break
        time.sleep(0.2)  # noqa: TID251 - processes need a moment to end
    assert relatives(live) == []
