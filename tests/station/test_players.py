"""Player processes: those of this run, and those that a killed run has left on the air."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from patience import eventually
from playout.stand_ins import make_cart
from playout.test_process import job_for
from station_day import MORNING, SLOT, Day

from broadcaster.playout.job import Job
from broadcaster.playout.turn import lease_of
from broadcaster.records.asrun import AsRun
from broadcaster.station.air.onair import DRY
from broadcaster.station.air.players import Key, ProcessPlayers

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


@pytest.fixture
def orphan(job: Job, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A player that is on the air, started by nobody who lives."""
    job.write(tmp_path / "job.json")
    command = [sys.executable, "-m", "broadcaster.playout", str(tmp_path / "job.json")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        assert eventually(lambda: "started" in events(job))
        yield process
        process.kill()


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
