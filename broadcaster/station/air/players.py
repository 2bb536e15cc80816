"""
Player processes: one for each output and slot, started, watched and ended by the station.

A player that dies takes nothing with it; the keeper sees that it is gone and starts another.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from broadcaster.core.clock import Clock
from broadcaster.core.errors import InputError
from broadcaster.playout import power
from broadcaster.playout.events import Event
from broadcaster.playout.job import Job
from broadcaster.playout.lease import Lease
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.player import Player
from broadcaster.playout.process import SECRET
from broadcaster.records.asrun import AsRun
from broadcaster.station.air.diary import prune, turn_over
from broadcaster.station.air.earlier import EarlierPlayer

Key = tuple[str, str]
"""Slot and output URL."""

Handle = subprocess.Popen[bytes] | EarlierPlayer
"""What is known of one player process."""

KEPT_JOBS = 200
"""Jobs kept for whoever looks for a fault: those of some weeks. Releases are evidence, and are all kept."""

PATIENCE = 5.0
"""Seconds that a player gets to end, beside what the commands of its amplifiers may take."""


class Players(Protocol):
    """Whoever plays jobs for the keeper."""

    def start(self, job: Job) -> None:
        """Play *job*; returns at once where players are processes."""
        ...

    def running(self) -> frozenset[Key]:
        """Return what is being played or waited for now."""
        ...

    def find(self, place: Key) -> bool:
        """Return whether a player of an earlier run holds *place*; from then on it is among those of this run."""
        ...

    def stop(self, *, by_hand: bool = True) -> None:
        """
        End all players, each with a short fade, and wait for them.

        Args:
            by_hand: Whether a person ended the station; else the system did. The log tells the two apart.
        """
        ...


class ProcessPlayers:
    """Each player a process of its own."""

    def __init__(self, folder: Path, passwords: Callable[[], Mapping[str, str]] = dict) -> None:
        """
        Set up.

        Args:
            folder: For the jobs and the players' complaints.
            passwords: Gives those of the outputs, by URL; a player finds its own in its environment.
        """
        self._folder = folder
        self._passwords = passwords
        self._processes: dict[Key, Handle] = {}
        self._patience: dict[Key, float] = {}
        self._started = 0

    def start(self, job: Job) -> None:
        self._started += 1
        name = f"{job.cue.slot.replace('/', '-')}-{os.getpid()}-{self._started}"
        path = self._folder / f"{name}.json"
        job.write(path)
        turn_over(self._folder / "players.log")
        for pattern in ("*.json", ".*.lock", ".*.pid"):
            prune(self._folder, pattern, KEPT_JOBS)
        command = [sys.executable, "-m", "broadcaster.playout", str(path)]
        with (self._folder / "players.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                env=self._environment(job),
            )
        place = job.cue.slot, job.output
        self._processes[place] = process
        self._patience[place] = PATIENCE + 2 * power.PATIENCE * bool(job.preroll.power_on or job.preroll.power_off)

    def running(self) -> frozenset[Key]:
        self._processes = {key: process for key, process in self._processes.items() if process.poll() is None}
        return frozenset(self._processes)

    def find(self, place: Key) -> bool:
        lease = Lease(self._folder, *place)
        pid = lease.holder()
        if pid is None:
            return False
        self._processes[place] = EarlierPlayer(lease, pid)
        self._patience[place] = PATIENCE + 2 * power.PATIENCE
        return True

    def _environment(self, job: Job) -> dict[str, str]:
        try:
            password = self._passwords().get(job.output, "")
        except InputError:  # the server refuses, and the log says so; other outputs go on
            password = ""
        return os.environ | {SECRET: password}

    def stop(self, *, by_hand: bool = True) -> None:
        alive = {place: process for place, process in self._processes.items() if process.poll() is None}
        every = [(process, self._patience[place]) for place, process in alive.items()]
        every += [(before, self._patience[place]) for place in alive for before in self._before(place)]
        for process, _ in every:
            if by_hand and os.name != "nt":
                process.send_signal(signal.SIGINT)
            else:
                process.terminate()
        for process, patience in every:
            _await(process, patience)

    def _before(self, place: Key) -> list[EarlierPlayer]:
        """Return the player of an earlier run for whose end ours is waiting, if there is one."""
        lease = Lease(self._folder, *place)
        pid = lease.holder()
        return [] if pid in (None, self._processes[place].pid) else [EarlierPlayer(lease, pid)]


def _await(process: Handle, patience: float) -> None:
    """Wait until *process* has ended, and see to it that it has."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
        return
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)


class InlinePlayers:
    """The real player, in this process, into memory, on a clock that jumps: a whole programme in no time."""

    def __init__(self, clock: Clock, asrun: AsRun) -> None:
        self._clock = clock
        self._asrun = asrun

    def start(self, job: Job) -> None:
        output = MemoryOutput(self._clock, job.output, keep=False, block=1.0)
        Player(output, self._clock, self._record).play(job.cue)

    def running(self) -> frozenset[Key]:
        return frozenset()

    def find(self, place: Key) -> bool:  # noqa: ARG002 - there was no earlier run
        return False

    def stop(self, *, by_hand: bool = True) -> None:
        """Nothing runs on."""

    def _record(self, event: Event) -> None:
        self._asrun.append(event.kind.value, event.actual, **event.to_facts())
