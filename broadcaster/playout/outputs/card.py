"""
What the sound cards have in common, whichever library drives them: their names, their beat, and a watch for stalls.

A library asks for blocks on a thread of its own; the thread that called ``run`` waits, looks around, and notices
when nobody asks any more.
"""

from __future__ import annotations

import threading
from typing import ClassVar

from broadcaster.core.audio import Samples
from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs.heard import HeardTime
from broadcaster.playout.outputs.output import Fill, Look

_LOOK = 0.25  # seconds between two looks at the stream
_SLOW = 6.0  # seconds until the first block is asked for


class Beat:
    """What a library's thread asks for sound, block by block."""

    def __init__(self, fill: Fill, time: HeardTime) -> None:
        self._fill = fill
        self.time = time
        self.finished = threading.Event()
        """Set by whoever knows that the stream has ended."""
        self.calls = 0
        self.over = False
        """Whether the feed came to its end."""
        self.error: Exception | None = None
        """A fault in the feed itself."""

    def block(self, frames: int, delay: float) -> Samples | None:
        """Return the next block, whose first frame is heard *delay* seconds from now; None when all is over."""
        self.calls += 1
        if self.over:
            return None
        try:
            block = self._fill(frames, self.time.block(frames, delay))
        except Exception as error:  # noqa: BLE001 - the library's thread: told by run, on its own thread
            self.error, block = error, None
        self.over = block is None
        return block


class CardOutput:
    """One device of a sound library."""

    patient = False
    dead: ClassVar[float] = 2.0
    """Seconds without a block being asked for, once one was, after which the device counts as lost."""

    def __init__(self, clock: Clock, url: str, device: str, *, delay: float = 0.0) -> None:
        """
        Make the output.

        Args:
            clock: The station's.
            url: Its name in events.
            device: Name of the device or part of it; empty for the default.
            delay: Seconds by which sound is heard later than the device says.
        """
        self.url = url
        self.rate = 0
        self.channels = 0
        self._clock = clock
        self._wanted = device
        self._delay = delay

    def _watch(self, beat: Beat, look: Look) -> None:
        """Wait for the end of the stream, looking around meanwhile."""
        seen, since = 0, self._clock.monotonic()
        while not beat.finished.wait(_LOOK):
            beat.time.look()
            look()
            now = self._clock.monotonic()
            if beat.calls != seen:
                seen, since = beat.calls, now
            elif now - since > (self.dead if seen else _SLOW):
                raise OutputError(self.url, "thiết bị không nhận âm thanh nữa; kiểm tra dây cắm", permanent=False)
        if beat.error is not None:
            raise beat.error
