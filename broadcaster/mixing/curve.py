"""The one gain curve that compressor, level and limiter come to, worked out where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from broadcaster.core.units import Dbtp, Lufs
from broadcaster.mixing.dynamics import Compressor, Limiter, linear
from broadcaster.mixing.loudness import STEPS_PER_HOP, Wave, gated, hops
from broadcaster.mixing.survey import Survey

_STRETCH: Final = 600 * STEPS_PER_HOP
"""Steps worked out at once: a minute."""

_KEPT: Final = 8
"""Stretches of a gain that are kept."""

_CONTEXT: Final = 3000
"""Steps looked at on either side: neither compressor nor limiter remembers what is farther away than this."""


class Compression:
    """What a compressor does to a surveyed sound, the last stretches kept: it is asked for them again and again."""

    def __init__(self, energies: npt.NDArray[np.float32], before: Lufs, compressor: Compressor | None) -> None:
        """
        Set up.

        Args:
            energies: K-weighted mean square of each step.
            before: Integrated loudness of the sound.
            compressor: None leaves the sound as it is.
        """
        self._energies = energies
        self._before = before
        self._compressor = compressor
        self._known: dict[tuple[int, int], Wave] = {}

    def gains(self, low: int, high: int) -> Wave:
        """Return the gain at the edges from *low* to *high*, both included, dB; never to be changed."""
        if self._compressor is None:
            return np.zeros(high - low + 1)
        if (low, high) not in self._known:
            energies = self._energies[low:high].astype(np.float64)
            return _kept(self._known, (low, high), self._compressor.gains(energies, self._before))
        return self._known[low, high]


@dataclass(frozen=True, eq=False)
class GainCurve:
    """Gain at each edge of the steps of a sound; edge *n* lies before step *n*."""

    survey: Survey
    """Of the sound."""
    compression: Compression
    gain: float = 0.0
    """Decibels over the whole."""
    limiter: Limiter | None = None
    ceiling: float = 0.0
    """What the limiter holds, dBTP."""
    quiet: int = 0
    """Silence on either side that is heard with it, in steps of 100 ms."""
    _known: dict[tuple[int, int], Wave] = field(default_factory=dict, init=False, repr=False)
    """The last stretches worked out: level, peak and the sound itself are asked for one after another."""

    def gains(self, start: int, stop: int) -> Wave:
        """Return the gain at the edges from *start* to *stop*, both included, dB; never to be changed."""
        if (start, stop) in self._known:
            return self._known[start, stop]
        low, high = max(0, start - _CONTEXT), min(self.survey.steps, stop + _CONTEXT)
        gains = self.compression.gains(low, high) + self.gain
        if self.limiter is not None:
            gains += self.limiter.gains(self.survey.peaks[low : high + 1] + gains, self.ceiling)
        return _kept(self._known, (start, stop), gains[start - low : stop - low + 1])

    def reaching(self, height: float, heights: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
        """Return which of *heights*, dB, of the steps and the one after the end, come to more than *height*."""
        found = [np.zeros(0, bool)]
        for start, stop, gains in self._stretches():
            found.append(heights[start:stop] + np.maximum(gains[:-1], gains[1:]) > height)
        return np.concatenate([*found, [True]])

    def energies(self, steps: int = STEPS_PER_HOP) -> Wave:
        """Return the K-weighted mean squares that the sound comes to, one for each whole *steps*."""
        means = [np.zeros(0)]
        for start, stop, gains in self._stretches():
            factors = linear(gains)
            means.append(hops(self.survey.energies[start:stop] * ((factors[:-1] + factors[1:]) / 2) ** 2, steps))
        return np.concatenate(means)

    def loudness(self) -> Lufs:
        """Return the integrated loudness that the sound comes to."""
        return gated(np.pad(self.energies(), self.quiet))

    def peak(self) -> Dbtp:
        """Return the true peak that the sound comes to."""
        highest = float(self.survey.peaks[-1]) + self.gain
        for start, stop, gains in self._stretches():
            beside = np.maximum(gains[:-1], gains[1:])
            highest = max(highest, float((self.survey.peaks[start:stop] + beside).max()))
        return Dbtp(highest)

    def _stretches(self) -> Iterator[tuple[int, int, Wave]]:
        for start in range(0, self.survey.steps, _STRETCH):
            stop = min(start + _STRETCH, self.survey.steps)
            yield start, stop, self.gains(start, stop)


def _kept(known: dict[tuple[int, int], Wave], stretch: tuple[int, int], gains: Wave) -> Wave:
    """Return *gains*, put among those *known*; the oldest make room."""
    while len(known) >= _KEPT:
        del known[next(iter(known))]
    known[stretch] = gains
    return gains
