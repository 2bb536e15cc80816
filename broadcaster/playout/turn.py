"""
One player at a time for each slot and output.

A station that was killed leaves its players on the air. The players that its successor starts wait here until
those have ended, and find the slot over; or find it broken off, and go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError, os_reason
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.job import Job
from broadcaster.playout.lease import Lease
from broadcaster.records.asrun import RELEASED, AsRun
from broadcaster.records.course import ends


@contextmanager
def turn(job: Job, clock: Clock, tell: Callable[[Event], None]) -> Iterator[Event | None]:
    """
    Wait until no other process plays *job*'s slot on its output, and hold the place while the block runs.

    Where neither place nor log can tell whether somebody played it, it is played only if its instant has not come:
    before that nobody can have. A takeover has its claim for this. A test has no turn to take.

    Args:
        job: What is to be played.
        clock: The station's.
        tell: Told that it is missed for such a doubt; what another player did is in the log.

    Yields:
        How the slot ended on that output; None where it is still to be played.
    """
    if job.cue.test:
        yield None
        return
    with ExitStack() as held:
        doubt, ended = "", None
        try:
            held.enter_context(lease_of(job).held(clock))
        except OSError as error:
            doubt = os_reason(error)
        try:
            ended = _ended(job)
        except BroadcasterError as error:
            doubt = str(error)
        if ended is None and doubt and not job.takeover and clock.now() > job.cue.at:
            ended = _missed(job, clock, doubt)
            tell(ended)
        yield ended


def lease_of(job: Job) -> Lease:
    """Return the lease of the job's slot on its output."""
    return Lease(job.asrun.parent / "players", job.cue.slot, job.output)


def _missed(job: Job, clock: Clock, doubt: str) -> Event:
    reason = f"đã qua giờ bắt đầu mà không rõ chương trình đã phát chưa, nên không phát: {doubt}"
    return Event(EventKind.MISSED, job.cue.slot, job.output, job.cue.at, clock.now(), {"reason": reason})


def _ended(job: Job) -> Event | None:
    """
    Return how the slot ended on the job's output since it was last released; None if it has not.

    Raises:
        RecordError: The log cannot be read.
    """
    ended = None
    for line in AsRun(job.asrun, since=job.cue.at.date() - timedelta(days=1)).of_slot(job.cue.slot):
        if line.event == RELEASED:
            ended = None
        elif ends(line) and line.facts.get("output") == job.output:
            ended = Event(EventKind(line.event), job.cue.slot, job.output, job.cue.at, line.at, line.facts)
    return ended
