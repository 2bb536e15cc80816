"""
True peaks: how far the sound swings between its samples, where a loudspeaker follows and a sample meter is blind.

Source: ITU-R BS.1770-4 annex 2: four times the rate, then the highest absolute value.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from broadcaster.core.audio import Audio
from broadcaster.core.units import Dbtp
from broadcaster.mixing.bank import STEP, Samples, in_steps, product
from broadcaster.mixing.sound import Sound, blocks, samples_of

_FACTOR: Final = 4
_REACH: Final = 8
"""Samples on either side that an interpolated value is made of."""
_KAISER: Final = 4.0
"""Shape of the window over them."""

_PAST: Final = 2 * _REACH - 1
REACH_DB: Final = 4.5
"""Decibels by which sound may swing higher between its samples than at them. A steady tone at a quarter of the rate
does so by 3, any other by less; what comes of an encoder, noise and transients too, was never seen to do so by 4."""


def _interpolation() -> npt.NDArray[np.float32]:
    """Return the matrix from a step and the samples before it to the values between, for one product a stretch."""
    lags = np.arange(-_REACH * _FACTOR, _REACH * _FACTOR + 1)
    prototype = np.sinc(lags / _FACTOR) * np.kaiser(len(lags), _KAISER)
    prototype *= _FACTOR / prototype.sum()
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

    def peaks(self, samples: Samples) -> npt.NDArray[np.float32]:
        """Return the highest absolute value of each millisecond of the next stretch, shape (steps,)."""
        known = self._begun(samples)
        peaks: npt.NDArray[np.float32] = np.maximum(sample_peaks(known[_PAST:]), _between(_windows(known)))
        return peaks

    def rest(self) -> npt.NDArray[np.float32]:
        """Return the peak of the step after the end, where the last samples ring out, shape (1,)."""
        return self.peaks(np.zeros(_REACH, np.float32))

    def highest(self, samples: Samples, known: float) -> float:
        """
        Return the higher of *known* and the highest absolute value of the next stretch.

        It looks between the samples only where they come within ``REACH_DB`` of *known*.
        """
        wave = self._begun(samples)
        near = np.float32(known * _REACH_FACTOR)
        high = np.flatnonzero((wave > near) | (wave < -near))
        if not len(high):
            return known
        known = max(known, float(np.abs(wave[high]).max()))
        steps = np.zeros((len(wave) - _PAST) // STEP, bool)
        steps[np.maximum(high - _PAST, 0) // STEP] = True
        return max(known, float(_between(_windows(wave)[_beside(steps)]).max(initial=0.0)))

    def _begun(self, samples: Samples) -> Samples:
        """Return the next stretch in whole steps, after the last samples of the one before."""
        known = np.concatenate([self._past, in_steps(samples).reshape(-1)])
        self._past = known[len(known) - _PAST :]
        return known


class PeakMeter:
    """The true peak of sound handed over in order."""

    def __init__(self, floor: float = 0.0) -> None:
        """
        Begin.

        Args:
            floor: Linear; what stays below it need not be known exactly, and is taken for it.
        """
        self._detector = PeakDetector()
        self._highest = floor

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


def sample_peaks(samples: Samples) -> npt.NDArray[np.float32]:
    """Return the highest absolute value of the samples of each millisecond, shape (steps,)."""
    if not len(samples):
        return np.zeros(0, np.float32)
    heights: npt.NDArray[np.float32] = np.maximum.reduceat(np.abs(samples), np.arange(0, len(samples), STEP))
    return heights


def peaks_near(samples: Samples, wanted: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """
    Return the steps beside those *wanted* and themselves, and how high the sound swings between their samples.

    Args:
        samples: The whole sound.
        wanted: Of each step and of the one after the end, shape (steps + 1,).
    """
    steps = np.flatnonzero(_beside(wanted))
    after = len(wanted) * STEP - len(samples)
    known = np.concatenate([np.zeros(_PAST, np.float32), samples, np.zeros(after, np.float32)])
    return steps, _between(_windows(known)[steps])


def _windows(known: Samples) -> npt.NDArray[np.float32]:
    return np.lib.stride_tricks.sliding_window_view(known, _PAST + STEP)[::STEP]


def _beside(wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return *wanted* and the steps on either side, where what lies between two samples may be counted."""
    beside = wanted.copy()
    beside[1:] |= wanted[:-1]
    beside[:-1] |= wanted[1:]
    return beside


def _between(windows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the highest absolute value between the samples of each step."""
    if not len(windows):
        return np.zeros(0, dtype=np.float32)
    between = product(np.ascontiguousarray(windows), _INTERPOLATION)
    highest: npt.NDArray[np.float32] = np.maximum(between.max(axis=1), -between.min(axis=1))
    return highest


_REACH_FACTOR: Final = 10 ** (-REACH_DB / 20)
