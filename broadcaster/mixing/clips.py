"""
pydub at the door: clips that people bring are opened with it. The only place that imports it.

Inside the house, sound is float32 in numpy: pydub's own gain, overlay and resampling round to integers.
"""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import numpy as np

from broadcaster.core.audio import Audio
from broadcaster.core.errors import AudioError

with warnings.catch_warnings():  # pydub warns on import where ffmpeg is missing; we say so only when it is needed
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

LONGEST = 15 * 60
"""Seconds of the longest music that people may bring; it is held in memory."""

_SAMPLE_BYTES = 4
_OPENED_WITHOUT_HELP = (".wav", ".flac", ".ogg", ".mp3", ".aiff", ".aif")
"""Endings of files that were tried before they came here."""
_DAMAGED = "Tệp {} hỏng hoặc không phải âm thanh. → Chép lại, hoặc xuất lại sang WAV."
_FULL_SCALE = 2.0 ** (8 * _SAMPLE_BYTES - 1)


def opened(path: Path) -> Audio:
    """
    Return the sound of a file that pydub, with the help of ffmpeg, can open; a second more than ``LONGEST`` at most.

    Raises:
        AudioError: ffmpeg is not installed, or does not know the file either.
    """
    if path.suffix.lower() in _OPENED_WITHOUT_HELP:
        raise AudioError(_DAMAGED.format(path))
    if shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None:
        raise AudioError(
            f"Tệp {path} thuộc dạng cần ffmpeg mới mở được."
            " → Cài ffmpeg (Debian: apt install ffmpeg), hoặc đổi tệp sang WAV, FLAC, OGG hay MP3."
        )
    try:
        segment = AudioSegment.from_file(path, duration=LONGEST + 1)
    except (CouldntDecodeError, OSError, ValueError, IndexError, KeyError) as error:
        raise AudioError(_DAMAGED.format(path)) from error
    return to_audio(segment)


def to_audio(segment: AudioSegment) -> Audio:
    """Return a pydub segment of any width as float32 sound at its own rate and channels."""
    wide = segment.set_sample_width(_SAMPLE_BYTES)
    integers = np.array(wide.get_array_of_samples(), dtype=np.int32).reshape(-1, wide.channels)
    return Audio((integers / _FULL_SCALE).astype(np.float32), wide.frame_rate)


def trimmed(audio: Audio, *, threshold: float = -50.0, keep: float = 0.05) -> Audio:
    """
    Return a brought clip without the silence at its ends, found in steps of 10 ms.

    Args:
        audio: Any rate and channels.
        threshold: What lies below counts as silence, dBFS.
        keep: Seconds of it left on either side.

    Raises:
        AudioError: There is nothing but silence.
    """
    step = max(1, audio.rate // 100)
    starts = np.arange(0, audio.frames, step)
    powers = np.add.reduceat(np.einsum("ij,ij->i", audio.samples, audio.samples), starts)
    powers /= np.diff([*starts.tolist(), audio.frames]) * audio.channels
    loud = np.flatnonzero(powers > 10 ** (threshold / 10))
    if not len(loud):
        raise AudioError("Đoạn âm thanh chỉ có im lặng. → Chọn tệp khác.")
    kept = round(keep * audio.rate)
    return audio.cut(max(0, int(loud[0]) * step - kept), min(audio.frames, (int(loud[-1]) + 1) * step + kept))
