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


def _taps() -> list[npt.NDArray[np.float64]]:
    """Return what the samples around count in each of the values between two of them."""
    lags = np.arange(-_REACH * _FACTOR, _REACH * _FACTOR + 1)
    prototype = np.sinc(lags / _FACTOR) * np.kaiser(len(lags), _KAISER)
    prototype *= _FACTOR / prototype.sum()
    return [prototype[phase:-1:_FACTOR][::-1] for phase in range(1, _FACTOR)]


def _interpolation() -> npt.NDArray[np.float32]:
    """Return the matrix from a step and the samples before it to the values between, for one product a stretch."""
    matrix = np.zeros((_PAST + STEP, STEP, _FACTOR - 1), dtype=np.float32)
    for frame in range(STEP):
        for phase, taps in enumerate(_taps()):
            matrix[frame : frame + 2 * _REACH, frame, phase] = taps
    return matrix.reshape(_PAST + STEP, -1)


def _bend() -> float:
    """
    Return how much of its sharpest turn the sound may at most swing over its samples.

    A turn is a second difference. The taps less those of a straight line between two samples have neither a sum nor
    a slope, so summed up twice they say how much each turn counts in what lies over that line.
    """
    counted, places = [], np.arange(2 * _REACH)
    for taps in _taps():
        middle = float(taps @ places / taps.sum())
        line = taps.sum() * np.maximum(0.0, 1.0 - np.abs(places - middle))
        counted.append(float(np.abs(np.cumsum(np.cumsum(taps - line))).sum()))
    return max(counted)


_INTERPOLATION: Final = _interpolation()
_BEND: Final = _bend()


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
        peaks: npt.NDArray[np.float32] = np.maximum(_tops(known[_PAST:]), _between(_windows(known)))
        return peaks

    def bounds(self, samples: Samples) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Return what the peak of each millisecond of the next stretch is at least and at most, shape (steps,) each."""
        return _bounds(self._begun(samples))

    def rest(self) -> npt.NDArray[np.float32]:
        """Return the peak of the step after the end, where the last samples ring out, shape (1,)."""
        return self.peaks(np.zeros(_REACH, np.float32))

    def highest(self, samples: Samples, known: float) -> float:
        """
        Return the higher of *known* and the highest absolute value of the next stretch.

        It looks between the samples only where there might be more.
        """
        wave = self._begun(samples)
        least, most = _bounds(wave)
        known = max(known, float(least.max(initial=0.0)))
        return max(known, float(_between(_windows(wave)[most > known]).max(initial=0.0)))

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


def peaks_near(samples: Samples, wanted: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """
    Return the steps *wanted*, and how high the sound swings between their samples.

    Args:
        samples: The whole sound.
        wanted: Of each step and of the one after the end, shape (steps + 1,).
    """
    steps = np.flatnonzero(wanted)
    after = len(wanted) * STEP - len(samples)
    known = np.concatenate([np.zeros(_PAST, np.float32), samples, np.zeros(after, np.float32)])
    return steps, _between(_windows(known)[steps])


def _windows(known: Samples) -> npt.NDArray[np.float32]:
    return np.lib.stride_tricks.sliding_window_view(known, _PAST + STEP)[::STEP]


def _bounds(known: Samples) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return what the peak of each step of *known*, after the samples before it, is at least and at most."""
    turns = np.diff(np.diff(known))
    before, least = np.abs(known[:_PAST]).max(), _tops(known[_PAST:])
    sharp_before, sharpest = np.abs(turns[: _PAST - 2]).max(), _tops(turns[_PAST - 2 :])
    most = np.maximum(least, np.concatenate([[before], least[:-1]]))
    most += np.float32(_BEND) * np.maximum(sharpest, np.concatenate([[sharp_before], sharpest[:-1]]))
    return least, most


def _tops(wave: Samples) -> npt.NDArray[np.float32]:
    """Return the highest absolute value of each step, found among their bits, which rank alike: that is quicker."""
    tops: npt.NDArray[np.float32] = np.abs(wave).view(np.int32).reshape(-1, STEP).max(axis=1).view(np.float32)
    return tops


def _between(windows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the highest absolute value between the samples of each step."""
    if not len(windows):
        return np.zeros(0, dtype=np.float32)
    between = product(np.ascontiguousarray(windows), _INTERPOLATION)
    highest: npt.NDArray[np.float32] = np.maximum(between.max(axis=1), -between.min(axis=1))
    return highest
