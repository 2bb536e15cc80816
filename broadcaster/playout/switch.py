"""
The switch between an output and its sources: the programme, and what takes the air from it.

In: blocks of both. Out: the blocks that are heard. Runs in the output's own thread, possibly a real-time one: takes
no lock, opens no file, tells nobody. What takes the air comes and goes with a short fade of the programme, never of
itself.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np

from broadcaster.core.audio import Samples
from broadcaster.core.units import frames as frames_of
from broadcaster.playout.feed import FADE, Feed
from broadcaster.playout.lead_in import LeadIn
from broadcaster.records.order import Then


class Source(Protocol):
    """What takes the air: a feed of its own, or silence while another process sounds on the same output."""

    over: datetime | None
    """Instant after its last frame; None while it has the air."""

    def __call__(self, frames: int, heard: datetime) -> Samples | None:
        """Return the block that will be heard from *heard* on; see :data:`Fill`."""
        ...

    def stop(self, reason: str) -> None:
        """Fade out and end as soon as possible."""
        ...

    def end(self, at: datetime, reason: str) -> None:
        """Give nothing more from *at* on."""
        ...


class Hush:
    """Silence in place of the programme, until it is told that what sounds elsewhere on this output is over."""

    def __init__(self, channels: int) -> None:
        self.over: datetime | None = None
        self._channels = channels
        self._stop = False

    def __call__(self, frames: int, heard: datetime) -> Samples | None:
        if self._stop:
            self.over = heard
        return np.zeros((frames, self._channels), dtype=np.float32)

    def stop(self, reason: str) -> None:  # noqa: ARG002 - silence needs none
        self._stop = True

    def end(self, at: datetime, reason: str) -> None:  # noqa: ARG002 - silence needs none
        self.over = self.over or at


class Switch:
    """Feeds one stream of one output."""

    def __init__(self, programme: Feed, rate: int, lead_in: LeadIn | None = None) -> None:
        """
        Make ready: the programme has the air.

        Args:
            programme: Not yet begun.
            rate: Of the output, hertz.
            lead_in: Heard before the programme begins.
        """
        self._programme = programme
        self._rate = rate
        self._lead_in = lead_in
        self._coming: deque[tuple[Source, Then, str]] = deque()
        """What takes the air with the next block, the last of several: another thread adds while this one takes."""
        self._on_air: Source | None = None
        self._then = Then.JOIN
        self._rises = False
        self._stop = ""
        self.back: deque[datetime] = deque()
        """Instants from which a programme that had begun was heard again; whoever tells of one takes it away."""

    def take(self, source: Source, then: Then, reason: str) -> None:
        """
        Give the air to *source* with the next block, from whoever has it. From any thread.

        Args:
            source: Not yet begun.
            then: What becomes of the programme.
            reason: Why what had the air ends there, if it does; Vietnamese.
        """
        self._coming.append((source, then, reason))

    def stop(self, reason: str) -> None:
        """Fade out and end as soon as possible. From any thread; the first reason counts."""
        self._stop = self._stop or reason
        self._programme.stop(self._stop)
        on_air = self._on_air  # the output's thread may take it away meanwhile
        if on_air is not None:
            on_air.stop(self._stop)

    def __call__(self, frames: int, heard: datetime) -> Samples | None:
        """Return the block that will be heard from *heard* on; see :data:`Fill`."""
        while len(self._coming) > 1:
            self._coming.popleft()[0].end(heard, self._coming[0][2])
        if self._coming:
            return self._change(*self._coming.popleft(), frames, heard)
        if self._on_air is None:
            return self._alone(frames, heard)
        return self._with_source(self._on_air, frames, heard)

    def _alone(self, frames: int, heard: datetime) -> Samples | None:
        begun = self._programme.started is not None
        block = self._programme(frames, heard)
        if block is None:
            return None
        if self._lead_in is not None and self._programme.started is None:
            self._lead_in.add_to(block, heard)
        if self._rises:
            self._rises = False
            if begun:
                self.back.append(heard)
            edge = min(frames_of(FADE, self._rate), frames)
            block[:edge] *= np.linspace(0, 1, edge, dtype=np.float32)[:, None]
        return block

    def _change(self, source: Source, then: Then, reason: str, frames: int, heard: datetime) -> Samples | None:
        """Return the block in which *source* comes: what had the air falls beneath it."""
        if self._stop:
            source.end(heard, self._stop)
        edge = min(frames_of(FADE, self._rate), frames)
        replaces = self._on_air is not None
        falling = self._falling(edge, heard, reason)
        if replaces and self._then is Then.RESUME:
            self._programme.back(heard)  # it stood still for the one before: what is due now counts from here
        if then is Then.END and self._programme.started is None:
            then = Then.JOIN  # what has not begun cannot be broken off: it begins when it is due
        self._on_air, self._then = source, then
        if then is Then.END:
            self._programme.end(heard + timedelta(seconds=edge / self._rate), reason)
        block = self._with_source(source, frames, heard, done=0 if replaces else edge)
        if block is not None:
            block[:edge] = np.clip(block[:edge] + falling, np.float32(-1), np.float32(1))
        return block

    def _falling(self, edge: int, heard: datetime, reason: str) -> Samples:
        """Return the last frames of what had the air, falling to silence; a source that took it ends there."""
        before = self._on_air
        block = self._programme(edge, heard) if before is None else before(edge, heard)
        if before is not None:
            before.end(heard + timedelta(seconds=edge / self._rate), reason)
        if block is None:
            return np.zeros((edge, 1), dtype=np.float32)
        falling: Samples = block * np.linspace(1, 0, edge, dtype=np.float32)[:, None]
        return falling

    def _with_source(self, source: Source, frames: int, heard: datetime, *, done: int = 0) -> Samples | None:
        """Return a block of *source*; the programme goes on unheard or stands still. *done* frames of it were heard."""
        if self._stop:
            source.stop(self._stop)  # a stop that came while it was coming in reached only what it replaced
        block = source(frames, heard) if source.over is None else None
        after = heard + timedelta(seconds=frames / self._rate)
        self._beneath(frames - done, heard + timedelta(seconds=done / self._rate))
        if block is None or source.over is not None:
            self._on_air, self._rises = None, True
            if self._stop:
                self._programme.end(source.over or after, self._stop)
            elif self._then is Then.RESUME:
                self._programme.back(after)
        if block is None and self._programme.over is None:
            return np.zeros((frames, self._programme.channels), dtype=np.float32)
        return block

    def _beneath(self, frames: int, heard: datetime) -> None:
        if self._then is Then.RESUME:
            self._programme.hold(frames)
        elif self._then is Then.JOIN and frames > 0:
            before = self._programme.given
            self._programme(frames, heard)
            self._programme.covered += self._programme.given - before
