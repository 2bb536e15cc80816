from __future__ import annotations

import numpy as np
import pytest
from mixing_materials import MATERIALS, QUIET, audio, made

from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing import master as mastering
from broadcaster.mixing.master import master
from broadcaster.mixing.peaks import PeakDetector, true_peak
from broadcaster.mixing.sound import blocks, samples_of
from broadcaster.mixing.survey import held, survey

HARDEST = {
    "just under half the rate": lambda time, _: np.sin(2 * np.pi * 23_900 * time),
    "a quarter of the rate, between": lambda time, _: np.sin(2 * np.pi * 12_000 * time + np.pi / 4),
    "signs as bad as can be": lambda time, random: np.sign(random.standard_normal(len(time))),
}
ALL = {**MATERIALS, **QUIET, **HARDEST}


@pytest.mark.parametrize("name", ALL)
def test_no_peak_lies_outside_what_it_is_said_to_lie_between(name: str) -> None:
    """It is looked for only where this leaves open whether it matters; so nothing may ever be higher."""
    sound, looking, bounding = made(ALL[name], 3.0), PeakDetector(), PeakDetector()
    for block in blocks(sound):
        peaks = looking.peaks(samples_of(block))
        least, most = bounding.bounds(samples_of(block))
        assert (least <= peaks).all()
        assert (peaks <= most * 1.00001).all()


def test_the_most_is_near_for_sound_without_the_highest_pitches() -> None:
    time = np.arange(HOUSE_RATE) / HOUSE_RATE
    least, most = PeakDetector().bounds((0.5 * np.sin(2 * np.pi * 1000 * time)).astype(np.float32))
    assert 20 * np.log10(most[2:].max() / least.max()) < 0.1  # it begins with a jerk


@pytest.mark.parametrize("name", ALL)
def test_the_meter_reads_what_looking_everywhere_reads(name: str) -> None:
    sound = made(ALL[name], 3.0)
    full = survey(sound).peaks.max()
    assert true_peak(sound) == pytest.approx(full, abs=1e-4)


@pytest.mark.parametrize("name", ALL)
def test_a_sound_held_in_memory_is_finished_as_one_that_is_not(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held has its true peaks looked for in some places, what is not held in all."""
    sound = made(ALL[name], 4.0)
    short = master(sound)
    monkeypatch.setattr(mastering, "HELD", 0)
    long = master(sound)
    assert short.peak == pytest.approx(long.peak, abs=0.02)
    assert short.curve.gain == pytest.approx(long.curve.gain, abs=0.05)


def test_an_end_inside_a_millisecond_rings_out() -> None:
    wave = np.zeros(1001, np.float32)
    wave[-1] = 1.0
    _, surveyed, most = held(audio(wave))
    full = survey(audio(wave)).peaks
    assert len(most) == len(surveyed.peaks) == len(full)
    assert (full <= most + 1e-4).all()
