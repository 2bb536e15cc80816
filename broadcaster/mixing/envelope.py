"""Gain that changes along a sound: fades at its ends, and a bed that goes down under speech."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from broadcaster.core.units import frames

DUCKING: Final = 12.0
"""Decibels by which a bed goes down under speech."""


@dataclass(frozen=True)
class Span:
    """A stretch of the timeline."""

    start: int
    """Its first frame."""
    stop: int
    """The frame after its last."""

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.stop - self.start


@dataclass(frozen=True)
class Envelope:
    """Gain in decibels through points in time, straight between them, level before the first and after the last."""

    points: tuple[tuple[int, float], ...] = ((0, 0.0),)
    """(frame on the timeline, dB), frames rising."""

    def factors(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        """Return the linear gain of the frames from *start* up to *stop*, shape (frames,)."""
        places, decibels = zip(*self.points, strict=True)
        curve = np.interp(np.arange(start, stop), places, decibels)
        factors: npt.NDArray[np.float32] = np.power(10.0, curve / 20).astype(np.float32)
        return factors


def ducking(
    speech: Iterable[Span], *, depth: float = DUCKING, down: float = 0.25, up: float = 0.6, bridge: float = 1.5
) -> Envelope:
    """
    Return the envelope of a bed that lies exactly *depth* decibels lower wherever there is speech.

    It is computed from where the speech is known to be, not by listening to it, so nothing pumps.

    Args:
        speech: Where on the timeline; any order, may overlap.
        depth: Decibels down under speech.
        down: Seconds before speech in which it goes down.
        up: Seconds after speech in which it comes back.
        bridge: Pauses up to this many seconds are part of the speech.
    """
    points: list[tuple[int, float]] = []
    least = max(frames(bridge), frames(down) + frames(up))
    for span in _bridged(speech, least):
        points += [
            (span.start - frames(down), 0.0),
            (span.start, -depth),
            (span.stop, -depth),
            (span.stop + frames(up), 0.0),
        ]
    return Envelope(tuple(points) or ((0, 0.0),))


def fade(length: int, start: int, stop: int, *, fade_in: int, fade_out: int) -> npt.NDArray[np.float32]:
    """
    Return the linear gain of the frames from *start* up to *stop* of a sound *length* frames long.

    It rises over the first *fade_in* frames from nothing and falls over the last *fade_out* to nothing, each
    along a quarter of a sine, so that what fades out and what fades in keep their power together.
    """
    frame = np.arange(start, stop, dtype=np.float64)
    rise = np.clip(frame / fade_in, 0, 1) if fade_in else 1.0
    fall = np.clip((length - 1 - frame) / fade_out, 0, 1) if fade_out else 1.0
    return np.asarray(np.sin(np.pi / 2 * rise) * np.sin(np.pi / 2 * fall) * np.ones(len(frame)), dtype=np.float32)


def _bridged(speech: Iterable[Span], gap: int) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(speech, key=lambda span: span.start):
        if merged and span.start - merged[-1].stop <= gap:
            merged[-1] = Span(merged[-1].start, max(merged[-1].stop, span.stop))
        else:
            merged.append(span)
    return merged
