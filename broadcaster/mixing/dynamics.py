"""
Gain over time, in decibels, one value at each millisecond's edge: the compressor and the true-peak limiter.

Both look at measures of the sound, never at the sound itself, so an hour is a few megabytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from broadcaster.mixing.bank import STEP, Samples, in_steps
from broadcaster.mixing.loudness import Wave, level

_FLOOR: Final = -120.0
"""What silence counts as, dB."""
_REMEMBERED: Final = 8
"""After two to the power of this many steps nothing is left of one, 0.8²⁵⁶ = 10⁻²⁵."""


@dataclass(frozen=True)
class Compressor:
    """
    Makes loud syllables quieter, so that the quiet ones can be louder at the same level.

    The level it hears is K-weighted, so it turns down what the ear finds loud. It rises at once and falls at
    *release*; the gain is smoothed over a few milliseconds on both sides, so nothing clicks.
    """

    ratio: float = 3.0
    """Decibels in for one decibel out, over the threshold."""
    threshold: float = -4.0
    """Where it begins, LU relative to the integrated loudness of the sound."""
    knee: float = 6.0
    """Width of the bend around the threshold, dB."""
    release: float = 70.0
    """How fast the level heard falls, dB a second."""

    def gains(self, energies: Wave, loudness: float) -> Wave:
        """
        Return the gain at each edge, dB, shape (steps + 1,), all ≤ 0.

        Args:
            energies: K-weighted mean square of each step, shape (steps,).
            loudness: Integrated loudness of the same sound, LUFS; −inf gives no gain at all.
        """
        if not np.isfinite(loudness) or self.ratio <= 1:
            return np.zeros(len(energies) + 1)
        heard = np.maximum(level(_followed(energies)), _FLOOR)
        held = _falling(heard, self.release / 1000)
        over = held - (loudness + self.threshold)
        bent = np.where(
            np.abs(over) * 2 < self.knee, (over + self.knee / 2) ** 2 / (2 * self.knee), np.maximum(over, 0.0)
        )
        return _smooth(_edges(-(1 - 1 / self.ratio) * bent), 9)


@dataclass(frozen=True)
class Limiter:
    """Holds every true peak under a ceiling by turning down, in time and softly, just around it."""

    look_ahead: int = 5
    """Milliseconds before a peak in which the gain comes down."""
    release: float = 150.0
    """How fast the gain comes back, dB a second."""
    margin: float = 0.35
    """Decibels kept free for what a detector at four times the rate cannot see."""

    def gains(self, peaks: Wave, ceiling: float) -> Wave:
        """
        Return the gain at each edge, dB, shape (steps + 1,), all ≤ 0.

        Args:
            peaks: True peak of each step and of the one after the end, dB, shape (steps + 1,).
            ceiling: dBTP.
        """
        wanted = np.minimum(ceiling - self.margin - peaks, 0.0)
        if not wanted.any():
            return wanted
        span = self.look_ahead
        # a step and the one before it, where its peak may truly lie, touch three edges; smoothing reaches *span* on
        lowest = _lowest(np.pad(wanted, 2 * span + 2, mode="edge"), 2 * span + 5)
        recovering = -_falling(-lowest, self.release / 1000)
        return _smooth(recovering, 2 * span + 1)[span:-span]


def applied(samples: Samples, gains: Wave) -> Samples:
    """
    Return *samples* with *gains* (linear, at the edges of its steps), which run straight from edge to edge.

    Args:
        samples: Shape (frames,).
        gains: Shape (steps + 1,).
    """
    rows, edges = in_steps(samples), gains.astype(np.float32)
    curve = np.diff(edges)[:, None] * _RAMP
    curve += edges[:-1, None]
    curve *= rows
    return curve.reshape(-1)[: len(samples)]


_RAMP: Final = (np.arange(STEP) / STEP).astype(np.float32)


def linear(decibels: Wave) -> Wave:
    """Return factors for *decibels*."""
    factors: Wave = np.exp(decibels * (np.log(10.0) / 20))
    return factors


def _edges(steps: Wave) -> Wave:
    padded = np.pad(steps, 1, mode="edge") if len(steps) else np.zeros(2)
    return np.minimum(padded[:-1], padded[1:])


def _followed(energies: Wave) -> Wave:
    """Return *energies* as a needle follows them that covers a fifth of the way in each step."""
    heard = 0.2 * energies
    for power in range(_REMEMBERED):  # 1 + d + d² + … = (1 + d)(1 + d²)(1 + d⁴) …, where d is 0.8 of the step before
        reach = 2**power
        heard[reach:] += 0.8**reach * heard[:-reach]
    return heard


def _lowest(levels: Wave, width: int) -> Wave:
    """Return the lowest of each *width* neighbours, shape (len(levels) - width + 1,)."""
    reach = 1
    while reach < width:
        more = min(reach, width - reach)
        levels = np.minimum(levels[:-more], levels[more:])
        reach += more
    return levels


def _falling(levels: Wave, per_step: float) -> Wave:
    """Return *levels* that rise at once and fall by at most *per_step*."""
    slope = per_step * np.arange(len(levels))
    held: Wave = np.maximum.accumulate(levels + slope) - slope
    return held


def _smooth(gains: Wave, width: int) -> Wave:
    window = np.hanning(width + 2)[1:-1]
    return np.convolve(np.pad(gains, width // 2, mode="edge"), window / window.sum(), mode="valid")
