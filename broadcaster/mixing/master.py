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

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE, Dbtp, Lufs
from broadcaster.mixing.bank import STEP, Filter
from broadcaster.mixing.curve import Compression, GainCurve
from broadcaster.mixing.dynamics import Compressor, Limiter, applied, linear
from broadcaster.mixing.filters import HighPass, filtered
from broadcaster.mixing.loudness import gated, hops
from broadcaster.mixing.sound import Sound
from broadcaster.mixing.survey import Survey, held, survey

_LIMITER: Final = Limiter()


@dataclass(frozen=True)
class Chain:
    """The stages in order; each may be left out."""

    filters: tuple[Filter, ...] = ()
    compressor: Compressor | None = None
    limiter: Limiter | None = _LIMITER
    """Without it the sound is only as loud as its highest peak allows."""


class Profile(Enum):
    """Where the sound goes."""

    HORN = "horn"
    """Street horns: no rumble, even syllables."""
    LINE = "line"
    """A line-out, an FM or IP system with its own processing: no DC, level and limiter only."""

    @property
    def chain(self) -> Chain:
        """The stages of this profile."""
        return _CHAINS[self]


_CHAINS: Final = {
    Profile.HORN: Chain((HighPass(),), Compressor()),
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
    """What it goes through."""
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
        step, factors, first = 0, linear(np.zeros(0)), 0
        for samples in filtered(self.sound, self.filters):
            stop = step - (-len(samples) // STEP)
            if stop - first >= len(factors):
                first = step
                factors = linear(self.curve.gains(first, min(max(stop, first + _AHEAD), self.curve.survey.steps)))
            yield Audio(applied(samples, factors[step - first : stop - first + 1])[:, None], HOUSE_RATE)
            step = stop

    def audio(self) -> Audio:
        """Return the whole finished sound in memory."""
        finished, at = np.empty((self.frames, 1), np.float32), 0
        for block in self.blocks():
            finished[at : at + block.frames] = block.samples
            at += block.frames
        return Audio(finished, HOUSE_RATE)


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
    if sound.frames > HELD:
        shape = _shape(survey(sound, filters), options, quiet)
        curve, loudness = _levelled(shape, options, shape.loudness())
        return Mastered(sound, filters, curve, loudness, curve.peak())
    toned, surveyed, most = held(sound, filters)
    shape = _shape(surveyed, options, quiet)
    before, highest = shape.loudness(), shape.peak()
    reckoned = min(options.target - before, options.most_gain)
    while True:  # true peaks are looked for only where the limiter could meet them
        within = options.ceiling - options.headroom - Limiter.margin - reckoned - _SLACK
        sharp = replace(shape, survey=surveyed.sharpened(toned, shape.reaching(min(within, highest), most)))
        curve, loudness = _levelled(sharp, options, before)
        if curve.gain <= reckoned + _SLACK:
            return Mastered(toned, (), curve, loudness, curve.peak())
        reckoned = curve.gain


def _shape(surveyed: Survey, options: MasterOptions, quiet: int) -> GainCurve:
    """Return the curve of the compressor alone."""
    compression = Compression(surveyed.energies, gated(hops(surveyed.energies)), options.chain.compressor)
    return GainCurve(surveyed, compression, quiet=quiet)


def _levelled(shape: GainCurve, options: MasterOptions, loudness: float) -> tuple[GainCurve, Lufs]:
    """
    Solve for the one gain that, limited, brings the sound to its target; return the loudness that it comes to.

    Args:
        shape: The compressor alone.
        options: What is wanted.
        loudness: What *shape* comes to.
    """
    ceiling = options.ceiling - options.headroom
    limiter = options.chain.limiter
    over = options.most_limiting if limiter is not None else -Limiter.margin
    most = min(options.most_gain, ceiling + over - shape.peak())
    curve, reached = replace(shape, limiter=limiter, ceiling=ceiling), Lufs(loudness)
    if not np.isfinite(loudness):
        return curve, reached
    slope = 1.0  # decibels louder for one decibel of gain; less once the limiter works
    for _ in range(_ROUNDS):
        gain, last = curve.gain, reached
        curve = replace(curve, gain=min(gain + (options.target - last) / slope, most))
        reached = curve.loudness()
        if abs(reached - options.target) < _CLOSE or (curve.gain == most and reached < options.target):
            break
        slope = min(1.0, max(_LEAST_SLOPE, (reached - last) / (curve.gain - gain)))
    return curve, reached


HELD: Final = 180 * HOUSE_RATE
"""Frames up to which a sound is made once and held, 35 MB; longer ones are made twice, a stretch at a time."""
_AHEAD: Final = 60_000
"""Steps whose gains are worked out at once: a minute."""
_SLACK: Final = 2.0
"""Decibels that the limiter may cost, to be made good, before true peaks are looked for once more."""
_ROUNDS: Final = 20
_LEAST_SLOPE: Final = 0.5
_CLOSE: Final = 0.02
"""LU from the target at which the solving stops."""
