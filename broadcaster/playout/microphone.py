"""A microphone, or the monitor of a sound card: what was truly heard, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType, TracebackType
from typing import Any, Protocol

import numpy as np

from broadcaster.core.audio import Audio, join
from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.core.units import HOUSE_RATE
from broadcaster.playout.outputs.heard import HeardTime


@dataclass(frozen=True)
class Recording:
    """What a microphone heard."""

    sound: Audio
    """One channel."""
    begun: datetime
    """Instant of its first frame."""


class Listening(Protocol):
    """Whatever hears a test sound: a microphone, or a stand-in."""

    def __enter__(self) -> Listening:
        """
        Begin to hear.

        Raises:
            OutputError: It cannot.
        """
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hear no more."""
        ...

    def look(self) -> None:
        """Follow the clock; now and then, from the slow thread."""
        ...

    def recording(self) -> Recording:
        """
        Return what was heard since it was entered.

        Raises:
            OutputError: Nothing was.
        """
        ...


class Microphone:
    """Records from the system's default input while it is entered."""

    def __init__(self, clock: Clock, sounddevice: ModuleType) -> None:
        """
        Make the microphone.

        Args:
            clock: The station's.
            sounddevice: The library.
        """
        self._library = sounddevice
        self._time = HeardTime(clock, HOUSE_RATE)
        self._begun: datetime | None = None
        """By the newest block, the steadiest word."""
        self._frames = 0
        self._blocks: list[Audio] = []
        self._stream: Any = None

    def __enter__(self) -> Microphone:
        try:
            self._stream = self._library.InputStream(HOUSE_RATE, channels=1, dtype="float32", callback=self._take)
            self._stream.start()
        except (self._library.PortAudioError, ValueError) as error:
            message = "không mở được micrô; cắm micrô rồi chọn làm thiết bị thu mặc định"
            raise OutputError("microphone", message, permanent=True) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def look(self) -> None:
        """Follow the clock; now and then, from the slow thread."""
        self._time.look()

    def recording(self) -> Recording:
        """
        Return what was heard since it was entered.

        Raises:
            OutputError: Nothing was.
        """
        if self._begun is None:
            raise OutputError("microphone", "micrô không thu được gì; kiểm tra dây cắm", permanent=False)
        return Recording(join(self._blocks), self._begun)

    def _take(self, block: np.ndarray[Any, Any], frames: int, time: Any, status: object) -> None:  # noqa: ARG002 - PortAudio's callback
        heard = self._time.block(frames, time.inputBufferAdcTime - time.currentTime)
        self._begun = heard - timedelta(seconds=self._frames / HOUSE_RATE)
        self._frames += frames
        self._blocks.append(Audio(block.copy(), HOUSE_RATE))
