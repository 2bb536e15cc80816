"""
A finished file heard from end to end: how loud its loudest sample is, how long its longest silence.

In: a sound file. Out: three figures. It is read in pieces, so that its length does not matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from broadcaster.core.errors import AudioError
from broadcaster.core.units import Seconds

_PIECE = 0.1  # seconds; silence is counted in these
_QUIET = 10 ** (-60 / 20)  # of full scale: what no horn makes audible
_READ = 100  # pieces read at a time


@dataclass(frozen=True)
class Hearing:
    """What a file sounds like, in figures."""

    seconds: Seconds
    peak: float
    """Highest sample, dBFS; minus infinity for digital silence."""
    pause: Seconds
    """Longest silence between two sounds; what lies before the first and after the last is none."""


def hear(path: Path) -> Hearing:
    """
    Return what the file at *path* sounds like.

    Raises:
        AudioError: It cannot be read.
    """
    try:
        with soundfile.SoundFile(path) as file:
            size = max(1, round(file.samplerate * _PIECE))
            levels = [_levels(block, size) for block in file.blocks(size * _READ, dtype="float32", always_2d=True)]
            seconds = Seconds(file.frames / file.samplerate)
    except (soundfile.SoundFileError, OSError) as error:
        raise AudioError(f"Không đọc được tệp {path}; dựng lại chương trình này.") from error
    peaks = np.concatenate(levels) if levels else np.zeros(1, np.float32)
    highest = float(peaks.max())
    return Hearing(seconds, 20 * math.log10(highest) if highest > 0 else -math.inf, Seconds(_pause(peaks) * _PIECE))


def _levels(block: np.ndarray, size: int) -> np.ndarray:
    """Return the highest sample of each piece of *block*, shape (pieces,)."""
    loud = np.abs(block).max(axis=1)
    padded = np.pad(loud, (0, -len(loud) % size))
    highest: np.ndarray = padded.reshape(-1, size).max(axis=1)
    return highest


def _pause(peaks: np.ndarray) -> int:
    """Return the pieces of the longest silence between two that sound."""
    sounding = np.flatnonzero(peaks > _QUIET)
    return int(np.diff(sounding).max() - 1) if len(sounding) > 1 else 0
