"""A text with its lines, and one doubtful place in it."""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One place where somebody should look."""

    at: int
    """Offset in the text."""
    what: str
    """What is doubtful, in Vietnamese."""
    hint: str
    """What to do, in Vietnamese."""


class Text:
    """A text, NFC, that knows its lines."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1."""
        line = bisect.bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def sentences(self) -> list[tuple[int, str]]:
        """Return the offset and text of each sentence; a line ends one, a dot inside a number does not."""
        return [
            (match.start(), match.group())
            for match in re.finditer(r"[^\s.!?;][^\n!?;.]*(?:\.(?=\S)[^\n!?;.]*)*", self.text)
        ]
