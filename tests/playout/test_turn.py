"""One player at a time: a killed station's player and its successor's never sound together."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playout.test_process import MakeCart, job_for

from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.job import Job
from broadcaster.playout.process import air
from broadcaster.playout.turn import taken, turn
from broadcaster.records.asrun import ENDED, RELEASED, AsRun


@pytest.fixture
def job(make_cart: MakeCart, tmp_path: Path) -> Job:
    return job_for(make_cart(0.2), tmp_path / "heard.wav", ahead=1.0)


def record(job: Job, event: str) -> None:
    AsRun(job.asrun).append(event, job.cue.at, slot=job.cue.slot, output=job.output)


def test_the_second_player_waits_and_finds_the_slot_over(job: Job) -> None:
    found: list[Event | None] = []

    def second() -> None:
        with turn(job, job.clock()) as ended:
            found.append(ended)

    with turn(job, job.clock()) as ended:
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
    with turn(job, job.clock()) as ended:
        assert ended is None


def test_another_output_and_a_test_have_turns_of_their_own(job: Job) -> None:
    record(job, ENDED)
    other = replace(job, output="memory:")
    trial = replace(job, cue=replace(job.cue, release=None, test=True))
    with turn(job, job.clock()) as ended, turn(other, other.clock()) as elsewhere, turn(trial, trial.clock()) as tried:
        assert ended is not None
        assert elsewhere is None
        assert tried is None
    assert ended.actual - job.cue.at < timedelta(seconds=1)


def test_a_place_is_taken_while_a_player_holds_it(job: Job) -> None:
    assert not taken(job.asrun, job.cue.slot, job.output)
    with turn(job, job.clock()):
        assert taken(job.asrun, job.cue.slot, job.output)
        assert not taken(job.asrun, job.cue.slot, "memory:")
    assert not taken(job.asrun, job.cue.slot, job.output)
