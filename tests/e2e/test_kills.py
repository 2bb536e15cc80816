"""kill -9 of station, players and worker at random moments over three short slots, in real time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psutil
import pytest

from broadcaster.records.asrun import OVER, STARTED, AsRun
from broadcaster.records.chain import Line

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AHEAD = 12.0  # seconds from the settings to the first slot: time to render it, to start
APART = 13.0  # seconds from one slot to the next
COUNT = 3
ZONES = ("Asia/Ho_Chi_Minh", "UTC")
"""Where a day is about to end in one of them, it is not in the other."""
WHO = ("broadcaster.playout", "spawn_main", " run")
"""How the command lines of a player, of the worker and of the station are known."""

SLOT = """\
  - id: s{number}
    at: {at:%H:%M:%S}
    longest: 12 giây
    template: ngan
    late: join
    grace: 11 giây
"""
SCHEDULE = """\
station:
  name: Đài thử
  zone: {zone}
quiet_hours: không
slots:
{slots}
templates:
  ngan:
    - jingle: nhac
    - items: tin
      count: 1
    - jingle: nhac
voices:
  chain: ["tone:beep"]
outputs:
  - name: thu
    url: "file:{heard}/{{slot}}.flac"
    loudspeakers: no
"""


def now(zone: str) -> datetime:
    return datetime.now(ZoneInfo(zone))  # noqa: TID251 - real time is what is tested


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "broadcaster", "--station", str(root), *arguments]


class Killer:
    """Starts the station of a folder, and kills whatever works for it."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.killed: list[str] = []
        self.station = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        with (self.root / "run.txt").open("ab") as said:
            return subprocess.Popen(command(self.root, "run"), stdout=said, stderr=subprocess.STDOUT)

    def strike(self) -> None:
        """Kill one process of the station's, the rarer kinds first; a station that is gone is started again."""
        found = {who: [each for each, line in self.processes() if who in line] for who in WHO}
        alive = [who for who in WHO if found[who]]
        if alive:
            who = min(alive, key=lambda who: (self.killed.count(who), self.chance.random()))
            self.chance.choice(found[who]).send_signal(signal.SIGKILL)
            self.killed.append(who)
        if self.station.poll() is not None or (alive and who == " run" and self.station.wait(10) is not None):
            self.station = self.start()

    def processes(self) -> Iterator[tuple[psutil.Process, str]]:
        """Yield who works for the station, with the command line; a worker is known by whose child it is."""
        children = set()
        for process in psutil.process_iter(["pid", "ppid", "cmdline"]):
            line = " ".join(process.info["cmdline"] or [])
            if str(self.root) in line:
                children.add(process.info["pid"])
                yield process, line
            elif "spawn_main" in line and process.info["ppid"] == self.station.pid:
                yield process, line


@pytest.fixture
def root(small: SmallStation) -> Path:
    """Return a station with three short slots soon, the first of them rendered, all approved."""
    zone = next(zone for zone in ZONES if now(zone).hour < 23)
    _run(small, "approve", "--all", "--by", "Người duyệt thử")
    _schedule(small, zone)
    _run(small, "render", "--slot", "s0")
    return small.root


def _run(small: SmallStation, *arguments: str) -> None:
    done = subprocess.run(command(small.root, *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _schedule(small: SmallStation, zone: str) -> None:
    """Let the slots be soon from now, however long all before it took."""
    starts = [now(zone) + timedelta(seconds=AHEAD + APART * number) for number in range(COUNT)]
    slots = "".join(SLOT.format(number=number, at=at) for number, at in enumerate(starts))
    text = SCHEDULE.format(zone=zone, slots=slots, heard=small.root / "heard")
    (small.root / "schedule.yaml").write_text(text, "utf-8")


def zero(line: Line) -> datetime:
    """Return when the programme's first frame was, or would have been, heard."""
    return datetime.fromisoformat(line.facts["actual"]) - timedelta(seconds=line.facts["offset"])


def test_kills_at_random_moments_air_each_slot_once_or_miss_it_with_a_reason(root: Path) -> None:
    killer = Killer(root, seed=int(os.environ.get("SOAK_SEED", "1")))
    log = AsRun(root / "records" / "asrun")
    try:
        for _ in range(120):
            time.sleep(0.5)  # noqa: TID251 - the processes under test run in real time
            over = {line.facts["slot"] for line in log.lines() if line.event in OVER}
            if len(over) == COUNT:
                break
            if killer.chance.random() < 0.2:
                killer.strike()
        killer.station.send_signal(signal.SIGINT)
        killer.station.wait(30)
    finally:
        killer.station.kill()
        for process, _ in killer.processes():
            process.kill()
    said = f"{killer.killed}\n{(root / 'run.txt').read_text('utf-8')}"
    assert log.verify() == ()
    assert len(killer.killed) >= 3, said
    slots = {line.facts["slot"] for line in log.lines() if "slot" in line.facts}
    assert len(slots) == COUNT, said
    assert any(line.event == STARTED for line in log.lines()), f"every slot was missed, so nothing was tried: {said}"
    for slot in slots:
        lines = log.of_slot(slot)
        ends = [line for line in lines if line.event in OVER]
        starts = [line for line in lines if line.event == STARTED]
        assert len(ends) == 1, said
        assert ends[0].event == "ended" or ends[0].facts["reason"], said
        assert all(zero(line) - zero(starts[0]) > timedelta(seconds=-0.3) for line in starts), said
        offsets = [line.facts["offset"] for line in starts]
        assert offsets == sorted(offsets), said
