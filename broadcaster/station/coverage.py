"""How far the campaigns of a station are: settings, ledger, texts and clock put together for ``report``."""

from __future__ import annotations

from dataclasses import dataclass

from broadcaster.core.errors import NotFoundError
from broadcaster.core.section import nearest
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.openings import openings
from broadcaster.report.coverage import Progress, coverage
from broadcaster.report.sessions import sessions
from broadcaster.station.wiring import Station


@dataclass(frozen=True)
class Standing:
    """One campaign and how far its targets are."""

    campaign: Campaign
    progress: tuple[Progress, ...]
    slots_left: int
    """Slots of its days still to come."""
    over: bool
    """Whether its last day is past."""


def standings(station: Station, wanted: str = "") -> tuple[Standing, ...]:
    """
    Return where the campaigns stand now.

    Args:
        station: Whose settings, texts and as-run log count.
        wanted: Id of one campaign; empty: all of them.

    Raises:
        NotFoundError: No campaign has this id.
        RecordError: A ledger is damaged.
    """
    schedule = station.settings.schedule
    ids = [campaign.id for campaign in schedule.campaigns]
    if wanted and wanted not in ids:
        raise NotFoundError(f"Không có đợt tuyên truyền nào tên “{wanted}”; {nearest(wanted, ids)}.")
    now = station.clock.now()
    found, items = sessions(station.asrun.lines()), station.newsroom.news().airable
    standings = []
    for campaign in schedule.campaigns:
        if wanted in ("", campaign.id):
            ahead = openings(schedule, campaign, items, now)
            progress = coverage(campaign, found, ahead, now.date())
            standings.append(Standing(campaign, progress, len(ahead), over=campaign.days.last < now.date()))
    return tuple(standings)
