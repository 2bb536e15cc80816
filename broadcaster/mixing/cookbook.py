"""
Second-order sections at the house rate, from what an engineer says of a filter: where, how much, how wide.

Source: R. Bristow-Johnson, "Audio EQ Cookbook". (scipy's design functions say the same, but to import them takes
most of a second, which an emergency has not got.)
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt

import numpy as np

from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.bank import Sections

BUTTERWORTH = 1 / sqrt(2)
"""Quality of a section that is flat up to its corner."""


def high_pass(corner: float, q: float = BUTTERWORTH) -> Sections:
    """Return what falls by 12 dB an octave below *corner*, Hertz."""
    alpha, cosine = _alpha(corner, q)
    return _section([(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2], [1 + alpha, -2 * cosine, 1 - alpha])


def high_shelf(corner: float, gain: float, q: float = BUTTERWORTH) -> Sections:
    """Return what lifts everything above *corner*, Hertz, by *gain*, dB."""
    alpha, cosine = _alpha(corner, q)
    a = 10 ** (gain / 40)
    slope = 2 * sqrt(a) * alpha
    forward = [
        a * ((a + 1) + (a - 1) * cosine + slope),
        -2 * a * ((a - 1) + (a + 1) * cosine),
        a * ((a + 1) + (a - 1) * cosine - slope),
    ]
    return _section(
        forward,
        [(a + 1) - (a - 1) * cosine + slope, 2 * ((a - 1) - (a + 1) * cosine), (a + 1) - (a - 1) * cosine - slope],
    )


def peak(centre: float, gain: float, q: float) -> Sections:
    """Return what lifts the surroundings of *centre*, Hertz, by *gain*, dB; *q* is centre over bandwidth."""
    alpha, cosine = _alpha(centre, q)
    a = 10 ** (gain / 40)
    return _section([1 + alpha * a, -2 * cosine, 1 - alpha * a], [1 + alpha / a, -2 * cosine, 1 - alpha / a])


def _alpha(frequency: float, q: float) -> tuple[float, float]:
    angle = 2 * pi * frequency / HOUSE_RATE
    return sin(angle) / (2 * q), cos(angle)


def _section(forward: list[float], back: list[float]) -> Sections:
    section: Sections = np.array([forward + back]) / back[0]
    return section
