"""What every output is: a stream that asks for blocks and says when each of them will be heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from broadcaster.core.audio import Samples

Fill = Callable[[int, datetime], Samples | None]
"""
Given a number of frames and the instant at which the first of them will be heard, returns exactly so many
frames, float32, shape (frames, channels); None when all is over. It may be called from a real-time thread.
"""

Look = Callable[[], None]
"""Called over and over while the stream runs, on the thread that called ``run``: the place for slow things."""


class Output(Protocol):
    """
    One way to the loudspeakers.

    Used in this order: ``open``, ``run``, ``close``; after ``close`` it may be opened again.
    Instants are those of the clock that the output was made with.
    """

    url: str
    """As the settings name it."""
    rate: int
    """Hertz; known once open."""
    channels: int
    """Known once open."""
    patient: bool
    """Whether *fill* may wait for the disk; a sound card's callback may not."""

    def open(self, rate: int, channels: int) -> None:
        """
        Make ready to play; *rate* and *channels* are what the sound has, and what it gets where possible.

        Raises:
            OutputError: It cannot be used; ``permanent`` says whether trying again later may help.
        """
        ...

    def run(self, fill: Fill, look: Look) -> None:
        """
        Play what *fill* gives until it gives None, and return once the last of it was heard.

        *look* is called several times a second.

        Raises:
            OutputError: The output failed on the way.
        """
        ...

    def close(self) -> None:
        """Let go of the device or file. Never raises; closing twice is allowed."""
        ...
