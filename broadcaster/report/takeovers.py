"""
Who took the air or silenced it by hand, and what came of it.

In: lines. Out: takeovers, stops and what lifted them, as they were given, each with the lines that tell of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from broadcaster.core.units import Seconds
from broadcaster.records.asrun import RELEASE, STOP, TAKEOVER
from broadcaster.records.chain import Line
from broadcaster.records.order import Then

_RANK = {"ended": 3, "cut": 2, "started": 1}


@dataclass(frozen=True)
class Takeover:
    """One takeover on all its outputs."""

    slot: str
    title: str
    priority: str
    """In the words of Circular 39/2020/TT-BTTTT."""
    by: str
    why: str
    given: datetime
    what: str
    """What came of it on the output where most was heard: ended, cut, started, missed or refused."""
    reason: str
    """Why it was not heard in full, in Vietnamese."""
    seconds: Seconds
    """Heard on the output where most was heard."""
    lines: tuple[Line, ...]

    @property
    def day(self) -> date:
        """The day it was given."""
        return self.given.date()

    @property
    def heard(self) -> bool:
        """Whether anything of it was heard."""
        return self.what in _RANK

    @property
    def seqs(self) -> tuple[int, ...]:
        """Numbers of its lines."""
        return tuple(line.seq for line in self.lines)


@dataclass(frozen=True)
class Stop:
    """Somebody silenced the station."""

    orders: tuple[str, ...]
    """Id of the order, and of the one by which the station kept it on another day."""
    at: datetime
    by: str
    reason: str
    seq: int


@dataclass(frozen=True)
class Lift:
    """Somebody let the station air again."""

    at: datetime
    by: str
    reason: str
    stops: tuple[str, ...]
    """Ids of the stops that it lifts."""
    seq: int


@dataclass(frozen=True)
class Break:
    """A takeover that was heard in place of a programme, on one output."""

    output: str
    start: datetime
    stop: datetime
    skips: bool
    """Whether the programme went on as if it had played meanwhile."""


def takeovers(lines: Iterable[Line]) -> tuple[Takeover, ...]:
    """Return every takeover that *lines* tell of."""
    by_slot: dict[str, list[Line]] = {}
    for line in lines:
        if line.event == TAKEOVER:
            by_slot.setdefault(str(line.facts["slot"]), []).append(line)
    return tuple(_takeover(slot, found) for slot, found in by_slot.items())


def stops(lines: Iterable[Line]) -> tuple[Stop, ...]:
    """Return every order to be silent; each order once, though the station kept it when the clock changed its day."""
    found: dict[str, Stop] = {}
    for line in lines:
        if line.event != STOP:
            continue
        facts = line.facts
        order, kept = str(facts.get("order", line.hash)), str(facts.get("of", ""))
        if kept in found:
            found[kept] = replace(found[kept], orders=(*found[kept].orders, order))
        elif not kept:
            stop = Stop((order,), line.at, str(facts.get("by", "")), str(facts.get("reason", "")), line.seq)
            found.setdefault(order, stop)
    return tuple(found.values())


def lifts(lines: Iterable[Line]) -> tuple[Lift, ...]:
    """Return every order that let the station air again."""
    return tuple(
        Lift(
            line.at,
            str(line.facts.get("by", "")),
            str(line.facts.get("reason", "")),
            tuple(str(stop) for stop in line.facts.get("stops", ())),
            line.seq,
        )
        for line in lines
        if line.event == RELEASE
    )


def breaks(lines: Iterable[Line]) -> tuple[Break, ...]:
    """Return when and where programmes were broken into."""
    found = []
    begun: dict[tuple[str, str], datetime] = {}
    for line in lines:
        if line.event != TAKEOVER:
            continue
        key = (str(line.facts["slot"]), str(line.facts.get("output", "")))
        if line.facts.get("what") == "started":
            begun[key] = line.at
        elif key in begun:
            found.append(Break(key[1], begun.pop(key), line.at, line.facts.get("then") == Then.JOIN.value))
    return tuple(found)


def _takeover(slot: str, lines: Sequence[Line]) -> Takeover:
    best = max(lines, key=lambda line: (float(line.facts.get("heard", 0.0)), _RANK.get(str(line.facts.get("what")), 0)))
    facts = best.facts
    return Takeover(
        slot=slot,
        title=str(facts.get("title", "")),
        priority=str(facts.get("priority", "")),
        by=str(facts.get("by", "")),
        why=str(facts.get("why", "")),
        given=datetime.fromisoformat(str(facts["planned"])),
        what=str(facts.get("what", "")),
        reason=str(facts.get("reason", "")),
        seconds=Seconds(float(facts.get("heard", 0.0))),
        lines=tuple(lines),
    )
