"""
The as-run log: what truly went out, and what did not and why.

In: events of the station (released, missed) and of its players (armed, started, ended, cut, fault, test).
Out: the state of a slot, how often and when an item aired.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from broadcaster.core.errors import Problem
from broadcaster.records.chain import Line
from broadcaster.records.ledger import Ledger

NAME = "asrun"
"""Of the ledger and of its folder."""

RELEASED = "released"
"""
The station let this cart air: ``slot``, ``name``, ``campaign``, ``planned``, ``cart_hash``, ``seconds``, ``origin``,
``items``, ``contents`` (each item with kind, title, author, tags, and its parts as [role, second, seconds]),
``withheld`` and ``left_out`` (item → reason) with ``titles``, ``voices``, ``substitutes``; how it is to air:
``outputs`` (name → URL), ``longest`` and ``grace`` (seconds), ``late``, ``until``; where another programme stands
in, ``of``, the slot it was made for, and ``instead`` (``kind``, ``reason``).
"""
ARMED = "armed"
"""A player has opened its output and waits for the instant."""
DISARMED = "disarmed"
"""It was told to end while it waited: nothing was heard, another player may take the cue."""
STARTED = "started"
"""The first sample went out: ``planned``, ``actual``, ``late_ms``, ``offset``."""
ENDED = "ended"
"""The last sample went out."""
CUT = "cut"
"""It was stopped before its end; ``resumable`` where it was the system that ended the player, and it may go on."""
MISSED = "missed"
"""It did not air, and will not: ``reason``; where it concerns the whole slot, ``items`` that were planned."""
FAULT = "fault"
"""Something failed; another line tells what came of it."""
TAKEOVER = "takeover"
"""Something more urgent took the air: ``what`` of it, ``order``, ``by``, ``why``, ``priority``, ``cart_hash``."""
BACK = "back"
"""A takeover being over, the programme is heard again, from ``actual`` on."""
STOP = "stop"
"""
Somebody silenced the station for the rest of the day, four hours at least: ``order``, ``by``, ``reason``. With ``of``
nobody did: the station kept that stop when the clock came to another day.
"""
RELEASE = "release"
"""Somebody let the station air again: ``order``, ``by``, ``reason``, ``stops``."""
UNREADY = "unready"
"""Before its instant a slot was not ready to air as planned: ``before`` (seconds), ``reason``, ``who`` can mend it."""
OFF = "off"
"""A run of the station had ended without a word: ``since`` (its last sign of life), ``until``, ``reason``."""
CLOCK = "clock"
"""Somebody (``by``) vouched for a clock that stands before the last line: what follows that instant does not count."""
TEST = "test"
"""A sound that is no programme was played."""

OWN = "own"
"""Origin of a programme that the station made itself."""

OVER = (ENDED, CUT, MISSED)
"""After one of these a slot is over on that output."""


class AsRun:
    """The as-run ledger of one station, or of its rehearsals."""

    def __init__(self, folder: Path, *, after: int = 0, since: date | None = None) -> None:
        """
        Open the ledger in *folder*.

        Args:
            folder: Holds one file a month.
            after: Lines up to this number are not looked at; a rehearsal knows nothing of the one before.
            since: Nor are those of the months before this day; see :class:`Ledger`.
        """
        self._ledger = Ledger(folder, NAME, since=since)
        self._after = after
        self._seen: tuple[Line, ...] = ()
        self._by_slot: dict[str, list[Line]] = {}
        self._vouched: set[str] = set()
        """Hashes of the lines about the clock that were heeded."""
        self._forgets = False
        self.recalls = 0
        """How often lines that had been forgotten were read again: what was concluded from them no longer holds."""

    def append(self, event: str, at: datetime, **facts: Any) -> Line:
        """Record an event; see :meth:`Ledger.append`."""
        return self._ledger.append(event, at, facts)

    def lines(self) -> tuple[Line, ...]:
        """Return the lines in order; see :meth:`Ledger.lines`."""
        lines = self._ledger.lines()
        known = self._after - (lines[0].seq - 1 if lines else 0)
        return lines[max(0, known) :]

    def following(self, seq: int) -> tuple[Line, ...]:
        """Return the lines that follow the one of that number."""
        return tuple(line for line in self.lines() if line.seq > seq)

    def last(self) -> Line | None:
        """Return the last line."""
        lines = self._ledger.lines()
        return lines[-1] if lines and lines[-1].seq > self._after else None

    def length(self) -> int:
        """Return how many lines there are in all."""
        return self._ledger.length()

    def verify(self) -> tuple[Problem, ...]:
        """Return every place where the ledger is not what was written."""
        return self._ledger.verify()

    def of_slot(self, slot: str) -> tuple[Line, ...]:
        """Return the lines of one slot (``2025-10-01/0530-sang``)."""
        self._sort()
        return tuple(self._by_slot.get(slot, ()))

    def by_slot(self, since: date = date.min) -> dict[str, tuple[Line, ...]]:
        """Return the lines of each slot, from those of the day *since* on: all as the ledger has them at one look."""
        slots = self.slots(since)
        return {slot: tuple(self._by_slot[slot]) for slot in slots}

    def slots(self, since: date = date.min) -> tuple[str, ...]:
        """Return the slots that there are lines of, from those of the day *since* on."""
        self._sort()
        return tuple(slot for slot in self._by_slot if slot.partition("/")[0] >= since.isoformat())

    def of_day(self, day: date) -> tuple[Line, ...]:
        """Return the lines whose slot belongs to *day*, and those without a slot written on it."""
        return tuple(line for line in self.lines() if _day(line) == day)

    def forget(self, before: date) -> None:
        """
        Keep the months before that of *before* on the disk alone, so that a year on the air needs no more room.

        When somebody vouches for a clock that stood ahead, they are read again: what was long past may be today.
        """
        self._ledger.forget(before)
        self._forgets = True

    def _recall(self, lines: tuple[Line, ...]) -> bool:
        """Read everything again where somebody has just vouched for the clock; whether that was so."""
        vouched = {line.hash for line in lines if line.event == CLOCK} - self._vouched
        self._vouched |= vouched
        if not (vouched and self._forgets):
            return False
        self._ledger.recall()
        self._seen, self._by_slot, self._forgets = (), {}, False
        self.recalls += 1
        return True

    def _sort(self) -> None:
        """Take in what was added since the last time."""
        lines = self.lines()
        if len(lines) == len(self._seen) and (not lines or lines[-1] is self._seen[-1]):
            return
        if self._recall(lines):
            lines = self.lines()
        known = len(self._seen)
        if known > len(lines) or (known and lines[known - 1] is not self._seen[-1]):
            self._seen, self._by_slot = (), {}
        for line in lines[len(self._seen) :]:
            if line.event == CLOCK:
                self._forget_after(line.at)
            elif isinstance(slot := line.facts.get("slot"), str):
                self._by_slot.setdefault(slot, []).append(line)
        self._seen = lines

    def _forget_after(self, instant: datetime) -> None:
        kept = {slot: [line for line in own if line.at <= instant] for slot, own in self._by_slot.items()}
        self._by_slot = {slot: own for slot, own in kept.items() if own}


def counting(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines that count: without those of a future that a wrong clock had told, once somebody said so."""
    kept: list[Line] = []
    for line in lines:
        if line.event == CLOCK:
            kept = [each for each in kept if each.at <= line.at]
        kept.append(line)
    return tuple(kept)


def _day(line: Line) -> date:
    """Return the day that a line belongs to: that of its slot, else the one on which it was written."""
    name = str(line.facts.get("slot", ""))
    try:
        return date.fromisoformat(name.partition("/")[0])
    except ValueError:
        return line.at.date()
