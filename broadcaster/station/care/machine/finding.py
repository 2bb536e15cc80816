"""One finding of the check-up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Health(Enum):
    """How a part of the machine is."""

    GOOD = "tốt"
    NOTE = "nên xem"
    BAD = "hỏng"


@dataclass(frozen=True)
class Finding:
    """One part looked at."""

    subject: str
    """What was looked at, in Vietnamese."""
    health: Health
    found: str
    """What was found."""
    advice: str = ""
    """What to do; empty where nothing need be done."""
