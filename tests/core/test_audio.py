"""Sound as a value."""

from __future__ import annotations

import numpy as np
import pytest

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.errors import AudioError
from broadcaster.core.units import frames


def test_sound_cannot_be_changed_in_place() -> None:
    sound = silence(10)
    with pytest.raises(ValueError, match="read-only"):
        sound.samples[0] = 1


def test_parts_are_joined_without_a_frame_between() -> None:
    a = Audio(np.ones((3, 1), np.float32), 48_000)
    whole = join([a, silence(2), a.gained(-20)])
    assert whole.samples[:, 0].tolist() == pytest.approx([1, 1, 1, 0, 0, 0.1, 0.1, 0.1])
    assert whole.cut(2, 4).frames == 2
    assert (whole.frames, whole.channels, whole.seconds) == (8, 1, 8 / 48_000)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(AudioError):
        join([silence(1, 48_000), silence(1, 44_100)])
    with pytest.raises(AudioError):
        join([])
    with pytest.raises(ValueError, match="float32"):
        Audio(np.zeros(5, np.float32), 48_000)
    with pytest.raises(ValueError, match="rate"):
        Audio(np.zeros((5, 1), np.float32), 0)
    assert frames(0.7) == 33_600
