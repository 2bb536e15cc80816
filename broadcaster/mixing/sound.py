"""Sound that can be had a stretch at a time, so that an hour of it never has to lie in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import soundfile

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.errors import AudioError
from broadcaster.core.units import HOUSE_CHANNELS, HOUSE_RATE, MP3_FRAME

JOINT: Final = 2 * MP3_FRAME
"""Frames of digital silence that a part of a programme begins and ends with, 48 ms: its MP3 frames can then be cut
there and joined to others, and its first sound has a frame before it to keep the encoder's pre-echo short."""

BLOCK: Final = 166 * MP3_FRAME
"""Frames handled at once: four seconds, whole MP3 frames; more is no faster once it leaves the processor's cache."""


class Sound(Protocol):
    """
    Something with a length that can be cut. ``Audio`` is one; so is a file, a loop, a timeline.

    All sounds of the mixing desk are in the house format: 48 kHz, one channel.
    """

    @property
    def frames(self) -> int:
        """Length in frames."""
        ...

    def cut(self, start: int, stop: int) -> Audio:
        """Return the frames from *start* up to *stop*, both within the sound."""
        ...


def blocks(sound: Sound, size: int = BLOCK) -> Iterator[Audio]:
    """Yield the whole *sound* in order, *size* frames at a time, the last stretch shorter."""
    for start in range(0, sound.frames, size):
        yield sound.cut(start, min(start + size, sound.frames))


def whole(sound: Sound) -> Audio:
    """Return the whole *sound* in memory."""
    return sound.cut(0, sound.frames)


def require_house(sound: Audio) -> Audio:
    """
    Return *sound* if it is in the house format.

    Raises:
        ValueError: It is not; ``wavfile.to_house`` turns any sound into it.
    """
    if sound.rate != HOUSE_RATE or sound.channels != HOUSE_CHANNELS:
        raise ValueError(f"the house format is {HOUSE_RATE} Hz mono, not {sound.rate} Hz × {sound.channels}")
    return sound


@dataclass(frozen=True)
class FileSound:
    """A WAV or FLAC file in the house format, read only where it is cut."""

    path: Path
    frames: int
    """Length in frames, as the file's header says."""

    @staticmethod
    def of(path: Path) -> FileSound:
        """
        Return the file as a sound.

        Raises:
            AudioError: It cannot be opened, or is not in the house format.
        """
        try:
            info = soundfile.info(path)
        except (soundfile.SoundFileError, OSError) as error:
            raise AudioError(f"Không mở được tệp âm thanh {path}. → Xoá tệp này rồi kết xuất lại.") from error
        if info.samplerate != HOUSE_RATE or info.channels != HOUSE_CHANNELS:
            raise AudioError(f"Tệp {path} không phải {HOUSE_RATE} Hz một kênh. → Xoá tệp này rồi kết xuất lại.")
        return FileSound(path, info.frames)

    def cut(self, start: int, stop: int) -> Audio:
        try:
            samples, rate = soundfile.read(self.path, start=start, stop=stop, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, OSError) as error:
            raise AudioError(f"Không đọc được tệp âm thanh {self.path}. → Xoá tệp này rồi kết xuất lại.") from error
        if len(samples) != stop - start:
            raise AudioError(f"Tệp âm thanh {self.path} bị cụt. → Xoá tệp này rồi kết xuất lại.")
        return Audio(samples, rate)


@dataclass(frozen=True)
class Loop:
    """A sound that starts again where it ends; its own end must fit its beginning."""

    sound: Sound
    frames: int
    """Length in frames, however often that goes round."""

    def cut(self, start: int, stop: int) -> Audio:
        pieces = [silence(0)]
        while start < stop:
            offset = start % self.sound.frames
            length = min(stop - start, self.sound.frames - offset)
            pieces.append(self.sound.cut(offset, offset + length))
            start += length
        return join(pieces)


def on_grid(frame: int) -> int:
    """
    Return the first place at or after *frame* where a part of a programme may start.

    Parts start on the grid of MP3 frames, so that frames encoded part by part can be joined.

    >>> on_grid(0), on_grid(1), on_grid(1152)
    (0, 1152, 1152)
    """
    return -(-frame // MP3_FRAME) * MP3_FRAME


def samples_of(audio: Audio) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return the one channel of a sound in the house format, shape (frames,)."""
    return require_house(audio).samples[:, 0]
