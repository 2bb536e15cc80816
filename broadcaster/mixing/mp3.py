"""
MP3 for people: same loudness, same peaks and same first sample as the FLAC.

LAME lowers the level and shifts the peaks by what it leaves out, so what it made is decoded and measured, and
made again where it is off. Parts of a programme can be encoded one by one and joined frame by frame.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import lameenc
import numpy as np
import soundfile

from broadcaster.core.audio import Audio
from broadcaster.core.errors import AudioError
from broadcaster.core.storage import replacing
from broadcaster.core.units import HOUSE_CHANNELS, HOUSE_RATE, MP3_FRAME
from broadcaster.mixing.id3 import Tags, id3
from broadcaster.mixing.infotag import DELAY, frame_bytes, info_frame
from broadcaster.mixing.loudness import integrated
from broadcaster.mixing.master import Chain, MasterOptions, master
from broadcaster.mixing.peaks import true_peak
from broadcaster.mixing.sound import Sound, blocks
from broadcaster.mixing.wavfile import pcm16

BITRATES: Final = (64, 80, 96, 112, 128, 160, 192)
"""Kilobits a second that we offer, one channel at 48 kHz."""

_QUALITY: Final = 5
_TRIES: Final = 4
_TOLERANCE: Final = 0.1
"""LU by which the decoded MP3 may differ."""
_SPARE: Final = 0.2
"""Decibels more by which peaks that came out too high are brought down."""
_MOST_CORRECTION: Final = 2.0
"""Decibels; what is further off was left out by the encoder, not lowered."""


@dataclass(frozen=True)
class Mp3:
    """Encoded sound: frames of equal size, without tags."""

    frames: bytes
    samples: int
    """Length of the sound that they hold, less than what they decode to."""
    bitrate: int
    """Kilobits a second."""

    def head(self) -> bytes:
        """Return the frames that belong to a part followed by another: as many as it is long."""
        return self.frames[: self.samples // MP3_FRAME * frame_bytes(self.bitrate)]


@dataclass(frozen=True)
class _Setting:
    gain: float
    """Decibels before the encoder."""
    ceiling: float | None
    """dBTP before the encoder, where the peaks have to come down for it."""


_UNTAGGED: Final = Tags()


def encode(sound: Sound, *, bitrate: int = 96, ceiling: float = -1.0) -> Mp3:
    """
    Return *sound* as MP3 that decodes to the same loudness, with true peaks under *ceiling*.

    Args:
        sound: A finished sound in the house format.
        bitrate: One of ``BITRATES``.
        ceiling: dBTP.

    Raises:
        AudioError: No such bitrate.
    """
    if bitrate not in BITRATES:
        offered = ", ".join(map(str, BITRATES))
        raise AudioError(f"Không có mức MP3 {bitrate} kbit/s. → Chọn một trong: {offered}.")
    wanted, input_peak = integrated(sound), true_peak(sound)
    setting = _Setting(_lowered(bitrate), None)
    for _ in range(_TRIES):
        made = _encoded(_prepared(sound, wanted, setting), sound.frames, bitrate)
        decoded = _Decoded.of(made.frames)
        off = float(np.clip(wanted - integrated(decoded), -_MOST_CORRECTION, _MOST_CORRECTION))
        over = true_peak(decoded) - ceiling
        if (not np.isfinite(wanted) or abs(off) <= _TOLERANCE) and over <= 0:
            break
        gain = setting.gain + (off if abs(off) < _MOST_CORRECTION else 0.0)
        reached = input_peak + setting.gain if setting.ceiling is None else setting.ceiling
        setting = _Setting(gain, reached - over - _SPARE if over > 0 else setting.ceiling)
    return made


def write_mp3(path: Path, sound: Sound, *, bitrate: int = 96, tags: Tags = _UNTAGGED) -> None:
    """
    Write *sound* to *path* as MP3 with *tags*; the file is there whole or not at all.

    Raises:
        AudioError: No such bitrate.
    """
    write_joined(path, [encode(sound, bitrate=bitrate)], tags=tags)


def write_joined(path: Path, parts: Sequence[Mp3], *, tags: Tags = _UNTAGGED) -> None:
    """
    Write encoded *parts* one after another to *path*, as one MP3 that starts on its first sample.

    Args:
        path: The file; it is there whole or not at all.
        parts: All at one bitrate. Each but the last is a whole number of MP3 frames long and ends with at
            least ``JOINT`` samples of digital silence.
        tags: What players show.

    Raises:
        ValueError: The parts cannot be joined.
    """
    if len({part.bitrate for part in parts}) != 1 or any(part.samples % MP3_FRAME for part in parts[:-1]):
        raise ValueError("parts of one MP3 share a bitrate and are whole frames long")
    stretches = [part.head() for part in parts[:-1]] + [parts[-1].frames]
    byte_count = sum(map(len, stretches))
    bitrate = parts[0].bitrate
    info = info_frame(
        parts[0].frames[:4],
        bitrate=bitrate,
        frame_count=byte_count // frame_bytes(bitrate),
        byte_count=byte_count,
        samples=sum(part.samples for part in parts),
    )
    with replacing(path, suffix=".mp3") as temporary, temporary.open("wb") as stream:
        stream.writelines([id3(tags), info, *stretches])


def _lowered(bitrate: int) -> float:
    """Return the decibels that LAME 3.100 takes away at *bitrate* by its own scaling."""
    return -20 * math.log10(0.95 if bitrate <= 160 else 0.97)


def _prepared(sound: Sound, loudness: float, setting: _Setting) -> Iterable[Audio]:
    if setting.ceiling is None:
        return (block.gained(setting.gain) for block in blocks(sound))
    target = loudness + setting.gain
    return master(sound, MasterOptions(target, setting.ceiling, headroom=0.0, chain=Chain())).blocks()


def _encoded(stretches: Iterable[Audio], samples: int, bitrate: int) -> Mp3:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(HOUSE_CHANNELS)
    encoder.set_in_sample_rate(HOUSE_RATE)
    encoder.set_out_sample_rate(HOUSE_RATE)
    encoder.set_bit_rate(bitrate)
    encoder.set_quality(_QUALITY)
    encoded = bytearray()
    for stretch in stretches:
        encoded += encoder.encode(pcm16(stretch).tobytes())
    encoded += encoder.flush()
    needed = -(-(samples + DELAY) // MP3_FRAME) * frame_bytes(bitrate)
    return Mp3(bytes(encoded[:needed]), samples, bitrate)


@dataclass(frozen=True)
class _Decoded:
    """What a listener gets, without the run-up, for measuring."""

    stream: soundfile.SoundFile
    frames: int

    @staticmethod
    def of(frames: bytes) -> _Decoded:
        stream = soundfile.SoundFile(io.BytesIO(frames))
        return _Decoded(stream, stream.frames)

    def cut(self, start: int, stop: int) -> Audio:
        self.stream.seek(start)
        return Audio(self.stream.read(stop - start, dtype="float32", always_2d=True), HOUSE_RATE)
