"""What a player tells while it works. News travels up as values; who listens, records them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from broadcaster.records import asrun


class EventKind(Enum):
    """What happened, in the words of the as-run log."""

    ARMED = asrun.ARMED
    """The output is open and fed with silence; the cart is checked and waits for its instant."""
    STARTED = asrun.STARTED
    """The first sample was heard: ``late_ms``, ``offset``, ``seconds``, ``cart``, ``cart_hash``."""
    ENDED = asrun.ENDED
    """The last sample was heard: ``heard``."""
    CUT = asrun.CUT
    """It was stopped before its end: ``heard``, ``reason``."""
    MISSED = asrun.MISSED
    """Nothing of it was heard, nor will be: ``reason``."""
    DISARMED = asrun.DISARMED
    """The player was told to end while it waited: nothing was heard, another player may take the cue."""
    TAKEOVER = asrun.TAKEOVER
    """Something took the air, or was to: ``what`` (started, ended, cut, refused, missed), and whose order it was."""
    BACK = asrun.BACK
    """The programme is heard again, what took the air from it being over."""
    FAULT = asrun.FAULT
    """Something failed: ``reason``; another event tells what came of it."""


FINAL = (EventKind.ENDED, EventKind.CUT, EventKind.MISSED, EventKind.DISARMED)
"""Each cue played gives exactly one of these, the last."""


@dataclass(frozen=True)
class Event:
    """One thing that happened to one cue on one output."""

    kind: EventKind
    slot: str
    """Of the cue."""
    output: str
    """URL of the output."""
    planned: datetime
    """Instant of the cue, station time."""
    actual: datetime
    """When this happened, station time; for a sound, when it was heard."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What else is known, JSON values; which, stands beside each kind."""

    @property
    def reason(self) -> str:
        """Why, in Vietnamese; empty where there is nothing to explain."""
        return str(self.facts.get("reason", ""))

    def to_json(self) -> dict[str, Any]:
        """Return the event as JSON values."""
        return {"event": self.kind.value, **self.to_facts()}

    def to_facts(self) -> dict[str, Any]:
        """Return all but the kind, as the as-run log keeps it."""
        return {
            "slot": self.slot,
            "output": self.output,
            "planned": self.planned.isoformat(timespec="milliseconds"),
            "actual": self.actual.isoformat(timespec="milliseconds"),
            **self.facts,
        }
