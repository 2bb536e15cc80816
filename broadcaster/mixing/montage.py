"""
The timeline: speech, stings and beds, each at its frame, summed where they overlap.

In: sounds in the house format. Out: one sound in the house format that can be cut anywhere, made as it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE, frames
from broadcaster.mixing.envelope import Envelope, Span, ducking, fade
from broadcaster.mixing.sound import JOINT, Loop, Sound, on_grid, samples_of


@dataclass(frozen=True)
class Clip:
    """A sound at its place on a timeline."""

    sound: Sound
    start: int = 0
    """Frame on the timeline at which it begins."""
    gain: float = 0.0
    """Decibels."""
    fade_in: float = 0.0
    """Seconds."""
    fade_out: float = 0.0
    """Seconds."""
    envelope: Envelope | None = None
    """More gain, along the timeline."""

    @property
    def span(self) -> Span:
        """Where on the timeline it lies."""
        return Span(self.start, self.start + self.sound.frames)

    def add_to(self, mix: np.ndarray[tuple[int], np.dtype[np.float32]], at: int) -> None:
        """Add the part of this clip that falls on *mix*, whose first frame is frame *at* of the timeline."""
        start, stop = max(self.start, at), min(self.span.stop, at + len(mix))
        if start >= stop:
            return
        inside = Span(start - self.start, stop - self.start)
        samples = samples_of(self.sound.cut(inside.start, inside.stop))
        if self.gain:
            samples = samples * np.float32(10 ** (self.gain / 20))
        fade_in, fade_out = frames(self.fade_in), frames(self.fade_out)
        if inside.start < fade_in or inside.stop > self.sound.frames - fade_out:
            samples = samples * fade(self.sound.frames, inside.start, inside.stop, fade_in=fade_in, fade_out=fade_out)
        if self.envelope is not None:
            samples = samples * self.envelope.factors(start, stop)
        mix[start - at : stop - at] += samples


@dataclass(frozen=True)
class Timeline:
    """Clips summed. It is a sound like any other; the sum may pass full scale, which mastering brings down."""

    clips: tuple[Clip, ...]
    frames: int
    """Length in frames; what lies beyond is cut off."""

    def cut(self, start: int, stop: int) -> Audio:
        mix = np.zeros(stop - start, dtype=np.float32)
        for clip in self.clips:
            clip.add_to(mix, start)
        return Audio(mix[:, None], HOUSE_RATE)


def timeline(clips: Iterable[Clip], *, length: int | None = None) -> Timeline:
    """Return *clips* as one sound, *length* frames long, or until the last of them ends."""
    laid = tuple(clips)
    last = max((clip.span.stop for clip in laid), default=0)
    return Timeline(laid, last if length is None else length)


@dataclass(frozen=True)
class Piece:
    """A sound to be laid after another."""

    sound: Sound
    pause: float = 0.0
    """Seconds of silence after it, at the least."""
    gain: float = 0.0
    """Decibels."""


def end_to_end(pieces: Sequence[Piece], *, start: int = 0, grid: bool = False) -> tuple[Clip, ...]:
    """
    Return *pieces* laid one after another, each followed by its pause.

    Args:
        pieces: In order.
        start: Frame on the timeline of the first.
        grid: Whether each begins on the grid of MP3 frames, as the parts of a programme do; the pause before it
            grows by less than 24 ms for that.
    """
    clips = []
    for piece in pieces:
        start = on_grid(start) if grid else start
        clips.append(Clip(piece.sound, start, piece.gain))
        start += piece.sound.frames + frames(piece.pause)
    return tuple(clips)


def jointed(sound: Sound, *, pause: float = 0.0) -> Timeline:
    """
    Return *sound* as a part of a programme: between ``JOINT`` frames of silence, a whole number of MP3 frames long.

    Args:
        sound: Begins at frame ``JOINT`` of the part.
        pause: Seconds of silence after it, at the least.
    """
    after = max(frames(pause), JOINT)
    return Timeline((Clip(sound, JOINT),), on_grid(JOINT + sound.frames + after))


def bed(
    sound: Sound,
    span: Span,
    speech: Iterable[Span],
    *,
    gain: float = 0.0,
    fade_in: float = 0.5,
    fade_out: float = 1.5,
) -> Clip:
    """
    Return music under speech: *sound* round and round over *span*, 12 dB lower wherever there is *speech*.

    Args:
        sound: Its end fits its beginning.
        span: Where on the timeline the bed lies.
        speech: Where on the timeline somebody speaks.
        gain: Decibels, where nobody speaks.
        fade_in: Seconds.
        fade_out: Seconds.
    """
    return Clip(Loop(sound, span.frames), span.start, gain, fade_in, fade_out, ducking(speech))
