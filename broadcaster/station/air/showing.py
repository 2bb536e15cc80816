"""
A programme on the air, as its release in the as-run log describes it.

In: the line by which it was let on the air. Out: all that is needed to see it to its end, whatever has become of the
plan, the settings and the texts since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from broadcaster.core.hours import LatePolicy
from broadcaster.core.units import Seconds
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.chain import Line
from broadcaster.station.air.duty import last_start
from broadcaster.station.air.jobs import url_of
from broadcaster.station.making.studio import slot_key
from broadcaster.station.setup.sections.outputs import OutputOptions


@dataclass(frozen=True)
class Showing:
    """One released programme."""

    slot: str
    """``DATE/HHMM-name``."""
    title: str
    """Name of the slot, for people."""
    cart: str
    """The slot that its cart was made for: the same, but where an older programme stands in."""
    start: datetime
    """Aware, in the station's zone."""
    seconds: Seconds
    """What was released of the cart."""
    longest: Seconds
    late: LatePolicy
    grace: Seconds
    until: datetime | None
    """Instant at which it must be silent however late it began: the next programme starts."""
    outputs: Mapping[str, str]
    """Name of an output → the URL to play to."""

    @classmethod
    def of(cls, line: Line, zone: tzinfo) -> Showing:
        """Return the programme that *line* released; instants are told in *zone*."""
        facts = line.facts
        slot = str(facts["slot"])
        until = facts.get("until")
        return cls(
            slot=slot,
            title=str(facts.get("name", "")),
            cart=str(facts.get("of", slot)),
            start=datetime.fromisoformat(facts["planned"]).astimezone(zone),
            seconds=Seconds(float(facts["seconds"])),
            longest=Seconds(float(facts["longest"])),
            late=LatePolicy(facts["late"]),
            grace=Seconds(float(facts["grace"])),
            until=datetime.fromisoformat(until).astimezone(zone) if until else None,
            outputs=dict(facts["outputs"]),
        )

    @property
    def end(self) -> datetime:
        """When it is over if it began on time."""
        return self.start + timedelta(seconds=self.seconds)

    @property
    def latest_start(self) -> datetime:
        """The last instant at which it may still begin."""
        return last_start(self.start, self.late, self.grace)


def airing_facts(slot: PlannedSlot, outputs: tuple[OutputOptions, ...], until: datetime | None) -> dict[str, Any]:
    """Return what a release keeps for :meth:`Showing.of`, besides what it tells of the programme."""
    key = slot_key(slot)
    return {
        "longest": float(slot.longest),
        "late": slot.late.value,
        "grace": float(slot.grace),
        "until": until.isoformat() if until else None,
        "outputs": {output.name: url_of(output, key) for output in outputs},
    }
