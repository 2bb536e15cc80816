"""A finished file heard from end to end."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcaster.core.errors import AudioError
from broadcaster.mixing.hearing import hear

RATE = 8_000


def written(path: Path, *stretches: tuple[float, float]) -> Path:
    """Write stretches of (seconds, level of full scale) one after another."""
    sound = [np.full(round(seconds * RATE), level, np.float32) for seconds, level in stretches]
    soundfile.write(path, np.concatenate(sound), RATE, format="FLAC", subtype="PCM_16")
    return path


def test_the_loudest_sample_and_the_longest_pause(tmp_path: Path) -> None:
    heard = hear(written(tmp_path / "a.flac", (5, 0), (1, 0.5), (3, 0), (1, 0.25), (12, 0), (1, 0.5), (30, 0)))
    assert heard.seconds == 53
    assert heard.peak == pytest.approx(-6.02, abs=0.01)
    assert heard.pause == pytest.approx(12)


def test_silence_has_no_peak_and_no_pause(tmp_path: Path) -> None:
    heard = hear(written(tmp_path / "a.flac", (5, 0)))
    assert (heard.peak, heard.pause) == (-math.inf, 0)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.flac").write_bytes(b"rubbish")
    with pytest.raises(AudioError):
        hear(tmp_path / "a.flac")
