"""
Time. The only module that reads the time of day or sleeps; everything else is handed a Clock.

In: the host's wall clock and monotonic clock. Out: aware instants, seconds, and a bell that rings.
"""

from __future__ import annotations

import time as _time
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

import schedule as _schedule


class Clock(Protocol):
    """The source of time."""

    def now(self) -> datetime:
        """Return the instant, aware, in the station's zone."""
        ...

    def monotonic(self) -> float:
        """Return seconds since some fixed instant; never steps."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait that long. A negative or zero time returns at once."""
        ...


class SystemClock:
    """The host's clock."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        return datetime.now(self._zone)

    def monotonic(self) -> float:
        return _time.monotonic()

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            _time.sleep(seconds)


class ShiftedClock:
    """Another clock with its time of day moved by a constant, for rehearsals."""

    def __init__(self, base: Clock, offset: timedelta) -> None:
        self.base = base
        self.offset = offset
        """Added to the base clock's time of day."""

    def now(self) -> datetime:
        return self.base.now() + self.offset

    def monotonic(self) -> float:
        return self.base.monotonic()

    def sleep(self, seconds: float) -> None:
        self.base.sleep(seconds)


class ZonedClock:
    """Another clock, told in another zone."""

    def __init__(self, base: Clock, zone: tzinfo) -> None:
        self.base = base
        self._zone = zone

    def now(self) -> datetime:
        return self.base.now().astimezone(self._zone)

    def monotonic(self) -> float:
        return self.base.monotonic()

    def sleep(self, seconds: float) -> None:
        self.base.sleep(seconds)


class FakeClock:
    """A clock that stands still until somebody sleeps; then it is that much later at once."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._now = start
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._monotonic += seconds
            self._now += timedelta(seconds=seconds)

    def step(self, seconds: float) -> None:
        """Move the time of day alone, as when somebody sets the clock; may be negative."""
        self._now += timedelta(seconds=seconds)


def wall_offset(clock: Clock) -> timedelta:
    """Return the time of day less the monotonic clock: it changes only where somebody sets the time of day."""
    return timedelta(seconds=clock.now().timestamp() - clock.monotonic())


class Alarm(Protocol):
    """
    A bell at given instants. It only says "look again": what to do is computed from plan, ledger and
    Clock, so a late, doubled or lost ring changes nothing.
    """

    def arm(self, instants: Iterable[datetime]) -> None:
        """Forget what was armed before and ring at each of *instants*, aware, within the next 24 hours."""
        ...

    def rang(self) -> bool:
        """Return whether it rang since this was last asked."""
        ...


class ScheduleAlarm:
    """
    The alarm on a private ``schedule.Scheduler``.

    ``schedule`` counts in the host's local time of day, whatever the zone and shift of the station's
    clock; the instants are therefore turned into the host's own hours by way of *clock*'s distance from it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = _schedule.Scheduler()
        self._rang = False

    def arm(self, instants: Iterable[datetime]) -> None:
        self._scheduler.clear()
        now = self._clock.now()
        host_now = datetime.now()
        for instant in instants:
            ahead = instant - now
            if timedelta(0) < ahead < timedelta(hours=24):
                hour = (host_now + ahead).strftime("%H:%M:%S")
                self._scheduler.every().day.at(hour).do(self._ring)

    def rang(self) -> bool:
        self._scheduler.run_pending()
        rang, self._rang = self._rang, False
        return rang

    def _ring(self) -> type[_schedule.CancelJob]:
        self._rang = True
        return _schedule.CancelJob


class FakeAlarm:
    """The alarm of a FakeClock: rings as soon as the clock has passed an armed instant."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._armed: list[datetime] = []

    def arm(self, instants: Iterable[datetime]) -> None:
        now = self._clock.now()
        self._armed = sorted(instant for instant in instants if instant > now)

    def next(self) -> datetime | None:
        """Return the next instant it will ring at."""
        return self._armed[0] if self._armed else None

    def rang(self) -> bool:
        now = self._clock.now()
        waiting = [instant for instant in self._armed if instant > now]
        rang = len(waiting) < len(self._armed)
        self._armed = waiting
        return rang
