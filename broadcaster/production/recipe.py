"""
A recipe: all that one stretch of a programme is made of, as values that any process can be given.

In: spoken sentences, a file of music. Out: the stretch as one sound, and where in it each of its sounds lies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.errors import AudioError
from broadcaster.core.storage import file_hash
from broadcaster.core.units import frames
from broadcaster.mixing.edit import trimmed
from broadcaster.mixing.envelope import Span
from broadcaster.mixing.loudness import integrated
from broadcaster.mixing.montage import Piece, Timeline, bed, end_to_end, jointed
from broadcaster.mixing.partfile import FinishedPart
from broadcaster.mixing.parts import Finish, PartStore
from broadcaster.mixing.sound import JOINT, Sound, on_grid
from broadcaster.mixing.wavfile import brought, to_house

SPEECH_LEVEL = -20.0
"""LUFS of speech over a bed, before mastering brings the whole to its target."""
BED_LEVEL = -32.0
"""LUFS of a bed where nobody speaks; under speech it lies 12 dB lower. At −26 it cost words (docs/voice.md)."""
LEAD_IN = 1.2
"""Seconds that a bed is heard before the first word."""
LEAD_OUT = 1.8
"""Seconds that it is heard after the last."""


@dataclass(frozen=True)
class Tune:
    """Music from a file."""

    name: str
    path: Path
    hash: str
    """SHA-256 that the file had when it was ordered."""

    def sound(self) -> Audio:
        """
        Return it in the house format, without the silence at its ends.

        Raises:
            AudioError: It cannot be used, or is another file by now.
        """
        sound = brought(self.path)
        if file_hash(self.path) != self.hash:
            raise AudioError(f"Tệp nhạc {self.path} vừa bị thay trong lúc dựng. → Dựng lại chương trình.")
        return sound


@dataclass(frozen=True)
class Speech:
    """Sentences said one after another."""

    sounds: tuple[Audio, ...]
    """Each at its own rate, one channel."""
    pauses: tuple[float, ...]
    """Seconds of silence after each; the last one's is not heard."""
    gap: float
    """Seconds of silence, or bed alone, after the last."""

    def sound(self) -> Audio:
        """Return them as one sound in the house format, the silence that engines leave around sentences cut off."""
        pieces = []
        for sound, pause in zip(self.sounds, self.pauses, strict=True):
            pieces += [to_house(trimmed(sound)), silence(frames(pause))]
        return join(pieces[:-1])


@dataclass(frozen=True)
class Recipe:
    """What one part is made of: music by itself, speech by itself, or speeches over music."""

    speeches: tuple[Speech, ...]
    tune: Tune | None
    pause: float
    """Seconds of silence after the whole, at the least."""


@dataclass(frozen=True)
class Laid:
    """A stretch put together."""

    sound: Timeline
    """Between ``JOINT`` frames of silence, whole MP3 frames long."""
    marks: tuple[Span, ...]
    """Where each sound lies; over a bed the first mark is its lead-in and the last its lead-out."""


def make(recipe: Recipe, key: str, finish: Finish, store: PartStore) -> FinishedPart:
    """Put together, finish and keep one part; unless somebody else did so meanwhile."""
    laid = lay(recipe)
    return store.find(key) or store.finish(key, laid.sound, finish, laid.marks)


def lay(recipe: Recipe) -> Laid:
    """
    Return the stretch that *recipe* is for.

    Raises:
        AudioError: Its music cannot be used.
    """
    if recipe.speeches and recipe.tune is not None:
        return _over(recipe.tune.sound(), recipe)
    sound = recipe.tune.sound() if recipe.tune is not None else recipe.speeches[0].sound()
    return Laid(jointed(sound, pause=recipe.pause), (Span(JOINT, JOINT + sound.frames),))


def _over(music: Audio, recipe: Recipe) -> Laid:
    """Return speeches over *music*, which begins before the first of them and goes on after the last."""
    pieces = [Piece(_levelled(speech.sound(), SPEECH_LEVEL), speech.gap) for speech in recipe.speeches]
    clips = end_to_end(pieces, start=on_grid(JOINT + frames(LEAD_IN)), grid=True)
    said = [clip.span for clip in clips]
    lead_in, lead_out = Span(JOINT, said[0].start), Span(said[-1].stop, said[-1].stop + frames(LEAD_OUT))
    under = bed(_levelled(music, BED_LEVEL), Span(lead_in.start, lead_out.stop), said, fade_out=LEAD_OUT)
    after = max(frames(recipe.pause - LEAD_OUT), JOINT)
    return Laid(Timeline((*clips, under), on_grid(lead_out.stop + after)), (lead_in, *said, lead_out))


def _levelled(sound: Sound, level: float) -> Audio:
    whole = sound.cut(0, sound.frames)
    measured = integrated(whole)
    return whole.gained(level - measured) if math.isfinite(measured) else whole
