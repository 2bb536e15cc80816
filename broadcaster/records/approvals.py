"""
Who approved exactly which words.

An approval binds the text as written and the words as they will be said, and keeps those words: what is
rendered is what was approved, never a fresh reading. It can be withdrawn; that is a line of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from broadcaster.core.errors import Problem
from broadcaster.records.chain import Line
from broadcaster.records.ledger import Ledger

NAME = "approvals"
"""Of the ledger and of its folder."""

Words = Mapping[str, Any]
"""The words as said, by part of the item, as JSON values; only compared and kept here."""

APPROVED = "approved"
"""Somebody approved: :class:`Text`, ``by``."""
WITHDRAWN = "withdrawn"
"""Somebody took the approval back: ``item``, ``by``, ``reason``."""


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
    kind: str = ""
    """The item's kind; the first approvals of all do not say."""
    author: str = ""
    """Who wrote it; empty where nobody says."""
    bound: Mapping[str, Any] = field(default_factory=dict)
    """Everything written that matters for air, by name, to tell later what was changed; the first do not say."""


@dataclass(frozen=True)
class Withdrawal:
    """Somebody's taking back of an approval."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Approval:
    """Somebody's approval, as recorded."""

    text: Text
    by: str
    at: datetime
    line: str
    """Hash of the ledger line, by which a release names it."""
    withdrawal: Withdrawal | None = None
    """How it was taken back, if it was."""


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
            "kind": text.kind,
            "author": text.author,
            "bound": text.bound,
            "by": by,
        }
        return _approval(self._ledger.append(APPROVED, at, facts))

    def withdraw(self, item: str, *, by: str, reason: str, at: datetime) -> None:
        """Record that *by* took the approval of *item* back; see :meth:`Ledger.append`."""
        self._ledger.append(WITHDRAWN, at, {"item": item, "by": by, "reason": reason})

    def latest(self) -> dict[str, Approval]:
        """Return the latest approval of each item, with its withdrawal if it was taken back."""
        found: dict[str, Approval] = {}
        for line in self._ledger.lines():
            name = str(line.facts.get("item", ""))
            if line.event == APPROVED:
                found[name] = _approval(line)
            elif line.event == WITHDRAWN and name in found:
                taken = Withdrawal(str(line.facts["by"]), line.at, str(line.facts["reason"]))
                found[name] = replace(found[name], withdrawal=taken)
        return found

    def verify(self) -> tuple[Problem, ...]:
        """Return every place where the ledger is not what was written."""
        return self._ledger.verify()


def _approval(line: Line) -> Approval:
    facts = line.facts
    text = Text(
        item=str(facts["item"]),
        title=str(facts["title"]),
        written=str(facts["written"]),
        lexicon=str(facts["lexicon"]),
        words=dict(facts["words"]),
        kind=str(facts.get("kind", "")),
        author=str(facts.get("author", "")),
        bound=dict(facts.get("bound", {})),
    )
    return Approval(text, str(facts["by"]), line.at, line.hash)
