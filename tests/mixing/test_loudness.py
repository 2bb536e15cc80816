from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyloudnorm
import pytest
from mixing_materials import MATERIALS, QUIET, audio, made, own_loudness, own_true_peak, tone

from broadcaster.core.audio import silence
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.loudness import Weigher, gated, integrated
from broadcaster.mixing.peaks import PeakDetector, true_peak


def test_a_full_scale_997_hz_tone_reads_what_the_standard_says() -> None:
    assert integrated(tone(5.0, 997.0, 1.0)) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize("name", MATERIALS)
def test_three_meters_agree(name: str) -> None:
    sound = made(MATERIALS[name])
    theirs = pyloudnorm.Meter(HOUSE_RATE).integrated_loudness(sound.samples[:, 0].astype(np.float64))
    assert integrated(sound) == pytest.approx(theirs, abs=0.01)
    assert integrated(sound) == pytest.approx(own_loudness(sound), abs=0.05)


def test_stretches_of_any_size_measure_the_same() -> None:
    wave = made(MATERIALS["speech"]).samples[:, 0]
    at_once = Weigher().energies(wave)
    weigher, detector = Weigher(), PeakDetector()
    cuts = [0, 480, 96_000, 96_048, 300_000, len(wave)]
    pieces = [wave[start:stop] for start, stop in pairwise(cuts)]
    np.testing.assert_allclose(
        np.concatenate([weigher.energies(piece) for piece in pieces]), at_once, rtol=1e-4, atol=1e-12
    )
    np.testing.assert_allclose(
        np.concatenate([detector.peaks(piece) for piece in pieces]), PeakDetector().peaks(wave), atol=1e-6
    )


def test_silence_has_no_loudness_and_no_peak() -> None:
    assert integrated(silence(HOUSE_RATE)) == -np.inf
    assert integrated(silence(0)) == -np.inf
    assert true_peak(silence(HOUSE_RATE)) == -np.inf
    assert gated(np.zeros(0)) == -np.inf


def test_a_sound_shorter_than_the_window_is_measured_too() -> None:
    assert integrated(tone(0.2)) == pytest.approx(integrated(tone(0.4)) - 3.01, abs=0.2)


@pytest.mark.parametrize("name", [*MATERIALS, *QUIET])
def test_true_peak_by_two_meters(name: str) -> None:
    sound = made({**MATERIALS, **QUIET}[name], 3.0)
    if name != "silence":
        assert true_peak(sound) == pytest.approx(own_true_peak(sound), abs=0.45)


def test_true_peak_sees_between_the_samples() -> None:
    time = np.arange(HOUSE_RATE) / HOUSE_RATE
    between = audio(np.sin(2 * np.pi * 12_000 * time + np.pi / 4))
    assert np.abs(between.samples).max() == pytest.approx(0.7071, abs=0.001)
    assert true_peak(between.cut(4800, 43_200)) == pytest.approx(0.0, abs=0.6)
