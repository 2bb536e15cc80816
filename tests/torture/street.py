"""
The street: what its people hear, counted in samples.

In: blocks of the outputs of a world's players. Out: for each output the stretches of carts that were heard, and when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from torture.marked import RATE, Stretch, stretches
from torture.world import World

from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs.output import Fill, Look
from broadcaster.playout.outputs.pace import beats

_BLOCK = 0.1  # seconds


@dataclass(frozen=True)
class Heard:
    """One stretch heard on one output."""

    output: str
    serial: int
    start: int
    stop: int
    begun: float
    """Monotonic instant of its first frame, seconds."""
    clock: datetime
    """The same by the machine's clock."""
    opening: int
    """Which opening of an output it belongs to, counted through all."""

    @property
    def frames(self) -> int:
        return self.stop - self.start


class Street:
    """Where all outputs end."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.heard: list[Heard] = []
        self.unclear: list[Heard] = []
        """Frames of no cart, as fades make them; ``start`` counts from 0."""
        self.down: set[str] = set()
        """URLs of outputs that do not work now."""
        self.openings = 0
        self._latest: dict[int, int] = {}

    def take(self, output: str, block: list[Stretch], clock: datetime, opening: int) -> None:
        """Hear one block."""
        for part in block:
            seconds = part.skip / RATE
            heard = Heard(output, part.serial, part.start, part.stop, self._world.monotonic + seconds, clock, opening)
            if part.serial < 0:
                self.unclear.append(heard)
                continue
            index = self._latest.get(opening, -1)
            last = self.heard[index] if index >= 0 else None
            if last is not None and (last.serial, last.stop) == (part.serial, part.start):
                self.heard[index] = replace(last, stop=part.stop)
            else:
                self._latest[opening] = len(self.heard)
                self.heard.append(heard)


class StreetOutput:
    """One output of one player, which ends in the street."""

    patient = True

    def __init__(self, street: Street, world: World, url: str) -> None:
        self.url = url
        self.rate = 0
        self.channels = 0
        self._street = street
        self._world = world
        self._opening = 0

    def open(self, rate: int, channels: int) -> None:
        self._works()
        self.rate, self.channels = rate, channels
        self._street.openings += 1
        self._opening = self._street.openings

    def run(self, fill: Fill, look: Look) -> None:
        size = round(self.rate * _BLOCK)
        for heard in beats(self._world.clock, self.rate, size):
            look()
            self._works()
            block = fill(size, heard)
            if block is None:
                return
            self._street.take(self.url, stretches(block), heard, self._opening)

    def close(self) -> None:
        """Nothing to let go of."""

    def _works(self) -> None:
        if self.url in self._street.down:
            raise OutputError(self.url, "thiết bị không trả lời", permanent=False)
