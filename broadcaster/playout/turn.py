"""
One player at a time for each slot and output.

A station that was killed leaves its players on the air. The players that its successor starts wait here until
those have ended, and find the slot over; or find it broken off, and go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError
from broadcaster.core.storage import text_hash
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.job import Job
from broadcaster.records.asrun import RELEASED, AsRun
from broadcaster.records.course import ends

_LOOK = 0.5  # seconds between two looks at whether the other player has gone


@contextmanager
def turn(job: Job, clock: Clock) -> Iterator[Event | None]:
    """
    Wait until no other process plays *job*'s slot on its output, and hold the place while the block runs.

    Yields:
        How the slot ended on that output meanwhile; None where it is still to be played. A test has no turn to take.
    """
    if job.cue.test:
        yield None
        return
    with ExitStack() as held:
        with suppress(OSError):  # no lock, no waiting: what was released is heard
            held.enter_context(_place(job, clock))
        yield _ended(job)


def taken(asrun: Path, slot: str, output: str) -> bool:
    """Return whether some player holds the place of *slot* on *output*, whoever started it."""
    try:
        with _lock(asrun, slot, output):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _lock(asrun: Path, slot: str, output: str) -> FileLock:
    folder = asrun.parent / "players"
    folder.mkdir(parents=True, exist_ok=True)
    name = text_hash(f"{slot} {output}")[:16]
    return FileLock(folder / f".{name}.lock", blocking=False)


def _place(job: Job, clock: Clock) -> FileLock:
    """Return the lock of the job's slot on its output, held."""
    lock = _lock(job.asrun, job.cue.slot, job.output)
    while True:
        with suppress(Timeout):
            lock.acquire()
            return lock
        clock.sleep(_LOOK)


def _ended(job: Job) -> Event | None:
    """Return how the slot ended on the job's output since it was last released; None if it has not, or nobody knows."""
    try:
        lines = AsRun(job.asrun, since=job.cue.at.date() - timedelta(days=1)).of_slot(job.cue.slot)
    except BroadcasterError:
        return None
    ended = None
    for line in lines:
        if line.event == RELEASED:
            ended = None
        elif ends(line) and line.facts.get("output") == job.output:
            ended = Event(EventKind(line.event), job.cue.slot, job.output, job.cue.at, line.at, line.facts)
    return ended
