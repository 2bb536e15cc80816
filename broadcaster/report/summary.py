"""
Everything that a report tells of a period, worked out once. In: ledger lines, days, campaigns. Out: a Summary.

Body, annexes and spreadsheets all take their figures from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadcaster.core.units import Seconds
from broadcaster.programme.calendar import Days
from broadcaster.programme.campaign import Campaign
from broadcaster.records.asrun import OWN
from broadcaster.records.chain import Line
from broadcaster.report.coverage import Progress, coverage
from broadcaster.report.period import Period, tell
from broadcaster.report.reconciliation import Row, reconcile
from broadcaster.report.sessions import Outcome, Session
from broadcaster.report.tally import ItemTally, KindTally, by_item, by_kind


@dataclass(frozen=True)
class Standing:
    """How far a campaign's targets were met within the period."""

    campaign: Campaign
    whole: bool
    """Whether the period covers all its days; if not, whether a target is met is not yet to be said."""
    progress: tuple[Progress, ...]


@dataclass(frozen=True)
class Summary:
    """A period in figures."""

    period: Period
    items: tuple[ItemTally, ...]
    kinds: tuple[KindTally, ...]
    standings: tuple[Standing, ...]
    """Campaigns with targets and days in the period."""
    differences: tuple[Row, ...]

    def ended(self, outcome: Outcome) -> tuple[Session, ...]:
        """Return the slots of the schedule that came to this end."""
        return tuple(each for each in self.period.sessions if each.outcome is outcome)

    @property
    def own(self) -> tuple[Session, ...]:
        """Programmes of the station's own making of which anything was heard."""
        return tuple(each for each in self.period.all_sessions if each.seconds > 0 and each.origin == OWN)

    @property
    def relayed(self) -> tuple[Session, ...]:
        """Programmes of other stations of which anything was heard."""
        return tuple(each for each in self.period.all_sessions if each.seconds > 0 and each.origin != OWN)

    @property
    def between(self) -> Seconds:
        """What was heard besides items: music, and the phrases that frame them."""
        items = sum(each.seconds for each in self.kinds)
        return Seconds(round(max(0.0, total(self.period.all_sessions) - items), 3))

    def of_kind(self, *kinds: str) -> tuple[ItemTally, ...]:
        """Return the items of these kinds that were heard in full at least once."""
        return tuple(each for each in self.items if each.kind in kinds and each.airings)


def total(sessions: Iterable[Session]) -> Seconds:
    """Return how much of *sessions* was heard, one after another."""
    return Seconds(round(sum(each.seconds for each in sessions), 3))


def summarise(lines: Iterable[Line], days: Days, campaigns: Sequence[Campaign], *, trial: bool = False) -> Summary:
    """Return what *lines*, the whole ledger, tell of *days*; *campaigns* say what was asked for; see :func:`tell`."""
    period = tell(lines, days, trial=trial)
    items = by_item(period)
    asked = (campaign for campaign in campaigns if campaign.targets and campaign.days.meets(days))
    standings = tuple(
        Standing(
            campaign,
            whole=campaign.days.first in days and campaign.days.last in days,
            progress=coverage(campaign, period.all_sessions, (), campaign.days.last),
        )
        for campaign in asked
    )
    return Summary(period, items, by_kind(items), standings, reconcile(period))
