"""Sound as a value: samples and their rate, never changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadcaster.core.errors import AudioError
from broadcaster.core.units import HOUSE_CHANNELS, HOUSE_RATE, Seconds

Samples = npt.NDArray[np.float32]
"""float32, shape (frames, channels), full scale at ±1.0."""


@dataclass(frozen=True, eq=False)
class Audio:
    """A stretch of sound."""

    samples: Samples
    """float32, shape (frames, channels), full scale at ±1.0; made read-only."""
    rate: int
    """Hertz."""

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or self.samples.dtype != np.float32:
            raise ValueError(
                f"samples must be float32 (frames, channels), not {self.samples.dtype} {self.samples.shape}"
            )
        if self.rate <= 0:
            raise ValueError(f"rate must be positive, not {self.rate}")
        self.samples.flags.writeable = False

    @property
    def frames(self) -> int:
        """Length in frames."""
        return int(self.samples.shape[0])

    @property
    def channels(self) -> int:
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> Seconds:
        """Length in seconds."""
        return Seconds(self.frames / self.rate)

    def cut(self, start: int, stop: int) -> Audio:
        """Return the frames from *start* up to *stop*; shares memory."""
        return Audio(self.samples[start:stop], self.rate)

    def gained(self, decibels: float) -> Audio:
        """Return the sound with every sample *decibels* louder."""
        return Audio(self.samples * np.float32(10 ** (decibels / 20)), self.rate)


def silence(frame_count: int, rate: int = HOUSE_RATE, channels: int = HOUSE_CHANNELS) -> Audio:
    """Return *frame_count* frames of digital silence."""
    return Audio(np.zeros((frame_count, channels), dtype=np.float32), rate)


def join(parts: Iterable[Audio]) -> Audio:
    """
    Return *parts* one after another, no frame between them.

    Raises:
        AudioError: The parts differ in rate or channels, or there is none.
    """
    sounds = list(parts)
    if not sounds:
        raise AudioError("Không có đoạn âm thanh nào để ghép.")
    if len({(sound.rate, sound.channels) for sound in sounds}) > 1:
        raise AudioError("Các đoạn âm thanh khác nhau về tần số lấy mẫu hoặc số kênh, không ghép được.")
    return Audio(np.concatenate([sound.samples for sound in sounds]), sounds[0].rate)
