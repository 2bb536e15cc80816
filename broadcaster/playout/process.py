"""
One job played in this process: the output made, the events recorded, signals heeded.

In: a job. Out: sound, lines of the as-run log, the last event.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import FrameType

from broadcaster.core.clock import Clock, SystemClock
from broadcaster.core.errors import OutputError
from broadcaster.playout.airing import AiringOptions
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.job import Job
from broadcaster.playout.listener import Listener
from broadcaster.playout.outputs.choice import make_output
from broadcaster.playout.player import LEAD, Player
from broadcaster.playout.power import Power
from broadcaster.playout.recorder import Recorder
from broadcaster.playout.takeover import claimed
from broadcaster.playout.turn import turn
from broadcaster.playout.watchdog import Watchdog

SECRET = "BROADCASTER_OUTPUT_SECRET"  # noqa: S105 - the name of a variable, not a password
"""Environment variable in which a player is given its output's password: no file or command line shows it."""

_REASONS: dict[int, str] = {
    signal.SIGINT: "người trực dừng phát",
    signal.SIGTERM: "máy hoặc hệ thống tắt trình phát",
}
_PRIORITY = 2  # of real-time threads: over ordinary work, under the sound server (PulseAudio 5, PipeWire 88)
_NICE = -11
_RUN_UP = 2.0  # seconds for an output to be open before its lead-in is heard


def air(job: Job, on_event: Callable[[Event], None] = lambda _: None, *, secret: str = "") -> Event:
    """
    Play *job* and return its last event; where another player has already played it, return how that ended.

    SIGINT and SIGTERM end it with a short fade while this runs; it must be called on the main thread.
    Should it hang in a driver, its watchdog ends the process.

    Args:
        job: What to play, where.
        on_event: Told every event, after it was recorded.
        secret: Password of the output; empty where it needs none.
    """
    clock, record = job.clock(), Recorder(job, on_event)
    with turn(job, clock, record) as ended:
        if ended is not None:
            _finish(record, clock)
            return ended
        if not job.takeover:
            return _recorded(job, clock, record, secret)
        with claimed(job, clock) as order:
            if order is not None:
                return _recorded(job, clock, Recorder(job, on_event, order), secret)
    facts = {"reason": "trình phát khác đã nhận lệnh này"}
    return Event(EventKind.DISARMED, job.cue.slot, job.output, job.cue.at, clock.now(), facts)


def _recorded(job: Job, clock: Clock, record: Recorder, secret: str) -> Event:
    """Play, and stay, with the slot's place held, until the log has taken what there is to tell or a signal comes."""
    final = _air(job, clock, record, secret)
    _finish(record, clock)
    return final


def _finish(record: Recorder, clock: Clock) -> None:
    with suppress(KeyboardInterrupt):
        record.finish(clock)


def _air(job: Job, clock: Clock, record: Recorder, secret: str) -> Event:
    try:
        output = make_output(job.output, clock, delay=job.delay, secret=secret, title=job.cue.title)
    except OutputError as error:
        facts = {"reason": str(error)}
        event = Event(EventKind.MISSED, job.cue.slot, job.output, job.cue.at, clock.now(), facts)
        record(event)
        return event
    watchdog = Watchdog(clock)
    listener = _listener(job)
    options = AiringOptions(job.level, job.preroll)
    power = Power(job.preroll, job.output, job.asrun.parent / "players")

    def tell(event: Event) -> None:
        record(_marked(event))

    def look() -> None:
        watchdog.alive()
        for reason in power.complaints():
            tell(Event(EventKind.FAULT, job.cue.slot, job.output, job.cue.at, clock.now(), {"reason": reason}))

    player = Player(
        output,
        clock,
        tell,
        options=options,
        lead=max(LEAD, job.preroll.lead_in + job.delay + _RUN_UP),
        on_look=look,
        on_arm=power.on,
        listener=listener,
    )
    with _heeding(player.stop), _listening(listener, player.stop):
        try:
            return player.play(job.cue)
        finally:
            watchdog.off()
            power.off()
            look()
            watchdog.off()


def _listener(job: Job) -> Listener | None:
    """Return the ear for *job*: it hears by the true clock, whatever a rehearsal has made of the station's."""
    if job.orders is None:
        return None
    yields = job.cue.test or bool(job.shift)
    clock = SystemClock(job.zone)
    return Listener(job.orders, job.cue, job.output, clock, own=job.takeover, yields=yields)


@contextmanager
def _listening(listener: Listener | None, stop: Callable[[str], None]) -> Iterator[None]:
    """Let *listener* hear orders on a thread of its own within the block: a log that waits keeps no stop waiting."""
    if listener is None:
        yield
        return
    listener.look(stop)
    over = threading.Event()
    thread = threading.Thread(target=listener.listen, args=(stop, over.is_set), name="orders", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


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


def _marked(event: Event) -> Event:
    """Return *event* with a mark where it was the system that cut the programme off: it may go on."""
    if event.kind is EventKind.CUT and event.reason == _REASONS[signal.SIGTERM]:
        return replace(event, facts={**event.facts, "resumable": True})
    return event


@contextmanager
def _heeding(stop: Callable[[str], None]) -> Iterator[None]:
    """Let the two signals that end a process call *stop* within the block."""

    def heed(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the shape of a signal handler
        stop(_REASONS[number])

    before = {number: signal.signal(number, heed) for number in _REASONS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
