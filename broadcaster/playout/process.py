"""
One job played in this process: the output made, the events recorded, signals heeded.

In: a job. Out: sound, lines of the as-run log, the last event.
"""

from __future__ import annotations

import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError, OutputError
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.job import Job
from broadcaster.playout.outputs.choice import make_output
from broadcaster.playout.player import Player
from broadcaster.playout.turn import turn
from broadcaster.playout.watchdog import Watchdog
from broadcaster.records.asrun import TEST, AsRun

_log = logging.getLogger(__name__)

SECRET = "BROADCASTER_OUTPUT_SECRET"  # noqa: S105 - the name of a variable, not a password
"""Environment variable in which this process is given its output's password: no file or command line shows it."""

_PRIORITY = 20  # of real-time threads: over all ordinary work, under the kernel's own
_NICE = -11


def air(job: Job, on_event: Callable[[Event], None] = lambda _: None) -> Event:
    """
    Play *job* and return its last event; where another player has already played it, return how that ended.

    SIGINT and SIGTERM end it with a short fade while this runs; it must be called on the main thread.
    Should it hang in a driver, its watchdog ends the process.

    Args:
        job: What to play, where.
        on_event: Told every event, after it was recorded.
    """
    clock = job.clock()
    with turn(job, clock) as ended:
        return ended or _air(job, clock, on_event)


def _air(job: Job, clock: Clock, on_event: Callable[[Event], None]) -> Event:
    record = Recorder(job, on_event)
    try:
        output = make_output(job.output, clock, delay=job.delay, secret=os.environ.get(SECRET, ""))
    except OutputError as error:
        facts = {"reason": str(error)}
        event = Event(EventKind.MISSED, job.cue.slot, job.output, job.cue.at, clock.now(), facts)
        record(event)
        return event
    watchdog = Watchdog(clock)
    player = Player(output, clock, record, level=job.level, on_look=watchdog.alive)
    with _heeding(player.stop):
        try:
            return player.play(job.cue)
        finally:
            watchdog.off()


def raise_priority() -> bool:
    """Ask for real-time scheduling, or at least a better nice value, for this thread and those it starts."""
    if hasattr(os, "sched_setscheduler"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(_PRIORITY))
            return True
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _NICE)
    return False


class Recorder:
    """Writes events to the as-run log. A log that cannot be written now is tried again with the next event."""

    def __init__(self, job: Job, on_event: Callable[[Event], None]) -> None:
        self._asrun = AsRun(job.asrun)
        self._test = job.cue.test
        self._on_event = on_event
        self._waiting: deque[Event] = deque()

    def __call__(self, event: Event) -> None:
        self._waiting.append(event)
        try:
            while self._waiting:
                self._write(self._waiting[0])
                self._waiting.popleft()
        except BroadcasterError as error:
            _log.warning("%s", error)
        self._on_event(event)

    def _write(self, event: Event) -> None:
        if self._test:
            self._asrun.append(TEST, event.actual, what=event.kind.value, **event.to_facts())
        else:
            self._asrun.append(event.kind.value, event.actual, **event.to_facts())


@contextmanager
def _heeding(stop: Callable[[str], None]) -> Iterator[None]:
    """Let the two signals that end a process call *stop* within the block."""

    def heed(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the shape of a signal handler
        stop("người trực dừng phát")

    before = {number: signal.signal(number, heed) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
