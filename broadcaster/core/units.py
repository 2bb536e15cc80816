"""Units as types, and the one sound format that every part inside the house uses."""

from __future__ import annotations

from typing import Final, NewType

Seconds = NewType("Seconds", float)
"""A length of time. Seconds everywhere inside; frames only where sound is cut."""

Hertz = NewType("Hertz", int)
"""Sampling rate: frames in a second."""

Lufs = NewType("Lufs", float)
"""Loudness relative to full scale, ITU-R BS.1770-4."""

Dbtp = NewType("Dbtp", float)
"""True peak relative to full scale, ITU-R BS.1770-4 annex 2."""

HOUSE_RATE: Final = Hertz(48_000)
"""Rate of every cart: what sound cards run at, so nothing is resampled on air."""

HOUSE_CHANNELS: Final = 1
"""Horns are one channel; a cart in mono costs half the work and half the disk."""

MP3_FRAME: Final = 1152
"""Samples in one MPEG-1 Layer III frame (ISO/IEC 11172-3): parts of a programme start on this grid."""


def frames(seconds: float, rate: int = HOUSE_RATE) -> int:
    """Return the number of frames nearest to *seconds*."""
    return round(seconds * rate)
