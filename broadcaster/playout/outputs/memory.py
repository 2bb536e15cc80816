"""The output of dry runs and tests: keeps what it is given, or only counts it."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from broadcaster.core.audio import Audio, Samples, silence
from broadcaster.core.clock import Clock
from broadcaster.playout.outputs.output import Fill, Look
from broadcaster.playout.outputs.pace import beats


class MemoryOutput:
    """Plays into memory at the pace of its clock: in no time at all with a FakeClock."""

    patient = True

    def __init__(self, clock: Clock, url: str = "memory:", *, keep: bool = True, block: float = 0.1) -> None:
        """
        Make the output.

        Args:
            clock: Sets the pace.
            url: Its name in events.
            keep: Whether the samples are kept; else they are only counted.
            block: Seconds asked for at once; the clock jumps from one block to the next.
        """
        self.url = url
        self.rate = 0
        self.channels = 0
        self.begun: datetime | None = None
        """Instant of the first frame it was given since it was opened."""
        self.frames = 0
        """Frames given since it was opened."""
        self.loud_frames = 0
        """Of these, frames that are not digital silence."""
        self._clock = clock
        self._keep = keep
        self._block = block
        self._blocks: list[Samples] = []

    def open(self, rate: int, channels: int) -> None:
        self.rate, self.channels = rate, channels
        self.begun, self.frames, self.loud_frames = None, 0, 0
        self._blocks = []

    def run(self, fill: Fill, look: Look) -> None:
        size = round(self.rate * self._block)
        for heard in beats(self._clock, self.rate, size):
            look()
            block = fill(size, heard)
            if block is None:
                return
            self._take(block, heard)

    def close(self) -> None:
        """Nothing to let go of; what was given stays to be looked at."""

    def heard(self) -> Audio:
        """Return all that was given since it was opened; nothing where it only counts."""
        if not self._blocks:
            return silence(0, self.rate, self.channels)
        return Audio(np.concatenate(self._blocks), self.rate)

    def _take(self, block: Samples, heard: datetime) -> None:
        self.begun = self.begun or heard
        self.frames += len(block)
        self.loud_frames += int(np.count_nonzero(block.any(axis=1)))
        if self._keep:
            self._blocks.append(block)
