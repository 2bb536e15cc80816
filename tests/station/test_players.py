"""Player processes: those of this run, and those that a killed run has left on the air."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from patience import eventually
from playout.stand_ins import make_cart
from playout.test_process import job_for
from station_day import MORNING, SLOT, Day

from broadcaster.core.errors import BusyError
from broadcaster.playout.job import Job
from broadcaster.playout.turn import lease_of
from broadcaster.records.asrun import AsRun
from broadcaster.station.air import tenancy
from broadcaster.station.air.onair import DRY
from broadcaster.station.air.players import Key, ProcessPlayers
from broadcaster.station.setup.folder import Folder
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation


def events(job: Job) -> list[str]:
    return [line.event for line in AsRun(job.asrun).lines()]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return job_for(make_cart(tmp_path, 60.0), tmp_path / "heard.flac", ahead=1.0)


@pytest.fixture
def place(job: Job) -> Key:
    return job.cue.slot, job.output


@contextmanager
def left_alone(job: Job) -> Iterator[subprocess.Popen[bytes]]:
    """A player that is on the air, started by nobody who lives."""
    path = job.asrun.parent / "players" / "job.json"
    job.write(path)
    with subprocess.Popen([sys.executable, "-m", "broadcaster.playout", str(path)]) as process:
        try:
            assert eventually(lambda: "started" in events(job))
            yield process
        finally:
            process.kill()


@pytest.fixture
def orphan(job: Job) -> Iterator[subprocess.Popen[bytes]]:
    with left_alone(job) as process:
        yield process


@pytest.mark.usefixtures("orphan")
def test_what_an_earlier_run_began_is_found_and_ends_with_this_one(job: Job, place: Key, tmp_path: Path) -> None:
    players = ProcessPlayers(tmp_path / "players")
    assert players.find(place)
    assert players.running() == {place}
    players.stop()
    assert players.running() == frozenset()
    last = AsRun(job.asrun).lines()[-1]
    assert (last.event, last.facts["reason"]) == ("cut", "người trực dừng phát")


@pytest.mark.usefixtures("orphan")
def test_a_player_that_waits_for_an_earlier_one_ends_together_with_it(job: Job, place: Key, tmp_path: Path) -> None:
    players = ProcessPlayers(tmp_path / "players")
    players.start(job)
    assert players.running() == {place}
    players.stop()
    assert not lease_of(job).taken()
    assert events(job) == ["armed", "started", "cut"]


def test_where_nobody_plays_nothing_is_found(job: Job, place: Key, tmp_path: Path) -> None:
    players = ProcessPlayers(tmp_path / "players")
    assert not players.find(place)
    assert players.running() == frozenset()


def test_a_number_that_a_dead_player_left_behind_is_nobodys(
    orphan: subprocess.Popen[bytes], job: Job, place: Key, tmp_path: Path
) -> None:
    orphan.kill()
    orphan.wait()
    assert list((tmp_path / "players").glob(".*.pid"))
    assert not ProcessPlayers(tmp_path / "players").find(place)
    assert not lease_of(job).taken()


def left_by(small: SmallStation, rehearsal: bool) -> Job:
    """Return a job of a minute that a run of the station has begun."""
    asrun = Folder(small.root).records(rehearsal=rehearsal) / "asrun"
    heard = small.root / "heard.flac"
    return replace(job_for(make_cart(small.root, 60.0), heard, ahead=1.0), asrun=asrun)


@pytest.mark.parametrize("rehearsal", [False, True])
def test_what_a_killed_rehearsal_left_on_ends_before_the_next_run_begins(small: SmallStation, rehearsal: bool) -> None:
    job = left_by(small, rehearsal=True)
    with left_alone(job), tenancy.sole(open_station(small.root, rehearsal=rehearsal)):
        assert not lease_of(job).taken()
    assert events(job)[-1] == "cut"


def test_a_rehearsal_waits_for_what_the_killed_station_left_on_the_air(small: SmallStation) -> None:
    job = left_by(small, rehearsal=False)
    with left_alone(job):
        rehearsal = open_station(small.root, rehearsal=True)
        with pytest.raises(BusyError, match="bị tắt ngang"), tenancy.sole(rehearsal):
            pass
        with tenancy.sole(open_station(small.root)):
            assert lease_of(job).taken()


def test_a_glance_of_another_process_is_no_other_station(small: SmallStation) -> None:
    station = open_station(small.root)
    with tenancy.sole(station):
        pass
    glance = FileLock(station.records / ".station.lock", thread_local=False)
    glance.acquire()
    Timer(0.05, glance.release).start()
    with tenancy.sole(station):
        pass


def test_jobs_of_two_processes_do_not_overwrite_each_other(job: Job, tmp_path: Path) -> None:
    folder = tmp_path / "players"
    players = ProcessPlayers(folder)
    players.start(job)
    players.stop()
    assert [path.name for path in folder.glob("*.json")] == [f"{job.cue.slot.replace('/', '-')}-{os.getpid()}-1.json"]


def test_the_station_says_so_and_starts_no_player_beside_it(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    place = SLOT, DRY.url
    day.players.earlier.add(place)
    day.run(MORNING + timedelta(seconds=5))
    assert day.players.started == []
    assert len([text for text in day.said if "lần chạy trước" in text]) == 1
    day.players.earlier.clear()
    day.run(MORNING + timedelta(minutes=5))
    assert len(day.players.started) == 1
