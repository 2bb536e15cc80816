"""In mid-programme the computer is shut down, or an emergency is ordered: the programme airs once, as the log says."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import psutil
import pytest
import soundfile

from broadcaster.records.asrun import AsRun
from broadcaster.records.chain import Line

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AHEAD = timedelta(seconds=9)
"""From the settings to the slot; where the machine is slower the slot begins late, which changes nothing here."""
ZONES = ("Asia/Ho_Chi_Minh", "UTC")
"""Where a day is about to end in one of them, it is not in the other."""
SLOT_SETTINGS = """\
slots:
  - id: sang
    at: {at}
    longest: 61 giây
    template: ngan
    late: start
    grace: 60 giây
"""
TEMPLATE = """\
templates:
  ngan:
    - jingle: nhac
    - items: tin
      count: 2
    - jingle: nhac
voices:
"""
WARNING = "Nước sông lên nhanh, bà con rời ngay."


def broadcaster(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "broadcaster", "--station", str(root), *arguments]


class Live:
    """A station on the air, in processes of its own, whose output is recorded."""

    def __init__(self, small: SmallStation) -> None:
        self.root = small.root
        now = {zone: datetime.now(ZoneInfo(zone)) for zone in ZONES}  # noqa: TID251 - real time is what is tested
        zone = next(zone for zone in ZONES if now[zone].hour < 23)
        self._settings = small.root / "schedule.yaml"
        head, _, rest = self._settings.read_text("utf-8").partition("slots:")
        rest = TEMPLATE + rest.partition("templates:")[2].partition("voices:\n")[2]
        head = head.replace("name: Đài thử", f"name: Đài thử\n  zone: {zone}") + "quiet_hours: không\n"
        self.heard = small.heard
        self._settings.write_text(head + SLOT_SETTINGS.format(at="23:55") + rest, "utf-8")
        self.run("approve", "--all", "--by", "Người duyệt thử")
        at = datetime.now(ZoneInfo(zone)) + AHEAD  # noqa: TID251 - real time is what is tested
        self._settings.write_text(head + SLOT_SETTINGS.format(at=f"{at:%H:%M:%S}") + rest, "utf-8")
        self.run("render", "--slot", "sang")
        self.slot = f"{at:%Y-%m-%d/%H%M}-sang"
        self.station = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        with (self.root / "run.txt").open("ab") as said:
            return subprocess.Popen(broadcaster(self.root, "run"), stdout=said, stderr=subprocess.STDOUT)

    def run(self, *arguments: str) -> None:
        """Run one command to its good end."""
        done = subprocess.run(broadcaster(self.root, *arguments), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def lines(self) -> list[Line]:
        """Return what the log says of the slot."""
        return [line for line in AsRun(self.root / "records" / "asrun").lines() if line.facts.get("slot") == self.slot]

    def wait_for(self, *events: str) -> list[Line]:
        """Wait until the log of the slot has come to these events; return its lines."""
        for _ in range(600):
            lines = self.lines()
            if [line.event for line in lines][: len(events)] == list(events):
                return lines
            time.sleep(0.2)  # noqa: TID251 - the processes under test run in real time
        raise AssertionError(f"{[line.event for line in lines]}, not {events}: {self.said()}")

    def said(self) -> str:
        return (self.root / "run.txt").read_text("utf-8")

    def processes(self) -> list[psutil.Process]:
        """Return all that work for this station."""
        mark = str(self.root)
        found = psutil.process_iter(["cmdline"])
        return [process for process in found if mark in " ".join(process.info["cmdline"] or [])]

    def end(self) -> None:
        for process in self.processes():
            process.kill()
        self.station.kill()
        self.station.wait()


@pytest.fixture
def live(small: SmallStation) -> Live:
    return Live(small)


def test_a_reboot_in_mid_programme_is_told_as_one_and_the_programme_goes_on(live: Live) -> None:
    try:
        live.wait_for("released", "armed", "started")
        for process in live.processes():  # as an init system ends all processes at once
            process.send_signal(signal.SIGTERM)
        live.station.wait(60)
        cut = live.wait_for("released", "armed", "started", "cut")[-1]
        live.station = live.start()
        lines = live.wait_for("released", "armed", "started", "cut", "armed", "started", "ended")
    finally:
        live.end()
    first, again = (line for line in lines if line.event == "started")
    assert cut.facts["reason"] == "máy hoặc hệ thống tắt trình phát"
    assert abs(zero(again) - zero(first)) < timedelta(seconds=0.3)  # it goes on where it would be by then
    assert again.facts["offset"] > first.facts["offset"] + cut.facts["heard"] - 0.3
    assert AsRun(live.root / "records" / "asrun").verify() == ()


def test_an_emergency_ordered_in_mid_programme_is_heard_and_the_programme_resumes(live: Live) -> None:
    try:
        live.wait_for("released", "armed", "started")
        words = ["--priority", "khan-cap", "--by", "Chủ tịch xã", "--reason", "lũ về", "--then", "resume"]
        live.run("takeover", WARNING, *words)
        live.wait_for("released", "armed", "started", "back", "ended")
        live.station.send_signal(signal.SIGINT)
        assert live.station.wait(60) == 0, live.said()
    finally:
        live.end()
    log = AsRun(live.root / "records" / "asrun")
    told = [line.facts["what"] for line in log.lines() if line.event == "takeover"]
    assert told == ["started", "ended"]
    assert log.verify() == ()
    ordered = next((live.root / "records" / "takeovers").glob("*.flac"))
    words, rate = soundfile.read(ordered, dtype="float32")
    programme, _ = soundfile.read(live.root / "audio" / "programmes" / f"{live.slot}.flac", dtype="float32")
    heard, _ = soundfile.read(live.heard, dtype="float32")
    zero = begins(heard) - begins(programme)
    breaks = found(words[rate // 2 : -rate // 2], heard) - rate // 2
    goes_on = found(programme[-3 * rate :], heard) - (len(programme) - 3 * rate)
    assert zero < breaks < goes_on + len(programme)
    assert goes_on - zero == pytest.approx(len(words), abs=rate // 10)  # it stood still meanwhile, and came once


def zero(line: Line) -> datetime:
    """Return when the programme's first frame was, or would have been, heard."""
    return datetime.fromisoformat(line.facts["actual"]) - timedelta(seconds=line.facts["offset"])


def begins(sound: np.ndarray) -> int:
    """Return the first frame that is no silence; a jingle of one tone is like many a place in what follows."""
    return int(np.flatnonzero(sound)[0])


def found(piece: np.ndarray, whole: np.ndarray) -> int:
    """Return the frame of *whole* at which *piece* is heard, and heard nowhere else as well; −1 where it is not."""
    size = 1 << (len(whole) + len(piece)).bit_length()
    match = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(piece, size)), size)[: len(whole)]
    best = int(np.argmax(match))
    return best if match[best] > 0.9 * float(np.dot(piece, piece)) else -1
