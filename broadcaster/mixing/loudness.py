"""
Loudness: how loud a sound is to the ear.

Source: ITU-R BS.1770-4 annex 1; the K-weighting filters are those of ``pyloudnorm``, which reads 0.04 LU lower than
the coefficients printed in the standard. The sound is taken a stretch at a time, and what is kept of it is one
number for each millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from broadcaster.core.audio import Audio
from broadcaster.core.units import Lufs
from broadcaster.mixing import cookbook
from broadcaster.mixing.bank import STEP, Bank, Real, Samples, Sections
from broadcaster.mixing.sound import Sound, blocks, samples_of

Wave = npt.NDArray[np.float64]
"""One channel at the house rate, float64, shape (frames,)."""

STEPS_PER_HOP: Final = 100
"""Steps between the windows that loudness is measured in."""

_HOPS_PER_WINDOW: Final = 4
_OFFSET: Final = -0.691
_ABSOLUTE_GATE: Final = -70.0
_RELATIVE_GATE: Final = -10.0


@dataclass(frozen=True)
class KWeighting:
    """The head's shelf and the low cut of BS.1770-4 annex 1."""

    def sections(self) -> Sections:
        """Return them as second-order sections."""
        return np.concatenate([cookbook.high_shelf(1500.0, gain=4.0), cookbook.high_pass(38.0, q=0.5)])


def mean_squares(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the mean square of each of *rows*."""
    means: npt.NDArray[np.float32] = np.einsum("ij,ij->i", rows, rows) / np.float32(STEP)
    return means


class Weigher:
    """Turns sound, handed over in order, into the K-weighted energy of each millisecond."""

    def __init__(self) -> None:
        self._bank = Bank((KWeighting(),))

    def energies(self, samples: Samples) -> npt.NDArray[np.float32]:
        """
        Return the mean square of each millisecond, shape (steps,).

        Args:
            samples: The next stretch; only the last one may end inside a step, which then counts as filled with
                silence.
        """
        return mean_squares(self._bank.next(samples)[0])


def hops(energies: npt.NDArray[Real], per_hop: int = STEPS_PER_HOP) -> Wave:
    """Return the means of *energies*, *per_hop* of them for every 100 ms, over each whole 100 ms."""
    whole = len(energies) // per_hop
    means: Wave = energies[: whole * per_hop].reshape(whole, per_hop).mean(axis=1, dtype=np.float64)
    return means


def gated(means: Wave) -> Lufs:
    """
    Return the integrated loudness of K-weighted mean squares, one for each 100 ms; −inf for silence.

    Sound shorter than the window of 0.4 s is measured as if silence followed.

    Source:
        BS.1770-4 annex 1, equations 3 to 7: windows of 400 ms every 100 ms, gates at −70 LUFS and 10 LU below.
    """
    filled = np.pad(means, (0, max(0, _HOPS_PER_WINDOW - len(means))))
    sums = np.concatenate([[0.0], np.cumsum(filled)])
    windows = (sums[_HOPS_PER_WINDOW:] - sums[:-_HOPS_PER_WINDOW]) / _HOPS_PER_WINDOW
    loud = windows[windows >= _power(_ABSOLUTE_GATE)]
    if not len(loud):
        return Lufs(-np.inf)
    relative = loud.mean() * 10 ** (_RELATIVE_GATE / 10)
    return Lufs(float(level(loud[loud > relative].mean())))


def level(energy: npt.ArrayLike) -> Wave:
    """Return K-weighted mean squares as LUFS; −inf for none."""
    with np.errstate(divide="ignore"):
        return np.asarray(_OFFSET + 10 * np.log10(energy), dtype=np.float64)


class LoudnessMeter:
    """The integrated loudness of sound handed over in order."""

    def __init__(self) -> None:
        self._weigher = Weigher()
        self._energies = [np.zeros(0, np.float32)]

    def hear(self, sound: Audio) -> None:
        """Take the next stretch, in the house format; only the last may end inside a millisecond."""
        self._energies.append(self._weigher.energies(samples_of(sound)))

    def integrated(self) -> Lufs:
        """Return the loudness of all that was heard; −inf for silence."""
        return gated(hops(np.concatenate(self._energies)))


def integrated(sound: Sound) -> Lufs:
    """Return the integrated loudness of *sound* in the house format; −inf for silence."""
    meter = LoudnessMeter()
    for block in blocks(sound):
        meter.hear(block)
    return meter.integrated()


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))
