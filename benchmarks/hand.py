"""
How soon is an order heard? Takeover and stop, from the rename of the order file to the monitor of the card.

A programme of even sound is on the air on each of some virtual cards at once; takeovers and stops are ordered at
odd moments. Printed: the worst, the median and the least of fifty. Asked: the worst at most 300 ms.

And how soon is it given? From the start of the command to the rename, idle and with every core loaded: a text that no
voice has spoken yet, asked to be ready in 2 s, and a stop.

``python -m benchmarks.hand [--times N]``; needs pulseaudio and its ALSA plugin.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import soundfile

from benchmarks.air import typed
from benchmarks.air.load import busy
from benchmarks.air.monitor import RATE, Monitor
from broadcaster.core.priority import Priority
from broadcaster.core.storage import file_hash
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.records.order import Order, Stop, Takeover, Then, encode
from broadcaster.records.orders import new_id
from broadcaster.records.release import Release
from tests.playout.virtual_card import start_card

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CARDS = 5
SOFT, LOUD = 0.1, 0.5
"""Of the programme and of a takeover, so that a recording tells them apart."""
LENGTH = 0.4
"""Seconds of a takeover."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=50)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        card = start_card(folder, cards=CARDS)
        os.environ |= card.environment
        try:
            print("order       heard   median ms    least    worst   asked")
            for url, count in (("soundcard:", times), ("miniaudio:", min(times, 20))):
                report(f"takeover {url}", count, takeovers(folder, url, count))
                report(f"stop     {url}", count, stops(folder, url, count))
        finally:
            card.stop()
        given(typed.station(folder / "station"), times=max(times // 5, 2))


def given(root: Path, times: int) -> None:
    """Print how long it takes from a command to its order."""
    print("given                given   median ms    least    worst   asked")
    for load in (0, os.cpu_count() or 1):
        with busy(load):
            spoken = [typed.takeover(root, 100 * load + number) for number in range(times)]
            report(f"text → order, load {load}", times, [delay for delay in spoken if delay], asked=2000)
            stopped = [typed.stop(root) for _ in range(times)]
            report(f"stop → order, load {load}", times, [delay for delay in stopped if delay], asked=None)


def report(label: str, times: int, delays: list[float], asked: int | None = 300) -> None:
    low, middle, high = min(delays), statistics.median(delays), max(delays)
    limit = "" if asked is None else f"   ≤ {asked}"
    print(f"{label:<20} {len(delays):>3}/{times} {middle:>8.0f} {low:>8.0f} {high:>8.0f}{limit}", flush=True)


def takeovers(folder: Path, url: str, times: int) -> list[float]:
    """Return the milliseconds from order to sound, all in one programme."""
    with Programme(folder / "takeover", url, 0, times * 1.3 + 10) as programme:
        given = []
        programme.wait()
        for _ in range(times):
            time.sleep(1.0 + random.uniform(0, 0.1))
            given.append(programme.order(takeover(programme.folder, LENGTH)))
        time.sleep(1.0)
    return [delay for at in given if (delay := programme.delay(at, rises=True)) is not None]


def stops(folder: Path, url: str, times: int) -> list[float]:
    """Return the milliseconds from order to silence, each in a programme of its own, some at once."""
    delays = []
    for turn in range(0, times, CARDS):
        folders = [folder / f"stop-{url[:4]}-{turn + index}" for index in range(min(CARDS, times - turn))]
        programmes = [Programme(each, url, index, 60).__enter__() for index, each in enumerate(folders)]
        for programme in programmes:
            programme.wait()
        given = []
        for programme in programmes:
            time.sleep(random.uniform(0.05, 0.15))
            now = datetime.now(ZONE)
            given.append(programme.order(Stop(new_id(Stop, now), now, "benchmark", "benchmark")))
        time.sleep(1.0)
        for programme, at in zip(programmes, given, strict=True):
            programme.__exit__()
            if (delay := programme.delay(at, rises=False)) is not None:
                delays.append(delay)
    return delays


def takeover(folder: Path, seconds: float) -> Takeover:
    """Make a takeover ready; all but the order itself is on the disk."""
    now = datetime.now(ZONE)
    name = new_id(Takeover, now)
    path = folder / "takeovers" / f"{name}.flac"
    path.parent.mkdir(parents=True, exist_ok=True)
    tone(path, seconds, LOUD)
    facts = (Priority.EMERGENCY, "benchmark", file_hash(path), Seconds(seconds), "", 1, Then.JOIN)
    order = Takeover(name, now, "benchmark", "benchmark", *facts)
    Release(order.slot, path.name, order.cart_hash, now, ((0, round(seconds * RATE)),), ()).write(
        path.with_suffix(".json")
    )
    return order


def tone(path: Path, seconds: float, level: float) -> None:
    at = np.arange(round(seconds * RATE)) / RATE
    soundfile.write(path, (level * np.cos(2 * np.pi * 1000 * at))[:, None], RATE)


class Programme:
    """A programme on the air on one card, in a player process."""

    def __init__(self, folder: Path, url: str, card: int, seconds: float) -> None:
        self.folder = folder
        self._url = url
        self._card = f"card{card}" if card else "card"
        self._seconds = seconds

    def __enter__(self) -> Programme:
        (self.folder / "orders").mkdir(parents=True, exist_ok=True)
        self._monitor = Monitor(self._card)
        path = self.folder / "programme.flac"
        tone(path, self._seconds, SOFT)
        self._at = datetime.now(ZONE) + timedelta(seconds=2.5)
        slot = f"{self._at:%Y-%m-%d}/0000-benchmark"
        release = Release(slot, path.name, file_hash(path), self._at, ((0, round(self._seconds * RATE)),), ())
        release.write(self.folder / "release.json")
        cue = Cue(slot, self._at, path, self.folder / "release.json", grace=Seconds(10))
        job = Job(cue, self._url, self.folder / "asrun", ZONE, orders=self.folder / "orders")
        job.write(self.folder / "job.json")
        command = [sys.executable, "-m", "broadcaster.playout", str(self.folder / "job.json")]
        environment = os.environ | {"PULSE_SINK": self._card}
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.wait()
        self._monitor.close()

    def wait(self) -> None:
        """Wait until it has been on the air for a moment."""
        time.sleep(max(self._at.timestamp() + 1.0 - time.time(), 0))

    def order(self, order: Order) -> float:
        """Rename the order into its place, and return when."""
        path = self.folder / "orders" / f"{order.id}.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(encode(order), "utf-8")
        at = time.time()
        temporary.rename(path)
        return at

    def delay(self, at: float, *, rises: bool) -> float | None:
        """Return the milliseconds from *at* until the sound rose, or was silent."""
        sound, begin = self._monitor.heard(at - 0.05, at + 0.9)
        if rises:
            loud = np.flatnonzero(np.abs(sound) > (SOFT + LOUD) / 2)
            return (begin + loud[0] / RATE - at) * 1000 if len(loud) else None
        loud = np.flatnonzero(np.abs(sound) > 0.001)
        silent = len(loud) and loud[-1] < len(sound) - RATE // 100
        return (begin + loud[-1] / RATE - at) * 1000 if silent else None


if __name__ == "__main__":
    main()
