"""The kinds of sound that a programme may hold, and meters of our own making to judge it by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from scipy.signal import butter, lfilter, sosfilt

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.lame import encode
from broadcaster.mixing.mp3 import joined

Make = Callable[[np.ndarray[Any, Any], np.random.Generator], np.ndarray[Any, Any]]

_UNTAGGED = Tags()


def audio(wave: np.ndarray[Any, Any]) -> Audio:
    return Audio(np.ascontiguousarray(wave, dtype=np.float32)[:, None], HOUSE_RATE)


def tone(seconds: float, hertz: float = 1000.0, height: float = 0.5) -> Audio:
    time = np.arange(round(seconds * HOUSE_RATE)) / HOUSE_RATE
    return audio(height * np.sin(2 * np.pi * hertz * time))


def speech(time: np.ndarray[Any, Any], random: np.random.Generator) -> np.ndarray[Any, Any]:
    """Four syllables a second, phrases of three seconds, the band of a voice."""
    band = sosfilt(butter(2, [150, 3500], "bandpass", fs=HOUSE_RATE, output="sos"), random.standard_normal(len(time)))
    syllables = np.clip(np.sin(2 * np.pi * 4 * time), 0, 1) * (0.3 + 0.7 * np.sin(2 * np.pi * time / 6) ** 2)
    wave = band * syllables
    return 0.3 * wave / np.abs(wave).max()


def _click(time: np.ndarray[Any, Any], random: np.random.Generator) -> np.ndarray[Any, Any]:
    wave = np.zeros(len(time))
    wave[len(wave) // 2] = 0.9
    return wave


def _beep(time: np.ndarray[Any, Any], random: np.random.Generator) -> np.ndarray[Any, Any]:
    wave = speech(time, random)
    wave[100_000:102_400] = np.sin(2 * np.pi * 1000 * time[:2400])
    return wave


MATERIALS: dict[str, Make] = {
    "speech": speech,
    "speech, quiet": lambda time, random: 0.1 * speech(time, random),
    "speech, clipped": lambda time, random: np.clip(8 * speech(time, random), -0.5, 0.5),
    "speech, one loud beep": _beep,
    "speech on a DC offset": lambda time, random: speech(time, random) + 0.4,
    "noise, white": lambda time, random: 0.1 * random.standard_normal(len(time)),
    "noise, clipped": lambda time, random: np.clip(random.standard_normal(len(time)), -1, 1),
    "square wave": lambda time, random: 0.7 * np.sign(np.sin(2 * np.pi * 437 * time)),
    "sine": lambda time, random: 0.01 * np.sin(2 * np.pi * 997 * time),
    "sine between the samples": lambda time, random: 0.9 * np.sin(2 * np.pi * 12_000 * time + np.pi / 4),
    "bursts at 19 kHz": lambda time, random: 0.5 * np.sin(2 * np.pi * 19e3 * time) * (np.sin(4 * np.pi * time) > 0.6),
    "plucked strings": lambda time, random: sum(
        np.sin(2 * np.pi * note * time) * np.exp(-3 * (time % 1.0)) * 0.2 for note in (294, 440, 587)
    ),
}
"""Each reaches the target."""

QUIET = {
    "silence": lambda time, random: np.zeros(len(time)),
    "silence with one click": _click,
}
"""No gain makes these loud; their peaks still have to stay under the ceiling."""


def made(material: Make, seconds: float = 8.0) -> Audio:
    time = np.arange(round(seconds * HOUSE_RATE)) / HOUSE_RATE
    return audio(material(time, np.random.default_rng(7)))


def write_mp3(path: Path, sound: Audio, *, bitrate: int = 96, tags: Tags = _UNTAGGED) -> None:
    """Write *sound* as the only part of a programme."""
    path.write_bytes(b"".join(joined([encode(sound, bitrate=bitrate)], tags=tags)))


def own_loudness(sound: Audio) -> float:
    """BS.1770-4 with the coefficients that the standard prints for 48 kHz, one window after another."""
    wave = sound.samples[:, 0].astype(np.float64)
    wave = lfilter(
        [1.53512485958697, -2.69169618940638, 1.19839281085285], [1, -1.69065929318241, 0.73248077421585], wave
    )
    wave = lfilter([1.0, -2.0, 1.0], [1, -1.99004745483398, 0.99007225036621], wave)
    windows = [np.mean(wave[start : start + 19_200] ** 2) for start in range(0, len(wave) - 19_199, 4800)]
    loud = [power for power in windows if power > 0 and -0.691 + 10 * np.log10(power) >= -70]
    if not loud:
        return -np.inf
    kept = [power for power in loud if power > np.mean(loud) / 10]
    return float(-0.691 + 10 * np.log10(np.mean(kept)))


def own_true_peak(sound: Audio) -> float:
    """Eight times oversampled, the whole sound at once, dBTP."""
    peak = np.abs(soxr.resample(sound.samples, HOUSE_RATE, 8 * HOUSE_RATE, "VHQ")).max(initial=0.0)
    return float(20 * np.log10(peak)) if peak > 0 else -np.inf
