"""One player at a time: a killed station's player and its successor's never sound together."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playout.stand_ins import AT, Told
from playout.test_process import MakeCart, job_for, shift_to

from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.job import Job
from broadcaster.playout.process import air
from broadcaster.playout.turn import lease_of, turn
from broadcaster.records.asrun import ENDED, RELEASED, AsRun


@pytest.fixture
def job(make_cart: MakeCart, tmp_path: Path) -> Job:
    return job_for(make_cart(0.2), tmp_path / "heard.wav", ahead=1.0)


def record(job: Job, event: str) -> None:
    AsRun(job.asrun).append(event, job.cue.at, slot=job.cue.slot, output=job.output)


def test_the_second_player_waits_and_finds_the_slot_over(job: Job) -> None:
    found: list[Event | None] = []

    def second() -> None:
        with turn(job, job.clock(), Told()) as ended:
            found.append(ended)

    with turn(job, job.clock(), Told()) as ended:
        assert ended is None
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(1.0)
        assert waiting.is_alive()
        record(job, ENDED)
    waiting.join(10)
    assert [event.kind for event in found if event] == [EventKind.ENDED]


def test_what_another_player_has_played_is_not_played_again(job: Job) -> None:
    record(job, RELEASED)
    record(job, ENDED)
    assert air(job).kind is EventKind.ENDED
    assert [line.event for line in AsRun(job.asrun).lines()] == ["released", "ended"]


def test_a_new_release_of_the_same_slot_is_played(job: Job) -> None:
    record(job, RELEASED)
    record(job, ENDED)
    record(job, RELEASED)
    with turn(job, job.clock(), Told()) as ended:
        assert ended is None


def test_another_output_and_a_test_have_turns_of_their_own(job: Job) -> None:
    record(job, ENDED)
    other = replace(job, output="memory:")
    trial = replace(job, cue=replace(job.cue, release=None, test=True))
    with (
        turn(job, job.clock(), Told()) as ended,
        turn(other, other.clock(), Told()) as elsewhere,
        turn(trial, trial.clock(), Told()) as tried,
    ):
        assert ended is not None
        assert elsewhere is None
        assert tried is None
    assert ended.actual - job.cue.at < timedelta(seconds=1)


def test_a_place_is_taken_while_a_player_holds_it(job: Job) -> None:
    assert not lease_of(job).taken()
    with turn(job, job.clock(), Told()):
        assert lease_of(job).taken()
        assert not lease_of(replace(job, output="memory:")).taken()
    assert not lease_of(job).taken()


def spoil(job: Job) -> None:
    """Let the log have a line that was changed by hand."""
    record(job, RELEASED)
    path = next(job.asrun.glob("*.jsonl"))
    path.write_text(path.read_text().replace("released", "ended"))


def take_the_folder(job: Job) -> None:
    """Let no place be kept."""
    (job.asrun.parent / "players").write_text("a file where the folder should be")


@pytest.mark.parametrize("obstacle", [spoil, take_the_folder])
@pytest.mark.parametrize("late", [False, True])
def test_where_nobody_knows_what_was_heard_only_what_has_not_begun_is_played(
    job: Job, obstacle: Callable[[Job], None], late: bool
) -> None:
    obstacle(job)
    job = replace(job, shift=shift_to(AT + timedelta(seconds=20 if late else -20)))
    told = Told()
    with turn(job, job.clock(), told) as ended:
        assert (ended is not None) is late
    assert told.kinds == ["missed"] * late
    assert all("không rõ chương trình đã phát chưa" in event.reason for event in told.events)


def test_a_takeover_goes_by_its_claim_whatever_the_log_is_like(job: Job) -> None:
    spoil(job)
    job = replace(job, takeover="x", shift=shift_to(AT + timedelta(seconds=20)))
    with turn(job, job.clock(), Told()) as ended:
        assert ended is None


def test_why_it_was_not_played_is_in_the_log_once_that_can_be_written(job: Job) -> None:
    take_the_folder(job)
    assert air(replace(job, shift=shift_to(AT + timedelta(seconds=20)))).kind is EventKind.MISSED
    line = AsRun(job.asrun).lines()[-1]
    assert line.event == "missed"
    assert "không rõ chương trình đã phát chưa" in line.facts["reason"]


@pytest.mark.parametrize("number", ["", "1", "-1", "0", "9" * 15, "9" * 5_000, "x", "12\0"])
def test_a_number_that_is_none_of_a_process_is_nobodys(job: Job, number: str) -> None:
    with lease_of(job).held(job.clock()):
        assert lease_of(job).holder() == os.getpid()
        next(job.asrun.parent.glob("players/.*.pid")).write_text(number)
        assert lease_of(job).holder() is None


def test_a_pipe_in_place_of_a_number_keeps_nobody_waiting(job: Job) -> None:
    with lease_of(job).held(job.clock()):
        path = next(job.asrun.parent.glob("players/.*.pid"))
        path.unlink()
        os.mkfifo(path)
        assert lease_of(job).holder() is None
    os.mkfifo(path)
    with lease_of(job).held(job.clock()):
        assert lease_of(job).holder() == os.getpid()
