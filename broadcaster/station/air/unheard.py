"""
Takeovers that were not heard on an output, or not to their end: the log says so, and why.

In: orders that no player begins any more. Out: one line for each output on which nobody has told what became of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from broadcaster.core.errors import BroadcasterError
from broadcaster.playout.takeover import facts_of
from broadcaster.records.asrun import TAKEOVER
from broadcaster.records.claims import Claim
from broadcaster.records.order import FRESH, Takeover
from broadcaster.station.air.jobs import url_of
from broadcaster.station.air.released import stamp
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station

LAPSED = timedelta(seconds=FRESH + 10)
"""How old an order is when no player begins it any more: one that took it in time may have to open its output first."""
LOOK_BACK = timedelta(days=1)
"""How old an order may be of which a station that was off still tells."""

_RECENT = timedelta(minutes=10)  # over its end: until then the outputs of the settings are those it was meant for
_OPEN = ("armed", "started", "fault", None)  # what a player tells that has more to tell
_KILLED = "trình phát bị tắt giữa chừng, không phát lại"


class Unheard:
    """Tells the log of takeovers of one station."""

    def __init__(self, station: Callable[[], Station], outputs: Callable[[], Sequence[OutputOptions]]) -> None:
        """Set up; both arguments give what counts now."""
        self._now = station
        self._outputs = outputs
        self._told: set[str] = set()
        """Ids of the orders of which all is told."""

    def told(self, order: Takeover) -> bool:
        """Return whether the log has the last word on *order* of each output: nothing more has to be looked into."""
        return order.id in self._told

    def tell(self, order: Takeover, reason: str, now: datetime) -> None:
        """Tell that *order* is not heard where no player has told what became of it; again until all is told."""
        settled = [self._settled(order, url, reason, now) for url in tuple(self._silent(order, now))]
        if all(settled):
            self._told.add(order.id)

    def _silent(self, order: Takeover, now: datetime) -> Iterator[str]:
        """Yield the outputs of which the log lacks the last word on *order*."""
        said = {line.facts.get("output"): line.facts.get("what") for line in self._now().asrun.of_slot(order.slot)}
        if said and now > order.at + timedelta(seconds=FRESH + order.seconds) + _RECENT:
            return
        for output in self._outputs():
            url = url_of(output, order.slot)
            if said.get(url) in _OPEN:
                yield url

    def _settled(self, order: Takeover, url: str, reason: str, now: datetime) -> bool:
        """Return whether all is told of *order* on one output, telling it if nobody else plays it or has played it."""
        claim = Claim(self._now().orders, order, url)
        progress = claim.progress()
        if progress is not None and (progress.over or now <= progress.ends):
            return progress.over
        try:
            if not claim.take():
                return False
            try:
                self._record(order, url, reason, now)
                claim.tell(now, over=True)
            finally:
                claim.let_go()
        except (OSError, BroadcasterError):  # a disk that takes nothing now may do so at the next look
            return False
        return True

    def _record(self, order: Takeover, url: str, reason: str, now: datetime) -> None:
        asrun = self._now().asrun
        lines = [line for line in asrun.of_slot(order.slot) if line.facts.get("output") == url]
        begun = any(line.facts.get("what") == "started" for line in lines)
        told = {"what": "cut", "reason": f"{_KILLED}: {reason}"} if begun else {"what": "refused", "reason": reason}
        place = {"slot": order.slot, "output": url, "planned": stamp(order.at), "actual": stamp(now)}
        asrun.append(TAKEOVER, now, **place, **facts_of(order), **told)
