"""
The rounds: twelve hours, half an hour and a minute before each slot somebody looks whether it is ready.

In: the slots ahead, the news, the moment. Out: words for people, and a line of the as-run log where a programme would
not air as planned: when it was known, and to whom it was told to mend it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from broadcaster.production.preflight import Finding, Weight
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import UNREADY
from broadcaster.records.course import missed, released
from broadcaster.station.air.preflight import Preflight, machine
from broadcaster.station.air.released import slot_facts
from broadcaster.station.desk.newsroom import News
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import Kitchen
from broadcaster.station.making.studio import slot_key
from broadcaster.station.notices import Notices

STAGES = (timedelta(hours=12), timedelta(minutes=30), timedelta(minutes=1))
"""How long before its instant a slot is looked at."""


class Rounds:
    """Looks at each slot at each stage, once."""

    def __init__(self, live: Live, kitchen: Kitchen, notices: Notices) -> None:
        self._live = live
        self._kitchen = kitchen
        self._notices = notices
        self._preflight = Preflight()
        self._done: dict[str, timedelta] = {}

    def go(self, slots: Sequence[PlannedSlot], news: News, now: datetime) -> None:
        """Look at those of *slots* whose next stage has come."""
        known = {slot_key(slot) for slot in slots}
        self._done = {key: stage for key, stage in self._done.items() if key in known}
        for slot in slots:
            stage = next((each for each in reversed(STAGES) if slot.start - each <= now < slot.start), None)
            if stage is not None and self._done.get(slot_key(slot)) != stage and not self._settled(slot):
                self._look(slot, stage, news, now)

    def _look(self, slot: PlannedSlot, stage: timedelta, news: News, now: datetime) -> None:
        key, station = slot_key(slot), self._live.station
        failure = self._kitchen.failure(key)
        making = not slot.rundown.empty and station.studio.whole(key) is None and not failure
        if making and stage is not STAGES[-1]:
            return  # its programme is being made: there is time to look again
        self._done[key] = stage
        readiness = self._preflight.slot(station, slot, news, failure)
        findings = (*readiness.findings, *machine(station, self._live.outputs, now))
        for finding in findings:
            self._notices.tell(f"{key} {finding.who.value}", f"{finding.what} → {finding.who.value}: {finding.advice}")
        blocking = [finding for finding in findings if finding.weight is Weight.BLOCKS]
        if blocking and not self._told(key, stage):
            reason = "; ".join(finding.what for finding in blocking)
            facts = {"before": stage.total_seconds(), "reason": reason, "who": _who(blocking)}
            station.asrun.append(UNREADY, now, slot=key, **slot_facts(slot) | facts)

    def _settled(self, slot: PlannedSlot) -> bool:
        lines = self._live.station.asrun.of_slot(slot_key(slot))
        return missed(lines) or released(lines) is not None

    def _told(self, key: str, stage: timedelta) -> bool:
        """Return whether the log tells of this stage already, from before a restart."""
        lines = self._live.station.asrun.of_slot(key)
        return any(line.event == UNREADY and line.facts.get("before") == stage.total_seconds() for line in lines)


def _who(findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.who.value for finding in findings))
