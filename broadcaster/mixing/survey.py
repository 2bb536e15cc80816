"""What mastering has to know of a sound: loudness and true peak of each millisecond, eight bytes in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.bank import STEP, Bank, Filter
from broadcaster.mixing.filters import filtered
from broadcaster.mixing.loudness import KWeighting, Weigher, mean_squares
from broadcaster.mixing.peaks import PeakDetector, peaks_near
from broadcaster.mixing.sound import Sound, blocks, samples_of


@dataclass(frozen=True, eq=False)
class Survey:
    """The measures of one sound, in steps of a millisecond."""

    energies: npt.NDArray[np.float32]
    """K-weighted mean square of each step, shape (steps,)."""
    peaks: npt.NDArray[np.float32]
    """Peak of each step and of the one after the end, dB, shape (steps + 1,)."""

    @property
    def steps(self) -> int:
        """Length in milliseconds, the last one perhaps not full."""
        return len(self.energies)

    def sharpened(self, sound: Audio, wanted: npt.NDArray[np.bool_]) -> Survey:
        """Return the survey of *sound* with true peaks in the steps *wanted*, where it had those of the samples."""
        steps, heights = peaks_near(samples_of(sound), wanted)
        peaks = self.peaks.copy()
        peaks[steps] = np.maximum(peaks[steps], decibels(heights))
        return replace(self, peaks=peaks)


def survey(sound: Sound, filters: Sequence[Filter] = ()) -> Survey:
    """Return the measures of *sound* as it comes out of *filters*; it is read once, a stretch at a time."""
    weigher, detector = Weigher(), PeakDetector()
    energies, peaks = [np.zeros(0, np.float32)], []
    for samples in filtered(sound, filters):
        energies.append(weigher.energies(samples))
        peaks.append(detector.peaks(samples))
    return Survey(np.concatenate(energies), decibels(np.concatenate([*peaks, detector.rest()])))


def held(sound: Sound, filters: Sequence[Filter] = ()) -> tuple[Audio, Survey, npt.NDArray[np.float32]]:
    """
    Return *sound* as it comes out of *filters*, in memory, and its measures, with the peaks of its samples.

    The last is the most that each true peak can be, dB, shape (steps + 1,).
    """
    toned, detector = np.empty(sound.frames, np.float32), PeakDetector()
    energies, bounds = [np.zeros(0, np.float32)], []
    bank, at = Bank(filters, (KWeighting(),)), 0
    for block in blocks(sound):
        rows, weighted = bank.next(samples_of(block))
        stretch = toned[at : at + block.frames]
        stretch[:] = rows.reshape(-1)[: block.frames]
        energies.append(mean_squares(weighted))
        bounds.append(detector.bounds(stretch))
        at += block.frames
    bounds.append(detector.bounds(np.zeros(STEP, np.float32)))
    least, most = (decibels(np.concatenate(bound)) for bound in zip(*bounds, strict=True))
    return Audio(toned[:, None], HOUSE_RATE), Survey(np.concatenate(energies), least), most


def decibels(heights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return absolute values in decibels; −inf for none."""
    with np.errstate(divide="ignore"):
        return np.asarray(20 * np.log10(heights), np.float32)
