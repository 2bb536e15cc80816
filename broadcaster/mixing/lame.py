"""
Sound → MP3 frames that decode to the same loudness, under the same ceiling.

LAME lowers the level and shifts the peaks by what it leaves out, so what it made is decoded and measured, and
made again where it is off.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import lameenc
import numpy as np
import soundfile

from broadcaster.core.audio import Audio
from broadcaster.core.errors import AudioError
from broadcaster.core.units import HOUSE_CHANNELS, HOUSE_RATE
from broadcaster.mixing.infotag import frame_bytes, frames_for
from broadcaster.mixing.loudness import LoudnessMeter, integrated
from broadcaster.mixing.master import Chain, MasterOptions, master
from broadcaster.mixing.peaks import PeakMeter, true_peak
from broadcaster.mixing.sound import BLOCK, Sound, blocks, samples_of
from broadcaster.mixing.wavfile import pcm16

BITRATES: Final = (64, 80, 96, 112, 128, 160, 192)
"""Kilobits a second that we offer, one channel at 48 kHz."""

_QUALITY: Final = 5
_TRIES: Final = 6
_TOLERANCE: Final = 0.1
"""LU by which the decoded MP3 may differ."""
_SAME_POWER: Final = 0.05
"""Decibels by which the power may differ before its loudness is measured too."""
_MOST_CORRECTION: Final = 2.0
"""Decibels; what is further off was left out by the encoder, not lowered."""
_SAME: Final = 1 + 1e-9
"""Factor within which two numbers that were worked out differently are one."""
_SPARE: Final = 0.2
"""Decibels more by which peaks that came out too high are brought down."""


@dataclass(frozen=True)
class Mp3:
    """Encoded sound: frames of equal size, without tags."""

    frames: bytes
    samples: int
    """Length of the sound that they hold, less than what they decode to."""
    bitrate: int
    """Kilobits a second."""


@dataclass(frozen=True)
class _Setting:
    gain: float
    """Decibels before the encoder."""
    ceiling: float | None = None
    """dBTP before the encoder, where the peaks have to come down for it."""


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
    given = sum(_power(block) for block in blocks(sound))
    setting = _Setting(_lowered(bitrate))
    for _ in range(_TRIES):
        made = _encoded(sound, setting, bitrate)
        power, over = _came(made, ceiling)
        off = _off(sound, given, made, power)
        if abs(off) <= _TOLERANCE and over <= 0:
            break
        reached = true_peak(sound) + setting.gain if setting.ceiling is None else setting.ceiling
        lower = reached - over - _SPARE if over > 0 else setting.ceiling
        setting = _Setting(setting.gain - off, lower)
    return made


def _power(stretch: Audio) -> float:
    samples = samples_of(stretch)
    return float(np.dot(samples, samples))


def _came(made: Mp3, ceiling: float) -> tuple[float, float]:
    """Return the power that *made* decodes to, and by how many decibels its true peak lies over *ceiling*, or 0."""
    power, allowed = 0.0, 10 ** (ceiling / 20)
    peaks = PeakMeter(floor=allowed)
    for stretch in _decoded(made):
        power += _power(stretch)
        peaks.hear(stretch)
    highest = peaks.true_peak()
    return power, highest - ceiling if 10 ** (highest / 20) > allowed * _SAME else 0.0


def _off(sound: Sound, given: float, made: Mp3, came: float) -> float:
    """Return by how many LU the MP3 came out louder; 0 where nothing can be done about it."""
    if given == 0 or abs(10 * math.log10(max(came, 1e-20) / given)) <= _SAME_POWER:
        return 0.0
    meter = LoudnessMeter()
    for block in _decoded(made):
        meter.hear(block)
    off = meter.integrated() - integrated(sound)
    return off if abs(off) < _MOST_CORRECTION else 0.0


def _lowered(bitrate: int) -> float:
    """Return the decibels that LAME 3.100 takes away at *bitrate* by its own scaling."""
    return -20 * math.log10(0.95 if bitrate <= 160 else 0.97)


def _encoded(sound: Sound, setting: _Setting, bitrate: int) -> Mp3:
    gain = setting.gain
    if setting.ceiling is not None:
        target = integrated(sound) + gain
        options = MasterOptions(target, setting.ceiling, headroom=0.0, chain=Chain())
        stretches, gain = master(sound, options).blocks(), 0.0
    else:
        stretches = blocks(sound)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(HOUSE_CHANNELS)
    encoder.set_in_sample_rate(HOUSE_RATE)
    encoder.set_out_sample_rate(HOUSE_RATE)
    encoder.set_bit_rate(bitrate)
    encoder.set_quality(_QUALITY)
    encoded = bytearray()
    for stretch in stretches:
        encoded += encoder.encode(pcm16(stretch, gain).tobytes())
    encoded += encoder.flush()
    del encoded[frames_for(sound.frames) * frame_bytes(bitrate) :]
    return Mp3(bytes(encoded), sound.frames, bitrate)


def _decoded(made: Mp3) -> Iterator[Audio]:
    """Yield what a listener gets, run-up and all."""
    with tempfile.TemporaryFile() as file:  # read by libsndfile itself, which is faster than through Python
        file.write(made.frames)
        file.seek(0)
        with soundfile.SoundFile(file.fileno(), closefd=False) as stream:
            for samples in stream.blocks(BLOCK, dtype="float32", always_2d=True):
                yield Audio(samples, HOUSE_RATE)
