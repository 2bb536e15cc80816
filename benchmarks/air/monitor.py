"""
What a virtual sound card was heard to play, and when: its monitor, recorded with the instant of each piece.

A null sink hands a piece to its monitor when the first frame of it is due; instants are counted from there.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time

import numpy as np
import numpy.typing as npt

RATE = 48_000


class Monitor:
    """Records one card until it is closed."""

    def __init__(self, card: str = "card") -> None:
        command = ["parec", "-d", f"{card}.monitor", "--format=s16le", f"--rate={RATE}", "--channels=1"]
        self._process = subprocess.Popen([*command, "--latency-msec=4"], stdout=subprocess.PIPE)
        real_time(self._process.pid)
        self._pieces: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._thread.join()

    def heard(self, begin: float, end: float) -> tuple[npt.NDArray[np.float32], float]:
        """Return the sound between two instants, and the instant of its first frame."""
        near = [(at, np.frombuffer(piece, "<i2")) for at, piece in self._pieces if begin - 0.5 <= at <= end + 0.5]
        counts = np.cumsum([0] + [len(piece) for _, piece in near])
        zero = statistics.median(at - count / RATE for (at, _), count in zip(near, counts, strict=False))
        sound = np.concatenate([piece for _, piece in near]).astype(np.float32) / 32_768
        first, stop = round((begin - zero) * RATE), round((end - zero) * RATE)
        first = max(first, 0)
        return sound[first:stop], zero + first / RATE

    def _listen(self) -> None:
        real_time()
        while piece := os.read(self._process.stdout.fileno(), 1 << 16):  # type: ignore[union-attr]
            self._pieces.append((time.time(), piece))


def real_time(process: int = 0) -> None:
    """Let *process*, or this thread, be woken at once, where allowed: a recorder must not add its own delay."""
    try:
        os.sched_setscheduler(process, os.SCHED_FIFO, os.sched_param(20))
    except OSError:
        print("(no real-time priority: the recorder adds some jitter of its own)")
