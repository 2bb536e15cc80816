"""A ledger that cannot be written now: nothing half recorded, a reason in Vietnamese, and later all goes on."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import FileIO
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from filelock import FileLock
from torture.crashing_disk import CrashingDisk

from broadcaster.core import storage
from broadcaster.core.disk import Disk
from broadcaster.core.errors import BusyError, RecordError
from broadcaster.records import ledger as ledger_module
from broadcaster.records.ledger import Ledger

AT = datetime(2025, 10, 1, 5, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "asrun", "asrun")
    made.append("started", AT, {"slot": "a"})
    return made


def events(ledger: Ledger) -> list[str]:
    assert ledger.verify() == ()
    return [line.event for line in Ledger(ledger.folder, ledger.name).lines()]


@pytest.mark.parametrize(("fault", "reason"), [("full", "đĩa đầy"), ("read_only", "đĩa chỉ cho đọc")])
def test_a_disk_that_takes_nothing_leaves_the_ledger_as_it_was(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, fault: str, reason: str
) -> None:
    disk = CrashingDisk(ledger.folder)
    monkeypatch.setattr(storage, "disk", disk)
    setattr(disk, fault, True)
    with pytest.raises(RecordError, match=reason):
        ledger.append("ended", AT, {"slot": "a"})
    assert events(ledger) == ["started"]
    setattr(disk, fault, False)
    ledger.append("ended", AT, {"slot": "a"})
    assert events(ledger) == ["started", "ended"]


class HalfFullDisk(Disk):
    """A disk that is full in the middle of a line."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, stream: FileIO, data: bytes) -> None:
        super().write(stream, data[: self.room])
        if len(data) > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("room", [0, 1, 50, 200])
def test_a_disk_that_is_full_in_the_middle_of_a_line_loses_that_line_alone(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(storage, "disk", HalfFullDisk(room))
    for _ in range(3):
        with pytest.raises(RecordError, match="đĩa đầy"):
            ledger.append("ended", AT, {"slot": "a"})
    monkeypatch.setattr(storage, "disk", Disk())
    ledger.append("ended", AT, {"slot": "a"})
    assert [event for event in events(ledger) if event != "repaired"] == ["started", "ended"]


def _hold(folder: str, held: Connection) -> None:
    with FileLock(Path(folder) / ".lock"):
        held.send(True)
        signal.pause()


@contextmanager
def holder(ledger: Ledger) -> Iterator[int]:
    """Let another process hold the ledger's lock within the block; give its number."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_hold, args=(str(ledger.folder), there))
    process.start()
    try:
        assert here.recv()
        assert process.pid is not None
        yield process.pid
    finally:
        process.kill()
        process.join()


def test_a_stopped_holder_is_not_waited_for_without_end(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_LOCK_WAIT", 0.5)
    with holder(ledger) as pid:
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(BusyError, match="thử lại sau ít phút"):
            ledger.append("ended", AT, {"slot": "a"})
        assert events(ledger) == ["started"]


def test_a_dead_holder_holds_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_LOCK_WAIT", 0.5)
    with holder(ledger):
        pass
    assert (ledger.folder / ".lock").exists()
    ledger.append("ended", AT, {"slot": "a"})
    assert events(ledger) == ["started", "ended"]
