"""Filters by matrix products do what scipy does sample by sample in double precision."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from mixing_materials import MATERIALS, made
from scipy.signal import sosfilt

from broadcaster.mixing.bank import Bank, Filter
from broadcaster.mixing.filters import HighPass, Presence
from broadcaster.mixing.loudness import KWeighting

CUTS = [0, 48, 96_000, 191_232, 300_000, 300_048]
"""Frames at which the sound is cut; none, one and several groups of steps lie between them."""


def by_scipy(wave: np.ndarray, filters: Sequence[Filter]) -> np.ndarray:
    return np.asarray(sosfilt(np.concatenate([stage.sections() for stage in filters]), wave))


@pytest.mark.parametrize("name", ["speech", "speech on a DC offset", "noise, white", "square wave"])
@pytest.mark.parametrize("tone", [(HighPass(), Presence()), (HighPass(20.0),)])
def test_every_stage_comes_out_as_from_scipy(name: str, tone: tuple[Filter, ...]) -> None:
    wave = made(MATERIALS[name]).samples[:, 0]
    bank = Bank(tone, (KWeighting(),))
    stretches = [bank.next(wave[start:stop]) for start, stop in pairwise([*CUTS, len(wave)])]
    toned, weighted = (np.concatenate([stretch[stage] for stretch in stretches]).reshape(-1) for stage in range(2))
    expected = by_scipy(wave.astype(np.float64), tone)
    np.testing.assert_allclose(toned, expected, atol=1e-6)
    np.testing.assert_allclose(weighted, by_scipy(expected, [KWeighting()]), atol=1e-6)


def test_a_stage_without_filters_passes_the_sound_on() -> None:
    wave = made(MATERIALS["speech"]).samples[:, 0]
    straight, _ = Bank((), (KWeighting(),)).next(wave)
    np.testing.assert_array_equal(straight.reshape(-1), wave)


def test_what_ends_inside_a_step_is_filled_with_silence() -> None:
    wave = made(MATERIALS["speech"]).samples[:1010, 0]
    (rows,) = Bank((KWeighting(),)).next(wave)
    assert rows.shape == (22, 48)
    np.testing.assert_allclose(rows.reshape(-1)[:1010], by_scipy(wave, [KWeighting()]), atol=1e-6)
