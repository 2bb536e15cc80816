"""What a player tells, as lines of the as-run log."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from typing import Any

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError
from broadcaster.playout.events import Event
from broadcaster.playout.job import Job
from broadcaster.playout.takeover import facts_of
from broadcaster.records.asrun import TAKEOVER, TEST, AsRun
from broadcaster.records.order import Takeover

PATIENCE = 1_800.0
"""Seconds for which a player that is done waits for a log that cannot be written."""

_AGAIN = 2.0  # seconds

_log = logging.getLogger(__name__)


class Recorder:
    """Writes events to the as-run log. What it does not take now is tried again with the next event, and at the end."""

    def __init__(self, job: Job, on_event: Callable[[Event], None], order: Takeover | None = None) -> None:
        """
        Make ready.

        Args:
            job: Whose events they are.
            on_event: Told each event, after it was recorded.
            order: The takeover that the job plays, where it is one.
        """
        self._asrun = AsRun(job.asrun)
        self._test = job.cue.test
        self._order = order
        self._on_event = on_event
        self._waiting: deque[Event] = deque()

    def __call__(self, event: Event) -> None:
        self._waiting.append(event)
        self._write_waiting()
        self._on_event(event)

    def finish(self, clock: Clock) -> None:
        """Wait for a log that cannot be written, as on a full disk: what was heard must not be told as broken off."""
        until = clock.monotonic() + PATIENCE
        while self._waiting and clock.monotonic() < until:
            clock.sleep(_AGAIN)
            self._write_waiting()

    def _write_waiting(self) -> None:
        try:
            while self._waiting:
                self._write(self._waiting[0])
                self._waiting.popleft()
        except BroadcasterError as error:
            _log.warning("%s", error)

    def _write(self, event: Event) -> None:
        name, facts = event.kind.value, event.to_facts()
        what: dict[str, Any] = {"what": name}
        if self._test:
            self._asrun.append(TEST, event.actual, **what | facts)
        elif self._order is not None and name != TAKEOVER:
            self._asrun.append(TAKEOVER, event.actual, **what | facts_of(self._order) | facts)
        else:
            self._asrun.append(name, event.actual, **facts)
