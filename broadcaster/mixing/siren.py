"""The tone before an emergency: two notes in turn, as no music of the station has them. Made here, free to use."""

from __future__ import annotations

from typing import Final

import numpy as np

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE, frames

NOTES: Final = (660.0, 880.0)
"""Hertz: a fourth apart, in the middle of what a horn passes."""

_NOTE: Final = 0.45  # seconds of each
_TURNS: Final = 4  # pairs of notes
_EDGE: Final = 0.02  # seconds of rise and fall of each
_LEVEL: Final = 0.3


def siren() -> Audio:
    """Return the tone: 3.6 s, one channel, house rate."""
    at = np.arange(frames(_NOTE)) / HOUSE_RATE
    edge = np.clip(np.minimum(at, _NOTE - at) / _EDGE, 0, 1)
    notes = [edge * (np.sin(2 * np.pi * pitch * at) + 0.3 * np.sin(6 * np.pi * pitch * at)) for pitch in NOTES]
    wave = _LEVEL * np.concatenate(notes * _TURNS)
    return Audio(wave.astype(np.float32)[:, None], HOUSE_RATE)
