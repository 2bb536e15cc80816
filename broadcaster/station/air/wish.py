"""What somebody wants heard now, as the command takes it."""

from __future__ import annotations

from dataclasses import dataclass

from broadcaster.core.priority import Priority
from broadcaster.records.order import Then

TITLE = 80
"""Characters of a title, for people."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants heard now."""

    what: str
    """Id of an item, path of a sound or of a text, or the words themselves."""
    priority: Priority
    by: str
    reason: str
    times: int = 1
    then: Then = Then.JOIN
    alarm: bool = False
    """Whether the emergency tone comes first."""
    confirmed: bool = False
    """Whether somebody has looked at how it is read, guesses included."""


def short(text: str) -> str:
    """Return *text* on one line, cut to the length of a title."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"
