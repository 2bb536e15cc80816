"""
How exactly does a programme start? The player against a naive one, on a virtual sound card.

A PulseAudio null sink plays; its monitor is recorded with the instant at which each piece arrives. Printed for each
player: the distance of the first sample from its instant, idle and with every core loaded, and what it costs.
A null sink hands a piece to its monitor when the first frame of it is due: instants are counted from there.

``python -m benchmarks.start [--starts N]``; needs pulseaudio and its ALSA plugin.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import psutil
import soundfile

from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from tests.playout.virtual_card import start_card

RATE = 48_000
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PERIOD = 13  # seconds from start to start: the streams of two players never overlap
NAIVE = """
import schedule, subprocess, sys, time
schedule.every().day.at(sys.argv[1]).do(lambda: subprocess.run(["paplay", sys.argv[2]]) and sys.exit())
while True:
    schedule.run_pending()
    time.sleep(1)
"""


class Recorder:
    """Records the card, remembering when each piece came."""

    def __init__(self) -> None:
        command = [
            "parec",
            "-d",
            "card.monitor",
            "--format=s16le",
            f"--rate={RATE}",
            "--channels=1",
            "--latency-msec=4",
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._pieces: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        _real_time()
        while piece := os.read(self._process.stdout.fileno(), 1 << 16):  # type: ignore[union-attr]
            self._pieces.append((time.time(), piece))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._thread.join()

    def onset(self, around: float) -> float | None:
        """Return when the first loud frame near the instant *around* was heard."""
        near = [(at, np.frombuffer(piece, "<i2")) for at, piece in self._pieces if abs(at - around) < PERIOD / 2]
        counts = np.cumsum([0] + [len(piece) for _, piece in near])
        loud = np.flatnonzero(np.abs(np.concatenate([piece for _, piece in near])) > 3_000)
        if not len(loud):
            return None
        first = int(loud[0])
        middle = int(np.searchsorted(counts, first))
        window = range(max(middle - 300, 0), min(middle + 300, len(near)))
        offset = statistics.median(near[index][0] - counts[index] / RATE for index in window)
        return offset + first / RATE


@dataclass
class Cost:
    """What the processes of one series took while they waited with the output open."""

    cpu: list[float]
    rss: list[float]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--starts", type=int, default=10)
    starts = parser.parse_args().starts
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        card = start_card(folder)
        os.environ |= card.environment
        sound = folder / "tone.wav"
        wave = 0.5 * np.cos(2 * np.pi * 1000 * np.arange(RATE) / RATE)
        soundfile.write(sound, np.stack([wave, wave], axis=1), RATE)
        try:
            print("player                load  starts  median ms     min     max  spread   cpu %  rss MB")
            for load in (0, os.cpu_count() or 1):
                for label, start in (
                    ("soundcard (PortAudio)", _player("soundcard:", sound, folder)),
                    ("miniaudio", _player("miniaudio:", sound, folder)),
                    ("schedule + paplay", _naive(sound)),
                ):
                    series(label, start, starts, load)
        finally:
            card.stop()


def series(label: str, start: Callable[[float], subprocess.Popen[bytes]], starts: int, load: int) -> None:
    """Let *start* play so often, with *load* busy processes beside it, and print one line."""
    errors, cost, missing = [], Cost([], []), 0
    with _busy(load):
        for _ in range(starts):
            recorder = Recorder()
            at = float(int(time.time()) + 10)
            with start(at) as process:
                _watch(psutil.Process(process.pid), at, cost)
                process.wait()
            recorder.close()
            heard = recorder.onset(at)
            if heard is None:
                missing += 1
            else:
                errors.append((heard - at) * 1000)
    low, high = min(errors), max(errors)
    print(
        f"{label:<21} {load:>4} {len(errors):>5}/{starts} {statistics.median(errors):>10.2f} {low:>7.2f} {high:>7.2f} "
        f"{high - low:>7.2f} {statistics.median(cost.cpu):>7.2f} {max(cost.rss):>7.1f}",
        flush=True,
    )


def _player(url: str, sound: Path, folder: Path) -> Callable[[float], subprocess.Popen[bytes]]:
    def start(at: float) -> subprocess.Popen[bytes]:
        cue = Cue("benchmark", datetime.fromtimestamp(at, ZONE), sound, None, test=True)
        Job(cue, url, folder / "asrun", ZONE).write(folder / "job.json")
        command = [sys.executable, "-m", "broadcaster.playout", str(folder / "job.json")]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)

    return start


def _naive(sound: Path) -> Callable[[float], subprocess.Popen[bytes]]:
    def start(at: float) -> subprocess.Popen[bytes]:
        hour = datetime.fromtimestamp(at).strftime("%H:%M:%S")
        return subprocess.Popen([sys.executable, "-c", NAIVE, hour, str(sound)])

    return start


def _watch(process: psutil.Process, at: float, cost: Cost) -> None:
    time.sleep(at - 5 - time.time())
    before = sum(process.cpu_times()[:2])
    time.sleep(4)
    cost.cpu.append((sum(process.cpu_times()[:2]) - before) / 4 * 100)
    cost.rss.append(process.memory_info().rss / 1e6)


@contextmanager
def _busy(processes: int) -> Iterator[None]:
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def _real_time() -> None:
    """Let this thread be woken at once, where allowed: the recorder must not add its own delay."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(20))
    except OSError:
        print("(no real-time priority: the recorder adds some jitter of its own)")


if __name__ == "__main__":
    main()
