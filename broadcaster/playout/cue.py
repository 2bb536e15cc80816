"""A cue: one cart bound to one instant, with all that the player needs to judge it at play time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from broadcaster.core.hours import LatePolicy, QuietHours
from broadcaster.core.priority import Priority
from broadcaster.core.units import Seconds

_ON_TIME = Seconds(0.0)
_HOUR = Seconds(3600.0)
_KEYS = {
    "slot",
    "title",
    "at",
    "cart",
    "release",
    "late",
    "grace",
    "longest",
    "quiet",
    "priority",
    "test",
    "until",
    "begun",
}


@dataclass(frozen=True)
class Cue:
    """Play this, then."""

    slot: str
    """``DATE/HHMM-name`` of the slot, or what a test is called."""
    at: datetime
    """Instant of the first sample, aware, station time."""
    cart: Path
    """The sound file; of a programme, the one its release names."""
    release: Path | None
    """The station's permission; None only for a test sound."""
    late: LatePolicy = LatePolicy.SKIP
    """What becomes of it when its instant has passed."""
    grace: Seconds = _ON_TIME
    """How late it may still begin, seconds after *at*."""
    longest: Seconds = _HOUR
    """Longest sound, seconds; what is longer is cut there."""
    quiet: tuple[QuietHours, ...] = ()
    """Hours in which nothing is heard, asked once more at play time."""
    priority: Priority = Priority.NORMAL
    """Only what is more urgent takes the air from it; what is an emergency, always."""
    title: str = ""
    """What listeners of a stream are shown; empty for nothing."""
    test: bool = False
    """Whether this is a test sound: no programme, needs no release."""
    until: datetime | None = None
    """Instant at which it must be silent, however late it began: something else airs then. Aware; None: no such."""
    begun: datetime | None = None
    """Instant of the first frame, of a programme that began late, was broken off and goes on. Aware; None: no such."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a cue needs an aware instant")
        if self.until is not None and self.until.tzinfo is None:
            raise ValueError("a cue ends at an aware instant")
        if self.begun is not None and self.begun.tzinfo is None:
            raise ValueError("a cue began at an aware instant")
        if self.release is None and not self.test:
            raise ValueError("only a test sound plays without a release")

    def in_zone(self, zone: tzinfo) -> Cue:
        """Return the same cue with its instant told in *zone*, whose quiet hours count."""
        return replace(self, at=self.at.astimezone(zone))

    def to_json(self) -> dict[str, Any]:
        """Return the cue as JSON values."""
        return {
            "slot": self.slot,
            "title": self.title,
            "at": self.at.isoformat(),
            "cart": str(self.cart),
            "release": None if self.release is None else str(self.release),
            "late": self.late.value,
            "grace": self.grace,
            "longest": self.longest,
            "quiet": [str(hours) for hours in self.quiet],
            "priority": self.priority.value,
            "test": self.test,
            "until": self.until.isoformat() if self.until else None,
            "begun": self.begun.isoformat() if self.begun else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Cue:
        """
        Return the cue that :meth:`to_json` gave as *data*.

        Raises:
            ValueError: Something is missing, unknown or not what it should be.
        """
        if set(data) != _KEYS:
            raise ValueError(f"keys of a cue: {sorted(data)}")
        if not isinstance(data["test"], bool) or not isinstance(data["quiet"], list):
            raise ValueError("test is true or false, quiet is a list")
        return cls(
            slot=text(data["slot"]),
            at=datetime.fromisoformat(text(data["at"])),
            cart=Path(text(data["cart"])),
            release=None if data["release"] is None else Path(text(data["release"])),
            late=LatePolicy(data["late"]),
            grace=Seconds(number(data["grace"])),
            longest=Seconds(number(data["longest"])),
            quiet=tuple(QuietHours.parse(text(hours)) for hours in data["quiet"]),
            priority=Priority(data["priority"]),
            title=text(data["title"]) if data["title"] else "",
            test=data["test"],
            until=_instant(data["until"]),
            begun=_instant(data["begun"]),
        )


def _instant(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(text(value))


def text(value: object) -> str:
    """Return *value* if it is a text that can name something, else raise ValueError."""
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError(f"not a text: {value!r}")
    return value


def number(value: object, low: float = 0.0, high: float = 86_400.0) -> float:
    """Return *value* if it is a number from *low* to *high*, else raise ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"not a number: {value!r}")
    if not low <= value <= high:
        raise ValueError(f"{value!r} is not from {low} to {high}")
    return float(value)
