"""What a player tells reaches the log, however long the log cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playout.stand_ins import AT, Cart
from playout.test_process import job_for

from broadcaster.core.clock import FakeClock
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.recorder import PATIENCE, Recorder
from broadcaster.records.asrun import AsRun


class MendingClock(FakeClock):
    """Time passes, and after a while somebody makes room."""

    def __init__(self, start: datetime, blocked: Path, after: float) -> None:
        super().__init__(start)
        self._blocked = blocked
        self._after = after

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.monotonic() >= self._after and self._blocked.is_file():
            self._blocked.unlink()


@pytest.mark.parametrize(("after", "wanted"), [(0, ["ended"]), (600, ["ended"]), (PATIENCE + 60, [])])
def test_a_player_that_is_done_waits_for_its_log(
    make_cart: Callable[..., Cart], tmp_path: Path, after: float, wanted: list[str]
) -> None:
    folder = tmp_path / "asrun"
    folder.write_text("a file where the folder should be")
    job = job_for(make_cart(), tmp_path / "a.wav", ahead=5)
    clock = MendingClock(AT, folder, after)
    record = Recorder(job, lambda _: None)
    record(Event(EventKind.ENDED, job.cue.slot, job.output, AT, AT))
    record.finish(clock)
    if folder.is_file():
        folder.unlink()
    assert [line.event for line in AsRun(folder).lines()] == wanted
    assert clock.monotonic() <= PATIENCE + 10


def test_a_log_that_took_everything_keeps_nobody_waiting(make_cart: Callable[..., Cart], tmp_path: Path) -> None:
    clock = FakeClock(AT)
    job = job_for(make_cart(), tmp_path / "a.wav", ahead=5)
    record = Recorder(job, lambda _: None)
    record(Event(EventKind.ENDED, job.cue.slot, job.output, AT, AT))
    record.finish(clock)
    assert clock.monotonic() == 0


@pytest.mark.parametrize(
    ("before", "own", "wanted"),
    [
        (("released",), (), "missed"),
        (("released", "armed", "started"), (), "cut"),
        (("released", "armed"), (), "cut"),
        (("released",), (EventKind.ARMED,), "missed"),
        (("released", "armed"), (EventKind.ARMED,), "cut"),
    ],
)
def test_what_another_player_began_is_cut_and_not_missed(
    make_cart: Callable[..., Cart], tmp_path: Path, before: tuple[str, ...], own: tuple[EventKind, ...], wanted: str
) -> None:
    job = job_for(make_cart(), tmp_path / "a.wav", ahead=5)
    log = AsRun(job.asrun)
    for event in before:
        log.append(event, AT, slot=job.cue.slot, output=job.output)
    record = Recorder(job, lambda _: None)
    for kind in (*own, EventKind.MISSED):
        record(Event(kind, job.cue.slot, job.output, AT, AT, {"reason": "không mở được tệp."}))
    last = AsRun(job.asrun).lines()[-1]
    assert last.event == wanted
    assert ("không rõ" in last.facts["reason"]) is (wanted == "cut" and "started" not in before)
