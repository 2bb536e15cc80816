"""What the station says to whoever watches it: each thing once, until something else is to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

STATION = "đài"
"""Subject of what concerns no single slot."""
KEPT = 500
"""Subjects remembered; a year has more slots than anybody asks about again."""


class Notices:
    """Says things once."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said: dict[tuple[str, str], str] = {}

    def tell(self, subject: str, text: str, *, about: str = "") -> None:
        """
        Say *text*, unless it was the last thing said of the same matter.

        Args:
            subject: A slot, a file, or ``STATION``.
            text: Vietnamese.
            about: Which matter of the subject it is, where several go on side by side: two that are told again and
                again would else each make the other new.
        """
        matter = (subject, about)
        if self._said.get(matter) != text:
            self._said.pop(matter, None)
            self._said[matter] = text
            if len(self._said) > KEPT:
                del self._said[next(iter(self._said))]
            with suppress(OSError, ValueError):  # nobody listens any more; the station goes on
                self._say(text if subject == STATION else f"[{subject}] {text}")
