"""Cutting: where speech truly begins and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from broadcaster.core.audio import Audio
from broadcaster.core.units import frames
from broadcaster.mixing.envelope import Span, fade


@dataclass(frozen=True)
class TrimOptions:
    """What counts as the silence that engines leave around speech."""

    threshold: float = -45.0
    """Decibels relative to the highest sample; below it is silence."""
    before: float = 0.02
    """Seconds kept before the first sound, so that no soft consonant is lost."""
    after: float = 0.06
    """Seconds kept after the last sound, for its ending."""
    edge: float = 0.005
    """Seconds over which both edges fade, so that neither clicks."""


def sounding(audio: Audio, options: TrimOptions = TrimOptions()) -> Span:
    """Return the frames from the first sound to the last, with what is kept around; empty for silence."""
    heights = np.abs(audio.samples[:, 0]) if audio.channels == 1 else np.abs(audio.samples).max(axis=1, initial=0.0)
    loud = heights > heights.max(initial=0.0) * 10 ** (options.threshold / 20)
    if not loud.any():
        return Span(0, 0)
    start = max(0, int(loud.argmax()) - frames(options.before, audio.rate))
    stop = min(audio.frames, audio.frames - int(loud[::-1].argmax()) + frames(options.after, audio.rate))
    return Span(start, stop)


def trimmed(audio: Audio, options: TrimOptions = TrimOptions()) -> Audio:
    """
    Return *audio* without the silence at its ends, its edges faded.

    An engine may stop in the middle of a wave (eSpeak NG's women do, 35 dB under full scale once mastered), so the
    edges fade where nothing was cut, too.
    """
    span = sounding(audio, options)
    edge = frames(options.edge, audio.rate)
    return faded(audio.cut(span.start, span.stop), fade_in=edge, fade_out=edge)


def faded(audio: Audio, *, fade_in: int = 0, fade_out: int = 0) -> Audio:
    """Return *audio* rising over its first *fade_in* frames and falling over its last *fade_out*."""
    samples = audio.samples.copy()
    samples[:fade_in] *= fade(audio.frames, 0, min(fade_in, audio.frames), fade_in=fade_in, fade_out=0)[:, None]
    last = max(0, audio.frames - fade_out)
    samples[last:] *= fade(audio.frames, last, audio.frames, fade_in=0, fade_out=fade_out)[:, None]
    return Audio(samples, audio.rate)
