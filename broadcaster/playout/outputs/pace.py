"""The beat of outputs that have no device to set it: a block is asked for when its time has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from broadcaster.core.clock import Clock

_LOST = 1.0  # seconds behind, after which the time is given up as lost, as a device would after a suspend


def beats(clock: Clock, rate: int, block: int, *, later: float = 0.0) -> Iterator[datetime]:
    """
    Yield, for one block after another, the instant at which it is heard, when it is time to ask for it.

    Args:
        clock: Sleeps, and tells the instants; a step of its time of day shows in the next one.
        rate: Hertz.
        block: Frames in a block.
        later: Seconds from asking for a block to hearing it.
    """
    begun = clock.monotonic()
    count = 0
    while True:
        due = begun + count * block / rate
        clock.sleep(due - clock.monotonic())
        behind = clock.monotonic() - due
        if behind > _LOST:
            begun += behind
            behind = 0.0
        yield clock.now() - timedelta(seconds=behind - later)
        count += 1
