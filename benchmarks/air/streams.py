"""An Icecast mount on loopback: how much later than its instant a listener hears a programme, and how evenly."""

from __future__ import annotations

import io
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.air.monitor import RATE
from benchmarks.air.peers import ZONE
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.playout.process import SECRET
from tests.playout.icecast_real import FRAME, PASSWORD, Icecast, Listener, real_icecast

AT_ONCE = 5
_MP3 = 1_152  # samples of a frame


def icecast_delays(folder: Path, starts: int) -> Iterator[str]:
    """Yield what was measured: without a known delay, then with the one just measured."""
    if shutil.which("icecast2") is None:
        yield "Icecast: icecast2 is not installed"
        return
    place = folder / "icecast"
    place.mkdir()
    with real_icecast(place) as server:
        delay = 0.0
        for name in ("delay unknown", "delay made up for"):
            late = measured(server, folder, starts, delay)
            if not late:
                yield f"Icecast, {name}: nothing heard"
                return
            low, middle, high = min(late), statistics.median(late), max(late)
            yield (
                f"Icecast, {name:<17} {len(late):>3}/{starts}  median {middle * 1000:>8.1f} ms"
                f"  spread {(high - low) * 1000:>6.1f} ms  (asked: ≤ 25)"
            )
            delay += middle


def measured(server: Icecast, folder: Path, starts: int, delay: float) -> list[float]:
    """Return the seconds by which listeners heard each start late."""
    sound = folder / "stream.wav"
    wave = 0.5 * np.cos(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    soundfile.write(sound, wave[:, None], RATE)
    late: list[float] = []
    for turn in range(0, starts, AT_ONCE):
        mounts = [f"/{turn + number}.mp3" for number in range(min(AT_ONCE, starts - turn))]
        at = datetime.now(ZONE) + timedelta(seconds=9)
        listeners = [Listener(server, mount) for mount in mounts]
        running = [player(server, mount, at, sound, folder, delay) for mount in mounts]
        time.sleep(max(at.timestamp() + 2.5 - time.time(), 0))
        for process in running:
            process.wait()
        for listener in listeners:
            listener.close()
            late += heard(listener, at.timestamp())
    return late


def player(
    server: Icecast, mount: str, at: datetime, sound: Path, folder: Path, delay: float
) -> subprocess.Popen[bytes]:
    job = folder / f"stream{mount.replace('/', '-')}.json"
    cue = Cue("benchmark", at, sound, None, test=True)
    Job(cue, server.url(mount), folder / "asrun", ZONE, delay=Seconds(delay)).write(job)
    command = [sys.executable, "-m", "broadcaster.playout", str(job)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {SECRET: PASSWORD})


def heard(listener: Listener, at: float) -> list[float]:
    """Return by how many seconds the tone was heard late: as a decoder plays that follows what comes, evenly."""
    if not listener.pieces:
        return []
    counts = np.cumsum([0] + [len(piece) for _, piece in listener.pieces])
    seconds = counts / FRAME * _MP3 / RATE
    zero = statistics.median(when - second for (when, _), second in zip(listener.pieces, seconds, strict=False))
    sound = soundfile.read(io.BytesIO(listener.stream), dtype="float32")[0]
    loud = np.flatnonzero(np.abs(sound) > 0.1)
    if not len(loud):
        return []
    return [zero + listener.begin / FRAME * _MP3 / RATE + loud[0] / RATE - at]
