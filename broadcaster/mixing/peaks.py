"""
True peaks: how far the sound swings between its samples, where a loudspeaker follows and a sample meter is blind.

Source: ITU-R BS.1770-4 annex 2: four times the rate, then the highest absolute value.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.signal import firwin

from broadcaster.core.audio import Audio
from broadcaster.core.units import Dbtp
from broadcaster.mixing.loudness import STEP, Real, in_steps
from broadcaster.mixing.sound import Sound, blocks, samples_of

_FACTOR: Final = 4
_REACH: Final = 8
"""Samples on either side that an interpolated value is made of."""

_PAST: Final = 2 * _REACH - 1
_ROWS: Final = 25
"""Steps in one matrix product: so small a one is not spread over the cores, where renders side by side would wait
for each other."""


def _interpolation() -> npt.NDArray[np.float32]:
    """Return the matrix from a step and the samples before it to the values between, for one product a stretch."""
    prototype = _FACTOR * firwin(2 * _REACH * _FACTOR + 1, 1 / _FACTOR, window=("kaiser", 4.0))
    matrix = np.zeros((_PAST + STEP, STEP, _FACTOR - 1), dtype=np.float32)
    for frame in range(STEP):
        for phase in range(1, _FACTOR):
            matrix[frame : frame + 2 * _REACH, frame, phase - 1] = prototype[phase:-1:_FACTOR][::-1]
    return matrix.reshape(_PAST + STEP, -1)


_INTERPOLATION: Final = _interpolation()


class PeakDetector:
    """
    Turns sound, handed over in order, into the true peak of each millisecond.

    A value between two samples is known only eight samples later and is counted there: a peak may so stand in
    the step after its own. Whoever turns it down has to begin one step earlier.
    """

    def __init__(self) -> None:
        self._past = np.zeros(_PAST, dtype=np.float32)

    def peaks(self, wave: npt.NDArray[Real]) -> npt.NDArray[np.float32]:
        """Return the highest absolute value of each millisecond of the next stretch, shape (steps,)."""
        heights, windows = self._next(wave)
        peaks: npt.NDArray[np.float32] = np.maximum(heights, _between(windows))
        return peaks

    def rest(self) -> npt.NDArray[np.float32]:
        """Return the peak of the step after the end, where the last samples ring out, shape (1,)."""
        return self.peaks(np.zeros(_REACH))

    def highest(self, wave: npt.NDArray[Real], known: float) -> float:
        """
        Return the higher of *known* and the highest absolute value of the next stretch.

        It looks between the samples only where they come within 6 dB of the highest so far.
        """
        heights, windows = self._next(wave)
        known = max(known, float(heights.max(initial=0.0)))
        high = heights > known / 2
        high[1:] |= high[:-1]
        return max(known, float(_between(windows[high]).max(initial=0.0)))

    def _next(self, wave: npt.NDArray[Real]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Return the sample peak of each step, and each step with the samples before it."""
        steps = in_steps(wave.astype(np.float32))
        known = np.concatenate([self._past, steps.reshape(-1)])
        self._past = known[len(known) - _PAST :]
        windows = np.lib.stride_tricks.sliding_window_view(known, _PAST + STEP)[::STEP]
        return np.abs(steps).max(axis=1), windows


class PeakMeter:
    """The true peak of sound handed over in order."""

    def __init__(self) -> None:
        self._detector = PeakDetector()
        self._highest = 0.0

    def hear(self, sound: Audio) -> None:
        """Take the next stretch, in the house format."""
        self._highest = self._detector.highest(samples_of(sound), self._highest)

    def true_peak(self) -> Dbtp:
        """Return the highest true peak of all that was heard; −inf for silence. Nothing can be heard after it."""
        highest = max(self._highest, float(self._detector.rest()[0]))
        return Dbtp(20 * math.log10(highest) if highest > 0 else -math.inf)


def true_peak(sound: Sound) -> Dbtp:
    """Return the highest true peak of *sound* in the house format; −inf for silence."""
    meter = PeakMeter()
    for block in blocks(sound):
        meter.hear(block)
    return meter.true_peak()


def _between(windows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the highest absolute value between the samples of each step."""
    if not len(windows):
        return np.zeros(0, dtype=np.float32)
    missing = -len(windows) % _ROWS
    filled = np.concatenate([windows, np.zeros((missing, windows.shape[1]), dtype=np.float32)])
    between = (filled.reshape(-1, _ROWS, filled.shape[1]) @ _INTERPOLATION).reshape(len(filled), -1)
    highest: npt.NDArray[np.float32] = np.maximum(between.max(axis=1, initial=0.0), -between.min(axis=1, initial=0.0))
    return highest[: len(windows)]
