"""
Which slots to look at: today's, those of tomorrow when it is near, and what earlier days left open.

In: the station, its news, the clock. Out: slots of the plans, in time order.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import MISSED, RELEASED, STARTED, AsRun
from broadcaster.records.chain import Line
from broadcaster.station.desk.newsroom import News
from broadcaster.station.live import Live
from broadcaster.station.making.studio import slot_key

TOMORROW = timedelta(hours=12)
"""How long before midnight the next day is looked at, so that its programmes can be made."""
CATCH_UP = timedelta(days=31)
"""How far back a station that starts again says what it has missed."""
_DAY = timedelta(days=1)


class Agenda:
    """What one run of the station has before it."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._caught_up: date | None = None
        """The first day that is still to be looked back at."""

    def begin(self, now: datetime) -> None:
        """
        Note on which day the station last saw to a slot, the first time; what is written from now on is of this run.

        What people did by hand meanwhile says nothing of that, and a station that never ran has missed no earlier day.
        """
        if self._caught_up is None:
            own = (line for line in reversed(self._live.station.asrun.lines()) if _is_of_a_plan(line))
            last = next((line.at.date() for line in own), now.date())
            self._caught_up = max(last, now.date() - CATCH_UP)

    def slots(self, news: News, now: datetime) -> tuple[PlannedSlot, ...]:
        """
        Return the slots to look at.

        Yesterday is one of the days as long as it is of this run, for a slot may be open past midnight; what earlier
        days left open comes once. A rehearsal knows of no earlier day.
        """
        today = now.date()
        ahead = [today + _DAY] if midnight(now) - now < TOMORROW else []
        days = [*self._past(today), today, *ahead]
        return tuple(slot for day in days for slot in self._live.station.plan(day, news).slots)

    def _past(self, today: date) -> list[date]:
        if self._live.station.rehearsal:
            return []
        first = self._caught_up or today
        self._caught_up = max(first, today - _DAY)
        return [first + timedelta(days=number) for number in range((today - first).days)]


def _is_of_a_plan(line: Line) -> bool:
    return line.event in (RELEASED, MISSED) and "by_hand" not in line.facts


def aired_as(asrun: AsRun, slot: PlannedSlot) -> str:
    """Return as which slot of its day *slot* was already heard, its hour having been changed since; else empty."""
    day, own = f"{slot.start:%Y-%m-%d}", slot_key(slot)
    for key in asrun.slots(slot.start.date()):
        same = key.startswith(f"{day}/") and key.partition("/")[2].partition("-")[2] == slot.id
        if same and key != own and any(line.event == STARTED for line in asrun.of_slot(key)):
            return key
    return ""


def midnight(now: datetime) -> datetime:
    """Return the coming midnight, in the zone of *now*."""
    return datetime.combine(now.date() + _DAY, time(), now.tzinfo)
