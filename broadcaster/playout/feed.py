"""
What the output is fed with: silence, then the cart from an exact frame on, then nothing more.

In: for each block the instant at which it will be heard. Out: its samples. Runs in the output's own thread,
possibly a real-time one: takes no lock, opens no file, tells nobody. What happened is read off it afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from broadcaster.core.audio import Samples
from broadcaster.core.units import frames as frames_of
from broadcaster.playout.cue import Cue
from broadcaster.playout.deck import EDGE, Deck
from broadcaster.playout.late import judge

_LATE = timedelta(seconds=1)  # past the last instant allowed, more than any stream drifts
FADE = 0.03
"""Fade where the sound is stopped before its end, seconds."""


@dataclass(frozen=True)
class Entry:
    """Where in the cart, and when, the sound is to begin."""

    at: datetime
    """Instant of its first frame."""
    frame: int
    """That frame, in frames of the output; more than 0 when joined in progress."""
    again: bool = False
    """Whether part of the cart was heard already: nothing is judged anew."""


class Feed:
    """Feeds one stream of one output with one cue."""

    def __init__(self, cue: Cue, deck: Deck, entry: Entry, until: tuple[datetime, str]) -> None:
        """
        Make ready to feed.

        Args:
            cue: Judged once more when its first block is due.
            deck: Stands at ``entry.frame``.
            entry: Where to begin.
            until: Instant at which it must be silent, and why, Vietnamese.
        """
        self._cue = cue
        self._deck = deck
        self._entry = entry
        self.until = until
        """Instant at which it must be silent, and why."""
        self._position = entry.frame
        self._first = entry.frame
        self._end = deck.length
        self._cut = ""
        self._stop = ""
        self.zero: datetime | None = None
        """Instant at which the cart's first frame is, or would have been, heard; None before it begins."""
        self.started: datetime | None = None
        """Instant of the first frame that was heard."""
        self.over: datetime | None = None
        """Instant after the last frame that was heard, or at which it was known that there is none."""
        self.refused = ""
        """Why nothing was heard, Vietnamese."""
        self.asked = 0
        """Frames that the output has asked for."""
        self.starved = 0
        """Frames that were not decoded in time; silence was heard in their place."""
        self.covered = 0
        """Frames of the cart that were given out while something else had the air; whoever covers counts them."""

    @property
    def channels(self) -> int:
        """Of the output."""
        return self._deck.channels

    @property
    def rate(self) -> int:
        """Of the output, hertz."""
        return self._deck.rate

    @property
    def offset(self) -> int:
        """Frames of the cart that were left out before the first one heard."""
        return self._first

    @property
    def heard(self) -> int:
        """Frames of the cart that were given out and not covered."""
        return self._position - self._first - self.covered if self.started else 0

    @property
    def given(self) -> int:
        """Frames of the cart that were given out, heard or covered."""
        return self._position - self._first if self.started else 0

    @property
    def cut(self) -> str:
        """Why it ended before the end of the cart, Vietnamese; empty if it did not."""
        return self._cut if self.over is not None and self._position < self._deck.length else ""

    def stop(self, reason: str) -> None:
        """Fade out and end as soon as possible. From any thread; the first reason counts."""
        self._stop = self._stop or reason

    def end(self, at: datetime, reason: str) -> None:
        """Give nothing more from *at* on; in the output's thread."""
        if self.over is None and self.started is None:
            self._refuse(at, reason)
        elif self.over is None:
            self.over, self._cut = at, reason

    def hold(self, frames: int) -> None:
        """Stand still for so many frames, in which something else has the air; in the output's thread."""
        if self.zero is not None:
            self.zero += self._seconds(frames)
        elif self._entry.again:
            self._entry = replace(self._entry, at=self._entry.at + self._seconds(frames))

    def back(self, heard: datetime) -> None:
        """Go on after a hold: ends later by its length, yet never in quiet hours; in the output's thread."""
        if self.started is not None and self.zero is not None:
            verdict = judge(replace(self._cue, at=self.zero), self.zero)
            self.until, self._end, self._cut = (verdict.until, verdict.reason), self._deck.length, ""
            self._limit(self.zero)
        elif not self._entry.again and heard > self._entry.at:
            self._cue = replace(self._cue, at=heard)
            self._entry = replace(self._entry, at=heard)
            verdict = judge(self._cue, heard)
            self.until = verdict.until, verdict.reason

    def __call__(self, frames: int, heard: datetime) -> Samples | None:
        """Return the block that will be heard from *heard* on; see :data:`Fill`."""
        if self.over is not None:
            return None
        self.asked += frames
        block: Samples = np.zeros((frames, self._deck.channels), dtype=np.float32)
        begin = 0
        if self.started is None:
            if self._stop:
                self._refuse(heard, self._stop)
                return None
            begin = self._ahead(heard)
            if begin >= frames:
                return block
            if begin < 0:
                begin = 0
                if not self._begin_late(heard):
                    return None if self.over else block
            self._begin(heard + self._seconds(begin))
        elif heard > self.until[0] + _LATE:
            self._end, self._cut = self._position, "máy ngủ hoặc đồng hồ nhảy quá giờ được phép phát"
        self._play(block[begin:], heard + self._seconds(begin))
        return block

    def _begin(self, at: datetime) -> None:
        zero = at - self._seconds(self._position)
        self._limit(zero)
        self._first = self._position
        self.zero = zero
        self.started = at  # last: another thread may be looking

    def _limit(self, zero: datetime) -> None:
        """End where it must be silent, if that comes before the end of the cart."""
        until, reason = self.until
        limit = round((until - zero).total_seconds() * self._deck.rate)
        if limit < self._end:
            self._end, self._cut = max(limit, self._position), reason

    def _begin_late(self, heard: datetime) -> bool:
        """Settle a beginning whose instant has passed; whether the sound begins with this block."""
        if self._entry.again:
            return self._catch_up(heard)
        verdict = judge(self._cue, heard)
        if verdict.zero is None:
            self._refuse(heard, verdict.reason)
            return False
        self.until = verdict.until, verdict.reason
        return verdict.zero >= heard or self._catch_up(heard)

    def _catch_up(self, heard: datetime) -> bool:
        """Leave out what should have been heard by now; whether the deck could follow."""
        due = self._entry.frame - self._ahead(heard)
        self._position += len(self._deck.read(min(due, self._deck.length) - self._position))
        if self._position >= self._deck.length or self._deck.broken:
            self._refuse(heard, self._deck.broken or "chương trình lẽ ra đã phát xong")
            return False
        return self._position == due

    def _refuse(self, at: datetime, reason: str) -> None:
        self.over, self.refused = at, reason

    def _play(self, block: Samples, heard: datetime) -> None:
        """Fill *block* from the deck, and end in it where the end comes."""
        rate = self._deck.rate
        if self._stop and not (self._cut and self._end <= self._position + frames_of(FADE, rate)):
            self._end = min(self._end, self._position + frames_of(FADE, rate))
            self._cut = self._stop
        wanted = min(len(block), self._end - self._position)
        samples = self._deck.read(wanted)
        block[: len(samples)] = samples
        if self._first > 0 or self._end < self._deck.length:
            block[: len(samples)] *= self._gain(len(samples))
        self._position += len(samples)
        if self._deck.broken and len(samples) < wanted:
            self._cut = self._deck.broken
        elif len(samples) < wanted:
            self.starved += wanted - len(samples)
            return
        elif self._position < self._end:
            return
        self.over = heard + self._seconds(len(samples))

    def _gain(self, frames: int) -> Samples:
        """Return the gain of the next *frames* frames: rises after a join, falls before a cut."""
        at = np.arange(self._position, self._position + frames)[:, None]  # whole: float32 counts no further than 6 min
        gain = np.ones(at.shape)
        if self._first > 0:
            gain = np.minimum(gain, (at - self._first) / frames_of(EDGE, self._deck.rate))
        if self._end < self._deck.length:
            gain = np.minimum(gain, (self._end - at) / frames_of(FADE, self._deck.rate))
        return np.clip(gain, 0, 1).astype(np.float32)

    def _ahead(self, heard: datetime) -> int:
        """Return how many frames after *heard* the sound is to begin; negative when that has passed."""
        return round((self._entry.at - heard).total_seconds() * self._deck.rate)

    def _seconds(self, frames: int) -> timedelta:
        return timedelta(seconds=frames / self._deck.rate)
