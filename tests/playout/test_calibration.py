"""Delays found in recordings that are made here, so that what is found can be known beforehand."""

from datetime import timedelta

import numpy as np
import pytest
from playout.stand_ins import AT, RATE

from broadcaster.core.audio import Audio
from broadcaster.core.errors import OutputError
from broadcaster.playout.calibration import chirp, found
from broadcaster.playout.microphone import Recording

INSTANTS = [AT + timedelta(seconds=6 + 2 * index) for index in range(7)]


def recording(delays: list[float | None], *, noise: float = 0.0, echo: float = 0.0, level: float = 1.0) -> Recording:
    """Return what a microphone hears from AT on, each chirp late by its delay, or not there at all."""
    heard = np.random.default_rng(3).normal(0, 1, 22 * RATE) * noise
    pattern = chirp(RATE)[:, 0] * level
    for instant, delay in zip(INSTANTS, delays, strict=True):
        if delay is None:
            continue
        for after, part in ((0.0, 1.0), (0.15, echo)):
            first = round(((instant - AT).total_seconds() + delay + after) * RATE)
            heard[first : first + len(pattern)] += pattern * part
    return Recording(Audio(heard.astype(np.float32)[:, None], RATE), AT)


@pytest.mark.parametrize("delay", [0.0, 0.0215, 0.4, 0.9, -0.3])
def test_a_delay_is_found_to_the_frame(delay: float) -> None:
    measured = found(recording([delay] * 7), INSTANTS, "soundcard:")
    assert abs(measured.delay - delay) < 1.5 / RATE
    assert measured.spread < 1.5 / RATE
    assert measured.heard == 7


def test_noise_echo_and_distance_do_not_hide_it() -> None:
    measured = found(recording([0.12] * 7, noise=0.05, echo=0.6, level=0.2), INSTANTS, "soundcard:")
    assert abs(measured.delay - 0.12) < 0.001


def test_one_chirp_lost_and_one_odd_do_not_matter() -> None:
    measured = found(recording([0.05, 0.05, None, 0.25, 0.05, 0.05, 0.05]), INSTANTS, "soundcard:")
    assert abs(measured.delay - 0.05) < 0.001
    assert abs(measured.spread - 0.2) < 0.001
    assert measured.heard == 6


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_where_nothing_is_heard_it_says_so(noise: float) -> None:
    with pytest.raises(OutputError, match="0/7"):
        found(recording([None] * 7, noise=noise), INSTANTS, "soundcard:")


def test_a_recording_that_is_too_short_is_none() -> None:
    with pytest.raises(OutputError):
        found(Recording(Audio(np.zeros((10, 1), dtype=np.float32), RATE), AT), INSTANTS, "soundcard:")
