"""
The as-run ledger told slot by slot: what was planned, what was heard, and why not all.

In: lines. Out: sessions in the order of their instants, each with the lines that it is told by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from broadcaster.core.units import Seconds
from broadcaster.records.asrun import CUT, ENDED, MISSED, OWN, RELEASED, TAKEOVER, counting
from broadcaster.records.chain import Line
from broadcaster.report.hearing import Hearing, hear
from broadcaster.report.lacking import SHORT, gap, named, output_names, troubles
from broadcaster.report.takeovers import Break, breaks

HEADLINE = "điểm tin"
"""Role of a part that says an item's title alone; it makes no airing of it."""

_NONE: Final = Seconds(0)


class Outcome(Enum):
    """What became of a slot."""

    AIRED = "phát đủ"
    CUT = "phát không trọn"
    MISSED = "không phát"
    UNKNOWN = "chưa rõ kết thúc"
    """It began, and no line tells its end: it is on the air, or the power went."""


@dataclass(frozen=True)
class Heard:
    """One item in one session."""

    item: str
    kind: str
    """As an editor writes it."""
    title: str
    author: str
    tags: tuple[str, ...]
    whole: bool
    """Whether its body was heard from beginning to end at least once."""
    seconds: Seconds
    """Heard of it in all, headline and repetition too."""
    body: Seconds
    """Heard of its body, at the saying of which most was heard."""
    length: Seconds
    """Of its body, said once."""


@dataclass(frozen=True)
class Session:
    """One slot of one day, or one programme played by hand."""

    slot: str
    """``DATE/HHMM-name``."""
    name: str
    """For people."""
    planned: datetime
    outcome: Outcome
    reason: str = ""
    """Why it was missed or cut, in Vietnamese."""
    campaign: str = ""
    origin: str = OWN
    by_hand: bool = False
    began: datetime | None = None
    seconds: Seconds = _NONE
    """Heard, on the output where most was heard."""
    released: Seconds = _NONE
    """Length of what was let through."""
    items: tuple[Heard, ...] = ()
    """In the order of the programme; heard or not."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Title or id of what was planned and is not in the programme → why, in Vietnamese."""
    outputs: tuple[str, ...] = ()
    """URLs of the outputs that the ledger names, in order."""
    troubles: tuple[str, ...] = ()
    """What went wrong on some output though it was heard on another, in Vietnamese."""
    lines: tuple[Line, ...] = ()

    @property
    def day(self) -> date:
        """The day it belongs to."""
        return self.planned.date()

    @property
    def seqs(self) -> tuple[int, ...]:
        """Numbers of its lines."""
        return tuple(line.seq for line in self.lines)


def sessions(lines: Iterable[Line]) -> tuple[Session, ...]:
    """Return every slot that *lines* tell of, by its instant."""
    known = counting(lines)
    broken = breaks(known)
    by_slot: dict[str, list[Line]] = {}
    for line in known:
        slot = str(line.facts.get("slot", ""))
        if slot and line.event != TAKEOVER:
            by_slot.setdefault(slot, []).append(line)
    told = (tell_session(slot, found, broken) for slot, found in by_slot.items())
    return tuple(sorted((each for each in told if each is not None), key=lambda each: (each.planned, each.slot)))


def tell_session(slot: str, lines: Sequence[Line], broken: Sequence[Break] = ()) -> Session | None:
    """Return what the *lines* of one slot tell; None where it was neither released nor missed."""
    release = next((line for line in reversed(lines) if line.event == RELEASED), None)
    missed = next((line for line in lines if line.event == MISSED and "output" not in line.facts), None)
    first = release or missed
    if first is None:
        return None
    facts, names = first.facts, output_names(lines)
    released = Seconds(float(facts.get("seconds", 0.0)))
    hearings = _hearings(lines, released, broken)
    best = max(hearings.values(), key=lambda each: each.seconds, default=Hearing())
    outcome, reason = _missed(missed) if missed is not None else _outcome(hearings.values(), best, released)
    return Session(
        slot=slot,
        name=_name(facts) or slot.partition("/")[2],
        planned=datetime.fromisoformat(str(facts["planned"])),
        outcome=outcome,
        reason=named(reason, names),
        campaign=str(facts.get("campaign", "")),
        origin=str(facts.get("origin", OWN)),
        by_hand=bool(facts.get("by_hand", False)),
        began=best.began,
        seconds=best.seconds,
        released=released,
        items=tuple(_heard(each, best) for each in _contents(facts)),
        missing=_missing(facts),
        outputs=tuple(hearings),
        troubles=troubles(hearings, best, released, names),
        lines=tuple(lines),
    )


def _name(facts: Mapping[str, Any]) -> str:
    """Return what a programme is called; one played by hand by the slot that it was made for."""
    if facts.get("by_hand"):
        return f"phát bằng tay ({facts['of']})" if facts.get("of") else "phát bằng tay"
    return str(facts.get("name", ""))


def _hearings(lines: Sequence[Line], length: Seconds, broken: Sequence[Break]) -> dict[str, Hearing]:
    """Return by output what was heard there."""
    by_output: dict[str, list[Line]] = {}
    for line in lines:
        if "output" in line.facts:
            by_output.setdefault(str(line.facts["output"]), []).append(line)
    return {
        output: hear(found, length, [each for each in broken if each.output == output])
        for output, found in by_output.items()
    }


def _missed(line: Line) -> tuple[Outcome, str]:
    return Outcome.MISSED, str(line.facts.get("reason", ""))


def _outcome(hearings: Iterable[Hearing], best: Hearing, released: Seconds) -> tuple[Outcome, str]:
    """Return what became of a released programme, and why it was not heard in full, in Vietnamese."""
    found = {each.over for each in hearings}
    if best.over == ENDED:
        return (Outcome.CUT, gap(best, released)) if released - best.seconds > SHORT else (Outcome.AIRED, "")
    if CUT in found or ENDED in found:
        return Outcome.CUT, best.reason
    return (Outcome.MISSED, best.reason) if found == {MISSED} else (Outcome.UNKNOWN, "")


def _contents(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the release tells of each item; the oldest ledgers told the names alone."""
    found = facts.get("contents")
    if isinstance(found, list):
        return found
    return [{"item": name, "parts": []} for name in facts.get("items", [])] if facts.get("seconds") else []


def _missing(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return why each item that was planned is not in the programme, by its title as far as it is known."""
    titles = facts.get("titles", {})
    reasons = facts.get("left_out", {}) | facts.get("withheld", {})
    return {str(titles.get(name, name)): str(why) for name, why in reasons.items()}


def _heard(about: Mapping[str, Any], hearing: Hearing) -> Heard:
    parts = [(str(role), float(start), float(length)) for role, start, length in about["parts"]]
    bodies = [(start, length) for role, start, length in parts if role != HEADLINE]
    return Heard(
        item=str(about["item"]),
        kind=str(about.get("kind", "")),
        title=str(about.get("title", "")) or str(about["item"]),
        author=str(about.get("author", "")),
        tags=tuple(str(tag) for tag in about.get("tags", ())),
        whole=any(hearing.whole(*body) for body in bodies) or (not parts and hearing.began is not None),
        seconds=Seconds(round(sum(hearing.of(start, length) for _, start, length in parts), 3)),
        body=max((hearing.of(*body) for body in bodies), default=_NONE),
        length=Seconds(bodies[0][1] if bodies else 0.0),
    )
