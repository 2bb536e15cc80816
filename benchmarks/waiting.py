"""
What does it cost to wait? A player with its output open and nothing to say yet; peers doing the same.

Processor time over eight seconds and memory, of the player before and after it has opened the output.

``python -m benchmarks.waiting``; needs pulseaudio and its ALSA plugin.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import psutil
import soundfile

from benchmarks.air.monitor import RATE
from benchmarks.air.peers import ZONE, peers
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.playout.preroll import Preroll
from tests.playout.virtual_card import start_card

LONG = 8.0
"""Seconds over which processor time is counted."""


def main() -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        card = start_card(folder)
        stack.callback(card.stop)
        os.environ |= card.environment
        sound = folder / "tone.wav"
        soundfile.write(sound, 0.1 * np.ones((RATE, 2)), RATE)
        print("at rest                        cpu %   rss MB   asked: ≤ 1 %, ≤ 60 MB")
        states = ("waiting", 60.0), ("open", 15.5)
        for url in ("soundcard:", "miniaudio:"):
            for state, ahead in states[url == "miniaudio:" :]:
                show(f"player {url.partition(':')[0]}, {state}", player(url, ahead, sound, folder), ahead)
        for peer in peers(sound, folder):
            show(peer.name, peer.start(time.time() + 60, "card"), 60.0)


def show(label: str, process: subprocess.Popen[bytes], ahead: float) -> None:
    """Print what *process* takes, from three seconds after it was started, or once its output is open."""
    time.sleep(3.0 if ahead > 20 else 4.0)
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    before = sum(sum(each.cpu_times()[:2]) for each in family)
    time.sleep(LONG)
    after = sum(sum(each.cpu_times()[:2]) for each in family)
    rss = sum(each.memory_info().rss for each in family)
    process.kill()
    process.wait()
    print(f"{label:<29} {(after - before) / LONG * 100:>6.2f} {rss / 1e6:>8.1f}", flush=True)


def player(url: str, ahead: float, sound: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start a player whose instant is *ahead* seconds away; with a long lead-in its output is open at once."""
    at = datetime.now(ZONE) + timedelta(seconds=ahead)
    cue = Cue("benchmark", at, sound, None, test=True)
    job = folder / "rest.json"
    preroll = Preroll(Seconds(30.0 if ahead < 20 else 0.0))
    Job(cue, url, folder / "asrun", ZONE, orders=folder / "orders", preroll=preroll).write(job)
    return subprocess.Popen([sys.executable, "-m", "broadcaster.playout", str(job)], stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
