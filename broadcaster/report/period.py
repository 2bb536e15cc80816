"""A stretch of days as the as-run ledger tells it: the one source of every figure. In: lines, days. Out: a Period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from broadcaster.programme.calendar import Days, stretches
from broadcaster.records.asrun import counting
from broadcaster.records.chain import Line
from broadcaster.records.takes import last_takes
from broadcaster.report.sessions import Session, sessions
from broadcaster.report.takeovers import Lift, Stop, Takeover, lifts, stops, takeovers
from broadcaster.report.wording import span

_NOWHERE = "memory:"  # how outputs that keep what they are given are called


@dataclass(frozen=True)
class Period:
    """What the ledger tells of some days."""

    days: Days
    sessions: tuple[Session, ...]
    """Slots of the schedule, by their instants."""
    by_hand: tuple[Session, ...]
    """Programmes that somebody played by hand, by their instants."""
    takeovers: tuple[Takeover, ...]
    stops: tuple[Stop, ...]
    lifts: tuple[Lift, ...]
    unlogged: tuple[date, ...]
    """Days of which no line tells: nothing was planned, or no station ran."""
    earlier: frozenset[str]
    """Ids of the items that were heard in full before these days."""
    last: Line | None
    """The last line that tells of these days."""
    trial: bool = False
    """Whether the ledger is that of rehearsals."""

    @property
    def dry(self) -> bool:
        """Whether it was rehearsed, or some of it went to no output at all: a dry run, which nobody heard."""
        return self.trial or any(output.startswith(_NOWHERE) for each in self.all_sessions for output in each.outputs)

    @property
    def broken_in(self) -> tuple[Takeover, ...]:
        """Takeovers of which something was heard."""
        return tuple(each for each in self.takeovers if each.heard)

    @property
    def refused(self) -> tuple[Takeover, ...]:
        """Takeovers of which nothing was heard."""
        return tuple(each for each in self.takeovers if not each.heard)

    @property
    def all_sessions(self) -> tuple[Session, ...]:
        """Slots and programmes by hand together, by their instants."""
        return tuple(sorted((*self.sessions, *self.by_hand), key=lambda each: (each.planned, each.slot)))


def tell(lines: Iterable[Line], days: Days, *, trial: bool = False) -> Period:
    """
    Return what *lines*, the whole ledger, tell of *days*.

    Args:
        lines: In order.
        days: To tell of.
        trial: Whether they are of rehearsals; of each slot the last one is told.
    """
    known = counting(last_takes(lines) if trial else lines)
    told = sessions(known)
    within = [each for each in told if each.day in days]
    taken = tuple(each for each in takeovers(known) if each.day in days)
    stopped = tuple(each for each in stops(known) if each.at.date() in days)
    lifted = tuple(each for each in lifts(known) if each.at.date() in days)
    used = {seq for session in within for seq in session.seqs}
    used |= {each.seq for each in stopped} | {each.seq for each in lifted}
    used |= {seq for each in taken for seq in each.seqs}
    logged = {each.day for each in within} | {each.day for each in taken}
    every = [days.first + timedelta(days=number) for number in range(len(days))]
    return Period(
        days=days,
        sessions=tuple(each for each in within if not each.by_hand),
        by_hand=tuple(each for each in within if each.by_hand),
        takeovers=taken,
        stops=stopped,
        lifts=lifted,
        unlogged=tuple(day for day in every if day not in logged),
        earlier=frozenset(item.item for each in told if each.day < days.first for item in each.items if item.whole),
        last=next((line for line in reversed(known) if line.seq in used), None),
        trial=trial,
    )


def unlogged(period: Period) -> str:
    """Return the days of which no line tells, in words."""
    return "; ".join(span(each) for each in stretches(period.unlogged))


def as_planned(period: Period) -> str:
    """Return what is to be said where nothing went otherwise than planned: no more than the ledger attests."""
    if not period.sessions:
        return "Nhật ký không ghi buổi phát nào theo lịch, nên không có gì để đối chiếu."
    if period.unlogged:
        days = unlogged(period)
        return f"Mọi buổi phát có trong nhật ký đều theo đúng kế hoạch; nhật ký không ghi buổi phát nào {days}."
    return "Mọi buổi phát đều theo đúng kế hoạch."
