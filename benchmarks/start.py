"""
How exactly does a programme start? The player and its peers, on virtual sound cards whose monitors are recorded.

Printed for each: the distance of the first sample from its instant, idle and with every core loaded, with and without
real-time priority; then two parts joined, and an Icecast mount whose known delay is made up for. Five cards play at
once, so that twenty starts take a minute.

``python -m benchmarks.start [--starts N]``; needs pulseaudio and its ALSA plugin. Liquidsoap, mpd with mpc, ffplay and
icecast2 are measured where they are installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.air.load import busy
from benchmarks.air.monitor import RATE, Monitor
from benchmarks.air.peers import ZONE, Peer, peers
from benchmarks.air.streams import icecast_delays
from broadcaster.core.storage import file_hash
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.records.release import Release
from tests.playout.virtual_card import start_card

CARDS = 5
LATE = 3.0
"""Seconds after its instant in which a start is looked for."""
AHEAD = 9
"""Seconds from starting a player to its instant."""
UNPRIVILEGED = ("setpriv", "--inh-caps=-sys_nice", "--bounding-set=-sys_nice")


@dataclass
class Series:
    """Starts of one player."""

    errors: list[float] = field(default_factory=list)
    """Milliseconds late."""
    starts: int = 0

    def line(self) -> str:
        if not self.errors:
            return f"{0:>5}/{self.starts}"
        low, high = min(self.errors), max(self.errors)
        middle = statistics.median(self.errors)
        return f"{len(self.errors):>5}/{self.starts} {middle:>10.2f} {low:>9.2f} {high:>9.2f} {high - low:>9.2f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--starts", type=int, default=20)
    starts = parser.parse_args().starts
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        card = start_card(folder, cards=CARDS)
        stack.callback(card.stop)
        os.environ |= card.environment
        sound = folder / "tone.wav"
        wave = 0.5 * np.cos(2 * np.pi * 1000 * np.arange(RATE) / RATE)
        soundfile.write(sound, np.stack([wave, wave], axis=1), RATE)
        print("player                          load  starts  median ms       min       max    spread")
        for load in (0, os.cpu_count() or 1):
            for peer in (*ours(sound, folder), *peers(sound, folder)):
                count = min(starts, peer.starts)
                print(f"{peer.name:<31} {load:>4} {series(peer, count, load).line()}", flush=True)
        print(f"two parts of a cart joined: {joined(folder)} samples apart")
        for line in icecast_delays(folder, min(starts, 10)):
            print(line, flush=True)


def ours(sound: Path, folder: Path) -> Iterator[Peer]:
    plain = ("soundcard:", "player (PortAudio, real-time)", 20), ("miniaudio:", "player (miniaudio, real-time)", 10)
    for url, name, starts in plain:
        yield Peer(name, lambda at, card, url=url: player(url, at, card, sound, folder), starts, AHEAD)
    if shutil.which("setpriv"):
        yield Peer(
            "player (PortAudio, ordinary)",
            lambda at, card: player("soundcard:", at, card, sound, folder, UNPRIVILEGED),
            starts=20,
            ahead=AHEAD,
        )


def player(
    url: str, at: float, card: str, sound: Path, folder: Path, before: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    cue = Cue("benchmark", datetime.fromtimestamp(at, ZONE), sound, None, test=True)
    job = folder / f"{card}.json"
    Job(cue, url, folder / "asrun", ZONE, orders=folder / "orders").write(job)
    command = [*before, sys.executable, "-m", "broadcaster.playout", str(job)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"PULSE_SINK": card})


def series(peer: Peer, starts: int, load: int) -> Series:
    """Let *peer* start so often, with *load* busy processes beside it."""
    found = Series(starts=starts)
    with busy(load):
        for turn in range(0, starts, CARDS):
            cards = [f"card{number}" if number else "card" for number in range(min(CARDS, starts - turn))]
            found.errors += round_of(peer, cards)
    return found


def round_of(peer: Peer, cards: list[str]) -> list[float]:
    """Start once on each of *cards*, all at the same instant; return the milliseconds that each was late."""
    monitors = [Monitor(card) for card in cards]
    at = float(int(time.time()) + peer.ahead)
    running = [peer.start(at, card) for card in cards]
    time.sleep(at + LATE - time.time())
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    errors = []
    for monitor in monitors:
        monitor.close()
        sound, begin = monitor.heard(at - 2.0, at + LATE)
        loud = np.flatnonzero(np.abs(sound) > 0.1)
        if len(loud):
            errors.append((begin + loud[0] / RATE - at) * 1000)
    return errors


def joined(folder: Path) -> int:
    """Return how many samples more or less than cut out lie between two stretches of a cart, as its monitor hears."""
    path, permit = folder / "joined.flac", folder / "joined.json"
    noise = np.random.default_rng(5).integers(6_000, 20_000, (4 * RATE, 1)) / 32_768
    soundfile.write(path, noise, RATE)
    at = datetime.fromtimestamp(float(int(time.time()) + AHEAD), ZONE)
    keep = ((0, RATE), (3 * RATE, 4 * RATE))
    Release("2025-01-01/0000-benchmark", path.name, file_hash(path), at, keep, ()).write(permit)
    cue = Cue("2025-01-01/0000-benchmark", at, path, permit, grace=Seconds(5))
    Job(cue, "soundcard:", folder / "joined-asrun", ZONE).write(folder / "joined-job.json")
    monitor = Monitor("card")
    command = [sys.executable, "-m", "broadcaster.playout", str(folder / "joined-job.json")]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    monitor.close()
    sound, _ = monitor.heard(at.timestamp() - 1, at.timestamp() + 3)
    places = [find(noise[start + 1_000 : start + 20_000, 0], sound) for start, _ in keep]
    return places[1] - places[0] - RATE


def find(piece: np.ndarray, whole: np.ndarray) -> int:
    """Return the frame of *whole* at which *piece* lies."""
    size = 1 << (len(whole) + len(piece)).bit_length()
    match = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(piece, size)), size)
    return int(np.argmax(match[: len(whole)]))


if __name__ == "__main__":
    main()
