"""
The finishing chain: any sound → the loudness and peak of the house, every sample in its place.

The sound is read twice, a stretch at a time. First it is surveyed: loudness and true peak of each millisecond.
From these alone the gains of compressor, level and limiter are solved. Then it is read again and the one gain
curve that comes of them is applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.units import HOUSE_RATE, Dbtp, Lufs
from broadcaster.mixing.curve import GainCurve
from broadcaster.mixing.dynamics import Compressor, Limiter, applied, linear
from broadcaster.mixing.filters import Filter, HighPass, Presence, filtered
from broadcaster.mixing.loudness import STEP, gated, hops
from broadcaster.mixing.sound import Sound
from broadcaster.mixing.survey import survey


@dataclass(frozen=True)
class Chain:
    """The stages before the limiter, in order; each may be left out."""

    filters: tuple[Filter, ...] = ()
    compressor: Compressor | None = None


class Profile(Enum):
    """Where the sound goes."""

    HORN = "horn"
    """Street horns: no rumble, clear consonants, even syllables."""
    LINE = "line"
    """A line-out, an FM or IP system with its own processing: no DC, level and limiter only."""

    @property
    def chain(self) -> Chain:
        """The stages of this profile."""
        return _CHAINS[self]


_CHAINS: Final = {
    Profile.HORN: Chain((HighPass(), Presence()), Compressor()),
    Profile.LINE: Chain((HighPass(20.0),)),
}


@dataclass(frozen=True)
class MasterOptions:
    """What the finished sound has to be like."""

    target: float = -16.0
    """Integrated loudness, LUFS: the loudest that speech bears under the ceiling without audible limiting."""
    ceiling: float = -1.0
    """Highest true peak, dBTP (EBU R 128 section h)."""
    headroom: float = 1.0
    """Decibels more kept under the ceiling, for what MP3 encoding adds to the peaks."""
    chain: Chain = _CHAINS[Profile.HORN]
    """The stages before the limiter."""
    most_gain: float = 40.0
    """Largest gain, dB: beyond it what is raised is noise, not speech."""
    most_limiting: float = 20.0
    """Decibels by which the highest peak may be turned down; a sound of nothing but clicks stays quieter instead."""


@dataclass(frozen=True, eq=False)
class Mastered:
    """A finished sound, made as it is read."""

    sound: Sound
    """What it is made from."""
    filters: tuple[Filter, ...]
    """What it still has to go through."""
    curve: GainCurve
    loudness: Lufs
    """Integrated loudness it comes to."""
    peak: Dbtp
    """True peak it comes to."""

    @property
    def frames(self) -> int:
        """Length in frames, that of the sound it is made from."""
        return self.sound.frames

    def blocks(self) -> Iterator[Audio]:
        """Yield the finished sound in order, in stretches."""
        step = 0
        for wave in filtered(self.sound, self.filters):
            steps = -(-len(wave) // STEP)
            finished = applied(wave, linear(self.curve.gains(step, step + steps)))
            yield Audio(finished.astype(np.float32)[:, None], HOUSE_RATE)
            step += steps

    def audio(self) -> Audio:
        """Return the whole finished sound in memory."""
        return join([silence(0), *self.blocks()])


def master(sound: Sound, options: MasterOptions = MasterOptions(), *, quiet: int = 0) -> Mastered:
    """
    Return *sound* finished: at *options.target* where its peaks allow, under *options.ceiling* always.

    No sample moves: what starts at a frame of *sound* starts at that frame of the result. Silence stays silence.

    Args:
        sound: In the house format, any length.
        options: What it has to be like.
        quiet: Silence on either side that is heard with it and counts where loudness is measured, in steps of 100 ms:
            among pauses, a short sound is a little quieter than by itself.
    """
    filters = options.chain.filters
    if sound.frames <= HELD:
        sound, filters = _toned(sound, filters), ()
    surveyed = survey(sound, filters)
    shape = GainCurve(surveyed, gated(hops(surveyed.energies)), options.chain.compressor, quiet=quiet)
    curve, loudness = _levelled(shape, options)
    return Mastered(sound, filters, curve, loudness, curve.peak())


def _toned(sound: Sound, filters: tuple[Filter, ...]) -> Audio:
    """Return *sound* as it comes out of *filters*, in memory."""
    waves = [np.zeros(0), *filtered(sound, filters)]
    return Audio(np.concatenate(waves).astype(np.float32)[:, None], HOUSE_RATE)


def _levelled(shape: GainCurve, options: MasterOptions) -> tuple[GainCurve, Lufs]:
    """Solve for the one gain that, limited, brings the sound to its target; return the loudness that it comes to."""
    ceiling = options.ceiling - options.headroom
    most = min(options.most_gain, ceiling + options.most_limiting - shape.peak())
    curve, loudness = replace(shape, limiter=Limiter(), ceiling=ceiling), shape.loudness()
    if not np.isfinite(loudness):
        return curve, loudness
    for _ in range(_ROUNDS):
        curve = replace(curve, gain=min(curve.gain + options.target - loudness, most))
        loudness = curve.loudness()
        if abs(loudness - options.target) < _CLOSE or curve.gain == most:
            break
    return curve, loudness


HELD: Final = 180 * HOUSE_RATE
"""Frames up to which a sound is made once and held, 35 MB; longer ones are made twice, a stretch at a time."""
_ROUNDS: Final = 20
_CLOSE: Final = 0.02
"""LU from the target at which the solving stops."""
