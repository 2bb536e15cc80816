"""
One programme on one output: what it needs at this moment, from the log and from what this run has seen.

Pure: asked whenever, and however often, the same leg needs the same at the same instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from broadcaster.playout.late import PUNCTUAL
from broadcaster.records.asrun import CUT, MISSED
from broadcaster.station.air.showing import Showing

ATTEMPTS = 5
"""Players started for one leg before it is given up."""

Place = tuple[str, str]
"""Slot and output URL: what one player plays at a time."""


class Need(Enum):
    """What to do with a leg that no player plays."""

    NOTHING = "nothing"
    """It is over."""
    PLAY = "play"
    """Start a player."""
    GIVE_UP = "give up"
    """Say that it does not go on."""


@dataclass(frozen=True)
class Leg:
    """One programme on one output."""

    showing: Showing
    url: str
    """Of the output."""
    over: bool
    """Whether the log says that nothing more is to be heard."""
    started: bool
    """Whether something may have been heard: then it never begins anew."""
    told: bool
    """Whether the log says that something was heard."""
    attempts: int
    """Players started by this run so far."""
    begun: datetime | None = None
    """Instant of the first frame, as the log has it; None where it does not say."""
    set_back: bool = False
    """Whether the clock was set back since: nobody knows then how far the programme came."""
    obstacle: str = ""
    """Why the last player could not be started at all, Vietnamese; empty where it could."""

    @property
    def place(self) -> Place:
        """What a player of it is known by."""
        return self.showing.slot, self.url

    @property
    def end(self) -> datetime:
        """When it is over: as it was begun, where that is known."""
        return max(self.begun or self.showing.start, self.showing.start) + timedelta(seconds=self.showing.seconds)

    @property
    def begun_late(self) -> datetime | None:
        """When its first frame was heard, where that was late; what began on time goes on by the plan, as others do."""
        late = self.begun is not None and self.begun - self.showing.start > PUNCTUAL
        return self.begun if late else None

    def need(self, now: datetime) -> Need:
        """
        Return what to do at *now*, no player being at work.

        A first player is started however late it is: it judges, and says, by itself.
        """
        if self.over:
            return Need.NOTHING
        if self.attempts >= ATTEMPTS or (self.started and self.set_back):
            return Need.GIVE_UP
        first = not (self.started or self.attempts)
        return Need.PLAY if first or now <= self.last_chance else Need.GIVE_UP

    @property
    def last_chance(self) -> datetime:
        """The last instant at which it has sense to start a player."""
        return self.end if self.started else self.showing.latest_start

    @property
    def failure(self) -> tuple[str, str]:
        """The event that tells that it is given up, and why, in Vietnamese."""
        if not self.started:
            return MISSED, self.obstacle or "trình phát không khởi động được"
        if self.set_back:
            return CUT, "đồng hồ bị chỉnh lùi giữa chương trình; không rõ đã phát đến đâu, không phát tiếp"
        if self.told:
            return CUT, "bị ngắt giữa chừng, không phát tiếp được"
        return CUT, "bị ngắt đúng lúc bắt đầu; không rõ đã nghe được gì chưa"
