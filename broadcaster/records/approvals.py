"""
Who approved exactly which words.

An approval binds the text as written and the words as they will be said, and keeps those words: what is
rendered is what was approved, never a fresh reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from broadcaster.core.errors import Problem
from broadcaster.records.chain import Line
from broadcaster.records.ledger import Ledger

Words = Mapping[str, Any]
"""The words as said, by part of the item, as JSON values; only compared and kept here."""

NAME = "approvals"
"""Of the ledger and of its folder."""

APPROVED = "approved"


class State(Enum):
    """Whether an item may air."""

    APPROVED = "đã duyệt"
    CHANGED = "đã sửa sau khi duyệt"
    MISSING = "chưa duyệt"


@dataclass(frozen=True)
class Text:
    """What somebody is asked to approve."""

    item: str
    """The item's id."""
    title: str
    written: str
    """Hash of everything written that matters for air."""
    lexicon: str
    """Hash of the station's readings of names."""
    words: Words
    """The words as the program would say them now."""


@dataclass(frozen=True)
class Approval:
    """Somebody's approval, as recorded."""

    text: Text
    by: str
    at: datetime
    line: str
    """Hash of the ledger line, by which a release names it."""


@dataclass(frozen=True)
class Standing:
    """How a text stands against the approvals."""

    state: State
    approval: Approval | None
    """The latest approval of this item, whatever it says."""
    reason: str
    """Why it may not air, in Vietnamese; empty where it may."""
    outdated: bool = False
    """A newer version of the program would read the same text in other words; it airs as approved."""


class Approvals:
    """The approvals of one station, or of its rehearsals."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ledger = Ledger(folder, NAME)

    def approve(self, text: Text, *, by: str, at: datetime) -> Approval:
        """Record that *by* approved *text*; see :meth:`Ledger.append`."""
        facts = {
            "item": text.item,
            "title": text.title,
            "written": text.written,
            "lexicon": text.lexicon,
            "words": text.words,
            "by": by,
        }
        return _approval(self._ledger.append(APPROVED, at, facts))

    def latest(self) -> dict[str, Approval]:
        """Return the latest approval of each item."""
        return {str(line.facts["item"]): _approval(line) for line in self._ledger.lines() if line.event == APPROVED}

    def verify(self) -> tuple[Problem, ...]:
        """Return every place where the ledger is not what was written."""
        return self._ledger.verify()


def standing(text: Text, approval: Approval | None) -> Standing:
    """
    Compare *text* as it is now with the latest approval of its item.

    Other words in an unchanged text under an unchanged lexicon come from a newer version of the program: the
    approved words stand. Any other difference withholds the item.
    """
    if approval is None:
        return Standing(State.MISSING, None, "chưa được duyệt")
    approved = approval.text
    if approved.written != text.written:
        return Standing(State.CHANGED, approval, "nội dung đã sửa sau khi duyệt")
    other_words = approved.words != text.words
    if other_words and approved.lexicon != text.lexicon:
        return Standing(State.CHANGED, approval, "cách đọc đã đổi theo từ điển của đài sau khi duyệt")
    return Standing(State.APPROVED, approval, "", outdated=other_words)


def _approval(line: Line) -> Approval:
    facts = line.facts
    text = Text(
        str(facts["item"]), str(facts["title"]), str(facts["written"]), str(facts["lexicon"]), dict(facts["words"])
    )
    return Approval(text, str(facts["by"]), line.at, line.hash)
