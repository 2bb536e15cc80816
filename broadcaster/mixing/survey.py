"""What mastering has to know of a sound: loudness and true peak of each millisecond, eight bytes in all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadcaster.mixing.filters import Filter, filtered
from broadcaster.mixing.loudness import STEP, Weigher
from broadcaster.mixing.peaks import PeakDetector
from broadcaster.mixing.sound import Sound


@dataclass(frozen=True, eq=False)
class Survey:
    """The measures of one sound, in steps of a millisecond."""

    energies: npt.NDArray[np.float32]
    """K-weighted mean square of each step, shape (steps,)."""
    peaks: npt.NDArray[np.float32]
    """True peak of each step and of the one after the end, dB, shape (steps + 1,)."""

    @property
    def steps(self) -> int:
        """Length in milliseconds, the last one perhaps not full."""
        return len(self.energies)


def survey(sound: Sound, filters: tuple[Filter, ...] = ()) -> Survey:
    """Return the measures of *sound* as it comes out of *filters*; it is read once, a stretch at a time."""
    weigher, detector = Weigher(), PeakDetector()
    steps, at = -(-sound.frames // STEP), 0
    energies, peaks = np.zeros(steps, dtype=np.float32), np.zeros(steps + 1, dtype=np.float32)
    for wave in filtered(sound, filters):
        heights = detector.peaks(wave)
        energies[at : at + len(heights)] = weigher.energies(wave)
        peaks[at : at + len(heights)] = heights
        at += len(heights)
    peaks[at:] = detector.rest()
    with np.errstate(divide="ignore"):
        np.log10(peaks, out=peaks)
    peaks *= 20
    return Survey(energies, peaks)
