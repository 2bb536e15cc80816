"""The station's pattern of broadcasts, as a value that knows which slots a day has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Final
from zoneinfo import ZoneInfo

from broadcaster.core.hours import QuietHours
from broadcaster.core.units import Seconds
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.override import Override
from broadcaster.programme.slot import Slot
from broadcaster.programme.template import Template

DEFAULT_QUIET: Final[QuietHours | None] = QuietHours(time(21), time(5))
"""Quiet hours of a schedule that says nothing about them."""

_LONGEST: Final = Seconds(45 * 60)
_PER_DAY: Final = Seconds(90 * 60)


@dataclass(frozen=True)
class Limits:
    """What no day may exceed; the local rules decide, so these are settings."""

    longest: Seconds = _LONGEST
    """Of one slot."""
    sessions: int = 3
    """Slots in a day."""
    per_day: Seconds = _PER_DAY
    """All slots of a day together."""


@dataclass(frozen=True)
class DaySlot:
    """A slot as it is on one day."""

    slot: Slot
    campaign: Campaign | None = None
    """The campaign whose programme it airs."""
    override: Override | None = None
    """Why it is not as on other days."""


@dataclass(frozen=True)
class Schedule:
    """The standing pattern, what campaigns make of it, and the days that differ."""

    zone: ZoneInfo
    slots: tuple[Slot, ...] = ()
    """The standing ones."""
    templates: Mapping[str, Template] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    overrides: tuple[Override, ...] = ()
    quiet_hours: QuietHours | None = DEFAULT_QUIET
    """None: the station has none."""
    limits: Limits = field(default_factory=Limits)

    def on(self, day: date) -> tuple[DaySlot, ...]:
        """
        Return the slots that air on *day*, by their hour.

        A campaign's template goes before the standing one, an override before both.
        """
        found = [
            DaySlot(slot if override is None else override.apply(slot), campaign, override)
            for slot, campaign in self._usual(day)
            if (override := self._override(slot, day)) is None or not override.off
        ]
        return tuple(sorted(found, key=lambda each: (each.slot.at, each.slot.id)))

    def off(self, day: date) -> tuple[DaySlot, ...]:
        """Return the slots that would air on *day* but for an override that puts them off."""
        found = (DaySlot(slot, campaign, self._override(slot, day)) for slot, campaign in self._usual(day))
        return tuple(each for each in found if each.override is not None and each.override.off)

    def _usual(self, day: date) -> Iterator[tuple[Slot, Campaign | None]]:
        running = [campaign for campaign in self.campaigns if day in campaign.days]
        for slot in self.slots:
            if day.weekday() in slot.days:
                campaign = next((each for each in running if slot.id in each.fill), None)
                yield (replace(slot, template=campaign.fill[slot.id]), campaign) if campaign else (slot, None)
        for campaign in running:
            for slot in campaign.add:
                if day.weekday() in slot.days:
                    yield slot, campaign

    def _override(self, slot: Slot, day: date) -> Override | None:
        return next((each for each in reversed(self.overrides) if each.touches(slot, day)), None)
