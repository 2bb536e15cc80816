"""
What one run of the station remembers of the programmes that it has on the air, output by output.

In: what was tried, and what was seen. Out: legs, as the log and this run know them together. After a restart the log
alone is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from broadcaster.records.chain import Line
from broadcaster.records.course import begun, has_started, is_over, may_have_started, set_back, was_disarmed
from broadcaster.station.air.leg import Leg, Place
from broadcaster.station.air.showing import Showing
from broadcaster.station.setup.sections.outputs import OutputOptions


class Legs:
    """The legs of one run."""

    def __init__(self) -> None:
        self._outputs: dict[str, Mapping[str, OutputOptions]] = {}
        self._attempts: dict[Place, int] = {}
        self._obstacles: dict[Place, str] = {}
        self._heard: set[Place] = set()

    def released(self, slot: str, outputs: Sequence[OutputOptions]) -> None:
        """Remember the *outputs* as they were when *slot* was let on the air."""
        self._outputs[slot] = {output.name: output for output in outputs}

    def outputs(self, slot: str, now: Sequence[OutputOptions]) -> Mapping[str, OutputOptions]:
        """Return the outputs of *slot* by name; *now* are those of the settings, for what an earlier run released."""
        return self._outputs[slot] if slot in self._outputs else {output.name: output for output in now}

    def tried(self, leg: Leg) -> None:
        """Remember that a player was started."""
        self._attempts[leg.place] = leg.attempts + 1

    def hindered(self, leg: Leg, obstacle: str) -> None:
        """Remember why a player could not be started."""
        self._obstacles[leg.place] = obstacle

    def seen(self, leg: Leg, now: datetime) -> None:
        """Remember that a player was at it at *now*: from its instant on something of it may have been heard."""
        if now >= leg.showing.start:
            self._heard.add(leg.place)

    def leg(self, showing: Showing, url: str, lines: Sequence[Line], now: datetime) -> Leg:
        """Return *showing* on the output *url* as it stands; *lines* are those of its slot."""
        place = (showing.slot, url)
        seen = place in self._heard and not was_disarmed(lines, url)
        return Leg(
            showing,
            url,
            over=is_over(lines, url),
            started=seen or may_have_started(lines, url, showing.start, now),
            told=has_started(lines, url),
            attempts=self._attempts.get(place, 0),
            begun=begun(lines, url),
            set_back=set_back(lines, now),
            obstacle=self._obstacles.get(place, ""),
        )

    def keep(self, slots: Collection[str]) -> None:
        """Let go of all but *slots*: the others are over."""
        self._outputs = {slot: outputs for slot, outputs in self._outputs.items() if slot in slots}
        self._heard = {place for place in self._heard if place[0] in slots}
        self._attempts = {place: count for place, count in self._attempts.items() if place[0] in slots}
        self._obstacles = {place: why for place, why in self._obstacles.items() if place[0] in slots}
