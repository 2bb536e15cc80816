"""
A campaign's targets against what was heard, and what is still possible before its end.

In: the campaign, sessions of the ledger, the slots still to come with the items that may air in them.
Out: for each target how far it is, with the ledger lines that say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from broadcaster.programme.calendar import dmy
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.openings import Opening
from broadcaster.programme.quota import Quota
from broadcaster.programme.target import Measure, Target
from broadcaster.report.sessions import Heard, Session


class State(Enum):
    """How a target stands."""

    MET = "đạt"
    ON_TIME = "đúng tiến độ"
    BEHIND = "chậm tiến độ"
    LOST = "không đạt được nữa"
    """Even if every slot still to come aired as much of it as it can."""


@dataclass(frozen=True)
class Count:
    """What is counted by itself: all of a target's items, each of them, or each day."""

    name: str
    """The item's title, or the day; empty for all items together."""
    wanted: int
    aired: int
    possible: int
    """Airings for which there is still room."""

    @property
    def counted(self) -> int:
        """Airings that count: what one item has too many of, no other item has."""
        return min(self.aired, self.wanted)

    @property
    def attainable(self) -> int:
        """Airings that still count."""
        return min(self.aired + self.possible, self.wanted) - self.counted


@dataclass(frozen=True)
class Progress:
    """How far one target is."""

    target: Target
    state: State
    aired: int
    """Airings of its items within the campaign, those over the target too."""
    counts: tuple[Count, ...]
    candidates: int
    """Items that could still air for it."""
    seqs: tuple[int, ...]
    """Ledger lines of the sessions that aired them."""

    @property
    def wanted(self) -> int:
        """Airings wanted in all."""
        return sum(each.wanted for each in self.counts)

    @property
    def counted(self) -> int:
        """Airings that count towards *wanted*."""
        return sum(each.counted for each in self.counts)

    @property
    def attainable(self) -> int:
        """Airings that still count, if the slots to come air all they can of it."""
        return sum(each.attainable for each in self.counts)

    @property
    def bare(self) -> bool:
        """Whether nothing was ever aired for it."""
        return self.aired == 0

    @property
    def short(self) -> tuple[Count, ...]:
        """What is below its number."""
        return tuple(each for each in self.counts if each.aired < each.wanted)


def coverage(
    campaign: Campaign, sessions: Sequence[Session], openings: Sequence[Opening], today: date
) -> tuple[Progress, ...]:
    """
    Return how far each target of *campaign* is.

    Args:
        campaign: With targets.
        sessions: Of the ledger; those outside the campaign's days are not looked at.
        openings: Slots of the campaign's days still to come, today's too.
        today: What was due by the evening before should have been aired.
    """
    within = [session for session in sessions if session.day in campaign.days]
    return tuple(_progress(campaign, target, within, openings, today) for target in campaign.targets)


def heard(session: Session, target: Target) -> tuple[Heard, ...]:
    """Return the items of *session* that count towards *target*: those heard from beginning to end."""
    return tuple(each for each in session.items if each.whole and target.fits(each.kind, each.tags))


def _progress(
    campaign: Campaign, target: Target, within: Sequence[Session], openings: Sequence[Opening], today: date
) -> Progress:
    airings = [(session, each) for session in within for each in heard(session, target)]
    candidates = {item.id: item.title for opening in openings for item in opening.items if target.counts(item)}
    match target.measure:
        case Measure.TOTAL:
            room = sum(opening.places(target) for opening in openings)
            counts: tuple[Count, ...] = (Count("", target.times, len(airings), room),)
        case Measure.EACH:
            counts = _each_item(target, [each for _, each in airings], openings, candidates)
        case Measure.PER_DAY:
            counts = _each_day(campaign, target, [session.day for session, _ in airings], openings)
    seqs = tuple(sorted({seq for session, _ in airings for seq in session.seqs}))
    state = _state(counts, _due(campaign, target, today))
    return Progress(target, state, len(airings), counts, len(candidates), seqs)


def _each_item(
    target: Target, airings: Sequence[Heard], openings: Sequence[Opening], candidates: dict[str, str]
) -> tuple[Count, ...]:
    aired = Counter(each.item for each in airings)
    titles = {each.item: each.title for each in airings} | candidates
    rooms = {name: sum(opening.takes(name, target) for opening in openings) for name in titles}
    found = tuple(Count(titles[name], target.times, aired[name], rooms[name]) for name in sorted(titles))
    return found or (Count("", target.times, 0, 0),)


def _each_day(
    campaign: Campaign, target: Target, airings: Sequence[date], openings: Sequence[Opening]
) -> tuple[Count, ...]:
    aired, room = Counter(airings), Counter[date]()
    for opening in openings:
        room[opening.day] += opening.places(target)
    days = [campaign.days.first + timedelta(days=number) for number in range(len(campaign.days))]
    return tuple(Count(dmy(day), target.times, aired[day], room[day]) for day in days)


def _due(campaign: Campaign, target: Target, today: date) -> int:
    """Return how often what is counted by itself should have been aired by the evening before *today*."""
    yesterday = min(today - timedelta(days=1), campaign.days.last)
    if target.measure is Measure.PER_DAY or yesterday not in campaign.days:
        return 0
    return Quota.on(yesterday, campaign.days, target, {}).due


def _state(counts: Sequence[Count], due: int) -> State:
    if all(each.aired >= each.wanted for each in counts):
        return State.MET
    if any(each.aired + each.possible < each.wanted for each in counts):
        return State.LOST
    return State.BEHIND if any(each.aired < due for each in counts) else State.ON_TIME
