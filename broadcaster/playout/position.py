"""
Where one cue stands on one output, over all openings of it, and where it goes on when the output is opened again.

In: the instants that each feed was heard at. Out: the frame and the instant at which the next one begins.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broadcaster.core.clock import Clock, wall_offset
from broadcaster.core.units import frames as frames_of
from broadcaster.playout.cue import Cue
from broadcaster.playout.feed import Entry
from broadcaster.playout.late import judge

RUN_UP = 1.0
"""Seconds that opening an output is given when its sound should be heard already."""


class Position:
    """Of one cue; nothing is heard yet."""

    def __init__(self, cue: Cue, length: float, clock: Clock) -> None:
        """
        Begin.

        Args:
            cue: What is played.
            length: Of its cart, seconds.
            clock: The station's.
        """
        self._cue = cue
        self._length = length
        self._clock = clock
        self._zero: datetime | None = None
        """Instant of the cart's first frame, by the clock as it stood when the sound began."""
        self._drift = timedelta()
        """The time of day less the monotonic clock, when that was."""
        self.until: tuple[datetime, str] | None = None
        """Instant at which it must be silent, and why, Vietnamese; None while nothing was heard."""

    @property
    def begun(self) -> bool:
        """Whether something was heard."""
        return self._zero is not None

    @property
    def ends(self) -> datetime | None:
        """Instant at which nothing of it is left to be heard; None while nothing was heard."""
        if self._zero is None or self.until is None:
            return None
        return min(self._zero + self._stepped() + timedelta(seconds=self._length), self.until[0])

    def note(self, zero: datetime, until: tuple[datetime, str]) -> None:
        """
        Remember that something was heard.

        Args:
            zero: Instant at which the cart's first frame is, or would have been, heard.
            until: Instant at which it must be silent, and why.
        """
        if self._zero != zero:
            self._zero, self._drift = zero, wall_offset(self._clock)
        self.until = until

    def entry(self, rate: int, lead_in: float) -> Entry:
        """
        Return where to begin, the output being open.

        Args:
            rate: Of the output, hertz.
            lead_in: Seconds that its amplifiers need before the first sound, where there is time.
        """
        now = self._clock.now()
        zero = self._zero + self._stepped() if self._zero else judge(self._cue, now).zero or self._cue.at
        if self._zero is None and now <= self._cue.at:
            return Entry(self._cue.at, 0)
        run_up = timedelta(seconds=self._run_up(now, lead_in))
        frame = 0 if zero >= now else frames_of((now + run_up - zero).total_seconds(), rate)
        return Entry(now + run_up, frame, again=self._zero is not None)

    def _stepped(self) -> timedelta:
        """Return by how much the clock was set since the sound began: how far it has come, the clock cannot tell."""
        return wall_offset(self._clock) - self._drift

    def _run_up(self, now: datetime, lead_in: float) -> float:
        if self._zero is None and lead_in > RUN_UP and judge(self._cue, now + timedelta(seconds=lead_in)).airs:
            return lead_in
        return RUN_UP
