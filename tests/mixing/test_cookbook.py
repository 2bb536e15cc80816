"""Filters worked out here are those that scipy and pyloudnorm work out."""

from __future__ import annotations

import numpy as np
import pytest
from pyloudnorm import IIRfilter
from scipy.ndimage import minimum_filter1d
from scipy.signal import butter, lfilter

from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing import cookbook
from broadcaster.mixing.dynamics import Compressor, Limiter
from broadcaster.mixing.filters import Presence
from broadcaster.mixing.loudness import KWeighting


def by_pyloudnorm(gain: float, q: float, corner: float, kind: str) -> np.ndarray:
    made = IIRfilter(gain, q, corner, HOUSE_RATE, kind)
    return np.concatenate([made.b, made.a])


def test_loudness_is_weighted_as_pyloudnorm_does() -> None:
    theirs = [by_pyloudnorm(4.0, 1 / np.sqrt(2), 1500.0, "high_shelf"), by_pyloudnorm(0.0, 0.5, 38.0, "high_pass")]
    np.testing.assert_allclose(KWeighting().sections(), theirs, rtol=1e-12)


@pytest.mark.parametrize("corner", [20.0, 150.0, 300.0])
def test_a_high_pass_is_the_butterworth_of_second_order(corner: float) -> None:
    theirs = butter(2, corner, "highpass", fs=HOUSE_RATE, output="sos")
    np.testing.assert_allclose(cookbook.high_pass(corner), theirs, rtol=1e-9)


def test_presence_lifts_its_centre_and_leaves_the_bass() -> None:
    section = Presence().sections()[0]
    turn = np.exp(-2j * np.pi * np.array([20.0, 3000.0]) / HOUSE_RATE)
    powers = np.stack([turn**0, turn, turn**2])
    gains = 20 * np.log10(np.abs(section[:3] @ powers / (section[3:] @ powers)))
    np.testing.assert_allclose(gains, [0.0, 4.0], atol=0.01)


def test_the_compressor_follows_the_level_as_a_recursive_filter_does() -> None:
    energies = np.random.default_rng(5).gamma(0.3, 1e-2, 3000)
    heard = 10 * np.log10(lfilter([0.2], [1, -0.8], energies)) - 0.691
    found = Compressor(release=1e6, knee=1e-9).gains(energies, float(heard.min()))
    over = -(1 - 1 / 3) * np.maximum(heard - heard.min() + 4.0, 0.0)
    edges = np.minimum(np.pad(over, (1, 0), mode="edge"), np.pad(over, (0, 1), mode="edge"))
    window = np.hanning(11)[1:-1]
    expected = np.convolve(np.pad(edges, 4, mode="edge"), window / window.sum(), mode="valid")
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_the_limiter_comes_down_before_each_peak_and_after_it() -> None:
    peaks = np.full(400, -20.0)
    peaks[[0, 200, 399]] = 3.0
    gains = Limiter(release=1e6, margin=0.0).gains(peaks, ceiling=-1.0)
    lowest = minimum_filter1d(np.minimum(-1.0 - peaks, 0.0), 5, mode="nearest")
    assert len(gains) == len(peaks)
    assert (gains <= lowest + 1e-9).all()
    assert gains[100] == pytest.approx(0.0)
    assert gains[[0, 200, 399]] == pytest.approx(-4.0)
