"""
True peaks: how far the sound swings between its samples, where a loudspeaker follows and a sample meter is blind.

Source: ITU-R BS.1770-4 annex 2: four times the rate, then the highest absolute value.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import firwin

from broadcaster.core.units import HOUSE_RATE, Dbtp
from broadcaster.mixing.loudness import STEP, Wave, in_steps
from broadcaster.mixing.sound import Sound, blocks, samples_of

_FACTOR: Final = 4
_REACH: Final = 8
"""Samples on either side that an interpolated value is made of."""

_PAST: Final = 2 * _REACH - 1


def _interpolation() -> npt.NDArray[np.float32]:
    """Return the matrix from a step and the samples before it to the values between, for one product a stretch."""
    prototype = _FACTOR * firwin(2 * _REACH * _FACTOR + 1, 1 / _FACTOR, window=("kaiser", 6.0))
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

    def peaks(self, wave: Wave) -> npt.NDArray[np.float32]:
        """Return the highest absolute value of each millisecond of the next stretch, shape (steps,)."""
        steps = in_steps(wave.astype(np.float32))
        known = np.concatenate([self._past, steps.reshape(-1)])
        self._past = known[len(known) - _PAST :]
        overlapping = np.lib.stride_tricks.sliding_window_view(known, _PAST + STEP)[::STEP]
        between = overlapping @ _INTERPOLATION
        highest = np.maximum(between.max(axis=1, initial=0.0), -between.min(axis=1, initial=0.0))
        peaks: npt.NDArray[np.float32] = np.maximum(highest, np.abs(steps).max(axis=1))
        return peaks

    def rest(self) -> npt.NDArray[np.float32]:
        """Return the peak of the step after the end, where the last samples ring out, shape (1,)."""
        return self.peaks(np.zeros(_REACH))


def true_peak(sound: Sound) -> Dbtp:
    """Return the highest true peak of *sound* in the house format; −inf for silence."""
    resampler = soxr.ResampleStream(HOUSE_RATE, HOUSE_RATE * _FACTOR, 1, "float32", "HQ")
    highest = 0.0
    for block in blocks(sound):
        highest = max(highest, _highest(block.samples), _highest(resampler.resample_chunk(samples_of(block))))
    highest = max(highest, _highest(resampler.resample_chunk(np.zeros(0, dtype=np.float32), last=True)))
    with np.errstate(divide="ignore"):
        return Dbtp(float(20 * np.log10(highest)))


def _highest(samples: npt.NDArray[np.float32]) -> float:
    return float(np.abs(samples).max(initial=0.0))
