"""
Parts put together: a folder becomes a station.

In: the station's folder and a clock. Out: a Station, which knows its texts, its plan and its carts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from broadcaster.core.clock import Clock, SystemClock, ZonedClock
from broadcaster.core.memory import Memory
from broadcaster.production.estimate import Estimates
from broadcaster.programme.plan import Plan, plan
from broadcaster.records.approvals import Approvals
from broadcaster.records.asrun import AsRun
from broadcaster.station.desk.newsroom import News, Newsroom
from broadcaster.station.history import History, airings
from broadcaster.station.making.studio import Studio
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.engines import engines
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import Settings
from broadcaster.voice.engine import Engine


@dataclass(frozen=True)
class Station:
    """One station, or its rehearsal."""

    folder: Folder
    settings: Settings
    clock: Clock
    newsroom: Newsroom
    engines: Mapping[str, Engine]
    """Who can speak, by name."""
    studio: Studio
    asrun: AsRun
    """What this run adds to; of a rehearsal, only its own lines are seen."""
    today: History
    """What this run has aired."""
    aired: tuple[History, ...]
    """The history that rotation goes by: what truly went out, never a rehearsal."""
    records: Path
    """Folder of the ledgers and releases that this run writes."""
    programmes: Path
    """Folder of the carts that this run makes and airs."""
    rehearsal: bool
    plans: Memory[Plan] = field(default_factory=Memory, compare=False, repr=False)
    """Those worked out so far."""

    @property
    def orders(self) -> Path:
        """Folder of the takeovers that count here: of a rehearsal its own. Stops are true ones, and lie there too."""
        return self.folder.records(rehearsal=self.rehearsal) / "orders"

    def plan(self, day: date, news: News) -> Plan:
        """Return the plan of *day*: the same for the same texts, approvals and history before that day."""
        lengths = tuple(ledger.length() for ledger in (self.today, *self.aired))
        return self.plans.get(day, (news, lengths), lambda: self._plan(day, news))

    def _plan(self, day: date, news: News) -> Plan:
        items = news.airable_on(day)
        words = {item.id: news.by_id[item.id].words for item in items}
        durations = Estimates(words, self.studio.jingle_length, self.settings.voices.delivery.rate)
        return plan(self.settings.schedule, items, airings(self.aired, day), day, durations, self.today.settled(day))


def open_station(
    root: Path, *, rehearsal: bool = False, clock: Clock | None = None, work: Path | None = None
) -> Station:
    """
    Return the station in the folder *root*.

    Args:
        root: The station's folder.
        rehearsal: Whether approvals for rehearsals count too, and what happens goes into a ledger apart.
        clock: The host's by default.
        work: Folder for records and carts in place of the station's own; of a dry run.

    Raises:
        InputError: ``schedule.yaml`` has problems; says all.
    """
    folder = Folder(root)
    settings = settings_file.load(folder)
    clock = clock or SystemClock(settings.zone)
    speakers = engines(folder, settings.voices, clock)
    ledgers = [folder.records(rehearsal=False), *([folder.records(rehearsal=True)] if rehearsal else [])]
    records = work / "records" if work else ledgers[-1]
    programmes = work / "programmes" if work else folder.programmes
    asrun = real = AsRun(ledgers[0] / "asrun")
    if rehearsal or work:
        asrun = AsRun(records / "asrun", after=AsRun(records / "asrun").length())
    today = past = History(asrun)
    if asrun is not real:
        past = History(real)
    return Station(
        folder=folder,
        settings=settings,
        clock=clock,
        newsroom=Newsroom(
            folder,
            settings.reading,
            [Approvals(ledger / "approvals") for ledger in ledgers],
            settings.approval,
            settings.phrases,
            settings.schedule.campaigns,
        ),
        engines=speakers,
        studio=Studio(folder, settings, speakers, clock, programmes),
        asrun=asrun,
        today=today,
        aired=(past, today) if work else (past,),
        records=records,
        programmes=programmes,
        rehearsal=rehearsal,
    )


def refit(station: Station, settings: Settings) -> Station:
    """Return *station* with other settings; its ledgers and what it knows of its texts stay."""
    clock = station.clock
    if settings.zone != station.settings.zone:
        clock = ZonedClock(clock, settings.zone)
    speakers = engines(station.folder, settings.voices, clock)
    return replace(
        station,
        settings=settings,
        clock=clock,
        newsroom=station.newsroom.under(
            settings.reading, settings.approval, settings.phrases, settings.schedule.campaigns
        ),
        engines=speakers,
        studio=Studio(station.folder, settings, speakers, clock, station.programmes),
        plans=Memory(),
    )
