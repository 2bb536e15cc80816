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
from broadcaster.records.asrun import ARMED, CUT, MISSED, STARTED, TAKEOVER, TEST, AsRun
from broadcaster.records.order import Takeover

PATIENCE = 1_800.0
"""Seconds for which a player that is done waits for a log that cannot be written."""

UNSURE = "không rõ trước đó đã nghe được gì chưa"
"""Of a programme whose player ended about its first sample, before it could tell."""

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
        self._armed = 0

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
            name, facts = self._with_others(name, facts, event)
            self._asrun.append(name, event.actual, **facts)
            self._armed += name == ARMED

    def _with_others(self, name: str, facts: dict[str, Any], event: Event) -> tuple[str, dict[str, Any]]:
        """Tell of what a player before this one has begun that it is cut off, not that it is missed."""
        if name != MISSED:
            return name, facts
        lines = [line for line in self._asrun.of_slot(event.slot) if line.facts.get("output") == event.output]
        if any(line.event == STARTED for line in lines):
            return CUT, facts
        if sum(line.event == ARMED for line in lines) > self._armed and event.actual >= event.planned:
            return CUT, facts | {"reason": f"{event.reason.removesuffix('.')}; {UNSURE}"}
        return name, facts
