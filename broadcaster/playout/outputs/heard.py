"""
When a block will be heard: a device's rough word for it, made steady, in the station's time.

A device tells its delay block by block, with some jitter, to a thread that is sometimes woken late. But frames
follow one another at a constant rate, so each block's word is one more measurement of the same offset. A sound server
may be wrong by milliseconds for seconds on end, when one answer of its own came late; what moves faster than any
crystal drifts is therefore followed no faster than one drifts.
"""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta
from statistics import median

from broadcaster.core.clock import Clock

_SPAN = 5.0  # seconds of measurements; at 100 ppm a device drifts half a millisecond in it
_FIRST = 0.5  # seconds of them after which the offset is taken for known
_DRIFT = 100e-6  # seconds in each second by which it may then move
_JUMP = 0.015  # seconds; what is further off is an underrun or a new route, not jitter
_JUMPS = 3  # blocks in a row that must agree on it
_YOUNG = 3.0  # seconds of stream in which each jump is believed: buffers fill at once, devices stall at first
_REFRESH = 8  # blocks from one median to the next
_BRACKET = 0.0001  # seconds between two readings of the monotonic clock, for the one in between to be believed


class HeardTime:
    """Turns a device's delays into instants of the station."""

    def __init__(self, clock: Clock, rate: int) -> None:
        self._clock = clock
        self._rate = rate
        self._frames = 0
        self._offsets: deque[tuple[float, float]] = deque()
        self._offset = 0.0
        """What is told: their median, or on the way to it."""
        self._since = 0.0
        """Reading of the monotonic clock at the first of these measurements."""
        self._moved = 0.0
        """The same at the last move of the offset."""
        self._fresh = 0
        self._jumped = 0
        self._anchor = (clock.monotonic(), clock.now())
        self.look()

    def look(self) -> None:
        """Read how the station's time stands to the monotonic clock; from the slow thread, now and then."""
        for _ in range(5):
            before = self._clock.monotonic()
            now = self._clock.now()
            after = self._clock.monotonic()
            if after - before <= _BRACKET:
                self._anchor = ((before + after) / 2, now)
                return

    def block(self, frames: int, delay: float) -> datetime:
        """
        Return when the first frame of this block will be heard; from the device's thread, once for each block.

        Args:
            frames: Length of the block.
            delay: What the device says now: seconds until its first frame is heard.
        """
        now = self._clock.monotonic()
        position = self._frames / self._rate
        self._frames += frames
        offset = self._settled(now, now + delay - position, position)
        monotonic, instant = self._anchor
        return instant + timedelta(seconds=offset + position - monotonic)

    def _settled(self, now: float, offset: float, position: float) -> float:
        """Return the offset between frames and the monotonic clock, *offset* being the newest measurement."""
        kept = self._offsets
        if kept and abs(offset - self._offset) > _JUMP:
            self._jumped += 1
            if self._jumped < _JUMPS and position > _YOUNG:
                return self._offset
            kept.clear()
        if not kept:
            self._since = now
        self._jumped = 0
        kept.append((now, offset))
        while kept[0][0] < now - _SPAN:
            kept.popleft()
        self._fresh += 1
        if self._fresh >= min(len(kept), _REFRESH):
            self._offset, self._fresh = self._moved_to(median(value for _, value in kept), now), 0
        return self._offset

    def _moved_to(self, offset: float, now: float) -> float:
        """Return the offset to tell now that *offset* has been measured."""
        most = _DRIFT * (now - self._moved) if now - self._since > _FIRST else math.inf
        self._moved = now
        return self._offset + max(-most, min(offset - self._offset, most))
