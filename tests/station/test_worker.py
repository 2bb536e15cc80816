"""The worker process: what it is told it does, what it raises arrives, and killed with its station it says nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Lock

import pytest
from patience import eventually

from broadcaster.core.errors import VoiceError
from broadcaster.station.making.worker import Worker

STATION = """
import os, signal
from broadcaster.station.making.cook import worker
pool = worker()
print(pool.submit(os.getpid).result(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(_at_ease)
    yield worker
    worker.shutdown()


def _at_ease() -> None:
    """Nothing has to be done first."""


def refuse(text: str) -> None:
    raise VoiceError("espeak", text, permanent=True)


def wait_for(path: Path) -> bool:
    return eventually(path.exists)


def hard_to_send() -> object:
    return Lock()


def test_tasks_are_done_one_after_another_in_one_process(worker: Worker) -> None:
    done = [worker.submit(pow, 2, number) for number in range(5)]
    assert [each.result(60) for each in done] == [1, 2, 4, 8, 16]
    assert worker.submit(os.getpid).result(60) == worker.submit(os.getpid).result(60) != os.getpid()


def test_an_error_arrives_whole_and_the_next_task_is_done(worker: Worker) -> None:
    with pytest.raises(VoiceError, match="không đọc được") as told:
        worker.submit(refuse, "không đọc được").result(60)
    assert told.value.permanent
    assert worker.submit(abs, -1).result(60) == 1


def test_what_cannot_be_sent_either_way_is_told_and_ends_nothing(worker: Worker) -> None:
    with pytest.raises(TypeError):
        worker.submit(id, Lock()).result(60)
    with pytest.raises(RuntimeError, match="pickle"):
        worker.submit(hard_to_send).result(60)
    assert worker.submit(abs, -1).result(60) == 1


def test_one_that_was_killed_tells_whoever_waits_and_takes_nothing_more(worker: Worker) -> None:
    number = worker.submit(os.getpid).result(60)
    with pytest.raises(BrokenProcessPool):
        worker.submit(os.kill, number, signal.SIGKILL).result(60)
    with pytest.raises(BrokenProcessPool):
        worker.submit(abs, -1)


def test_called_off_is_what_was_not_begun(worker: Worker, tmp_path: Path) -> None:
    worker.submit(os.getpid).result(60)
    go = tmp_path / "go"
    first, second = worker.submit(wait_for, go), worker.submit(abs, -1)
    assert eventually(first.running)
    worker.shutdown(wait=False, cancel_futures=True)
    assert second.cancelled()
    go.touch()
    assert first.result(60)


def test_a_station_that_is_killed_leaves_no_process_and_no_word_on_the_screen(tmp_path: Path) -> None:
    screen = tmp_path / "screen.txt"
    with screen.open("w") as out:
        station = subprocess.run([sys.executable, "-c", STATION], stdout=out, stderr=out, check=False)
    assert station.returncode == -signal.SIGKILL
    assert eventually(lambda: _writers(screen) == 0), "somebody lives on"
    assert screen.read_text().strip().isdigit()


def _writers(path: Path) -> int:
    """Return how many processes still hold *path* open."""
    found = 0
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            found += descriptor.resolve() == path
        except OSError:
            continue
    return found
