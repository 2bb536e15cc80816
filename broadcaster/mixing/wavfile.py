"""
Sound files: any file that people bring → Audio; Audio → FLAC for air.

``soundfile`` opens WAV, FLAC, OGG and MP3 without help; what it cannot open goes to ``clips`` and so to ffmpeg.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from broadcaster.core.audio import Audio
from broadcaster.core.errors import AudioError
from broadcaster.core.storage import replacing
from broadcaster.core.units import HOUSE_CHANNELS, HOUSE_RATE
from broadcaster.mixing import clips

_PACKING: Final = 0.25
"""Effort of the FLAC encoder, 0 to 1; more takes longer and gained less than 5 % on speech."""

_LOWEST_RATE: Final = 4000
"""Hertz; below it nothing is left of music, and a header that says so lies."""
_MOST_SAMPLES: Final = 2 * clips.LONGEST * HOUSE_RATE
_TOO_LONG: Final = f"Tệp {{}} dài quá {clips.LONGEST // 60} phút hoặc quá lớn. → Cắt ngắn rồi chép lại."
_ABSURD: Final = 1000.0
"""Sixty decibels over full scale: what no recording holds, and where sums of squares begin to overflow."""
_CANCELLED: Final = 0.05
"""Of the highest sample; what two channels come to that are each other's opposite."""


def read(path: Path) -> Audio:
    """
    Return the sound in the file *path*, at its own rate and with its own channels.

    Raises:
        AudioError: It is missing, empty, not sound, damaged, or of a kind that needs ffmpeg where there is none.
    """
    if not path.is_file():
        raise AudioError(f"Không thấy tệp âm thanh {path}. → Xem lại tên tệp và thư mục.")
    if path.stat().st_size == 0:
        raise AudioError(f"Tệp âm thanh {path} rỗng (0 byte). → Chép lại tệp từ bản gốc.")
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.SoundFileError:
        return _sound(clips.opened(path), path)
    return _sound(Audio(samples, rate), path)


def brought(path: Path) -> Audio:
    """
    Return the sound in the file *path*, which people may have brought, as the house's, without silence at its ends.

    Raises:
        AudioError: It cannot be opened, is longer than music is, or holds nothing but silence once its channels are
            one.
    """
    _require_short(path)
    sound = read(path)
    if sound.seconds > clips.LONGEST:
        raise AudioError(_TOO_LONG.format(path))
    try:
        return to_house(clips.trimmed(_one_channel(sound)))
    except AudioError as error:
        raise AudioError(f"Tệp {path}: {error}") from error


def _require_short(path: Path) -> None:
    """Refuse, before it is read, what would fill the memory; what only ffmpeg can open is asked there."""
    with contextlib.suppress(soundfile.SoundFileError):
        info = soundfile.info(path)
        if info.samplerate < _LOWEST_RATE:
            raise AudioError(f"Tệp {path} ghi {info.samplerate} mẫu một giây, không nghe được. → Xuất lại sang WAV.")
        if info.frames > clips.LONGEST * info.samplerate or info.frames * info.channels > _MOST_SAMPLES:
            raise AudioError(_TOO_LONG.format(path))


def _one_channel(audio: Audio) -> Audio:
    """Return *audio* with its channels averaged, which must not cancel each other out."""
    single = Audio(audio.samples.mean(axis=1, keepdims=True, dtype=np.float32), audio.rate)
    if np.abs(single.samples).max() < _CANCELLED * np.abs(audio.samples).max():
        raise AudioError("Hai kênh ngược pha, trộn lại thì mất tiếng. → Xuất lại thành một kênh.")
    return single


def to_house(audio: Audio) -> Audio:
    """
    Return *audio* in the house format: channels averaged into one, resampled to 48 kHz.

    The length is that of the original to the nearest frame, and nothing moves: the filter is linear in phase
    and its delay is taken off (soxr).
    """
    samples = audio.samples.mean(axis=1, keepdims=True, dtype=np.float32) if audio.channels > 1 else audio.samples
    if audio.rate != HOUSE_RATE:
        samples = soxr.resample(samples, audio.rate, HOUSE_RATE, "HQ")
    return Audio(np.ascontiguousarray(samples, dtype=np.float32), HOUSE_RATE)


def write_flac(path: Path, sound: Audio | Iterable[Audio]) -> None:
    """
    Write *sound*, whole or in stretches, to *path* as FLAC; the file is there whole or not at all.

    16 bits: rounding then lies 98 dB under full scale, some 80 dB under speech at −16 LUFS and far under any
    village; 24 bits would double the file. No dither, so digital silence stays digital silence.

    Raises:
        AudioError: The file cannot be written.
    """
    _write(path, sound, "FLAC")


def write_wav(path: Path, sound: Audio | Iterable[Audio]) -> None:
    """
    Write *sound*, whole or in stretches, to *path* as WAV of 16 bits; the file is there whole or not at all.

    Raises:
        AudioError: The file cannot be written.
    """
    _write(path, sound, "WAV")


def _write(path: Path, sound: Audio | Iterable[Audio], kind: str) -> None:
    stretches = (sound,) if isinstance(sound, Audio) else sound
    packing = {"compression_level": _PACKING} if kind == "FLAC" else {}
    with replacing(path, suffix=f".{kind.lower()}") as temporary:
        try:
            with soundfile.SoundFile(
                temporary, "w", HOUSE_RATE, HOUSE_CHANNELS, "PCM_16", format=kind, **packing
            ) as stream:
                for stretch in stretches:
                    stream.write(pcm16(stretch))
        except soundfile.SoundFileError as error:
            raise AudioError(f"Không ghi được tệp {path}: {error}. → Xem lại chỗ trống trên ổ đĩa.") from error


def pcm16(audio: Audio, gain: float = 0.0) -> npt.NDArray[np.int16]:
    """Return the samples, *gain* dB louder, as 16-bit integers; beyond full scale they stop there."""
    scaled = audio.samples * np.float32(32768.0 * 10 ** (gain / 20))
    np.rint(scaled, out=scaled)
    np.clip(scaled, -32768, 32767, out=scaled)
    return scaled.astype(np.int16)


def _sound(audio: Audio, path: Path) -> Audio:
    if audio.frames == 0:
        raise AudioError(f"Tệp âm thanh {path} không có tiếng nào. → Chép lại tệp từ bản gốc.")
    if not (np.abs(audio.samples) < _ABSURD).all():  # nor is it where a sample is no number
        raise AudioError(
            f"Tệp âm thanh {path} có mẫu hỏng (không phải số, hoặc to vô lý). → Xuất lại tệp từ phần mềm làm ra nó."
        )
    return audio
