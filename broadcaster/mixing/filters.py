"""The tone of a programme: small filters in a row, each a value that can be left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadcaster.mixing import cookbook
from broadcaster.mixing.bank import Bank, Filter, Samples, Sections
from broadcaster.mixing.sound import Sound, blocks, samples_of


@dataclass(frozen=True)
class HighPass:
    """Takes away what a horn cannot give back and only overloads its driver."""

    corner: float = 150.0
    """Hertz, 3 dB down; below it 12 dB an octave."""

    def sections(self) -> Sections:
        return cookbook.high_pass(self.corner)


@dataclass(frozen=True)
class Presence:
    """Lifts the consonants, which carry the meaning and which the air takes away first."""

    centre: float = 3000.0
    """Hertz."""
    gain: float = 4.0
    """Decibels at the centre."""
    q: float = 0.8
    """Width: centre over bandwidth."""

    def sections(self) -> Sections:
        return cookbook.peak(self.centre, self.gain, self.q)


def filtered(sound: Sound, filters: Sequence[Filter]) -> Iterator[Samples]:
    """Yield *sound* in order, in stretches, through all *filters*; its length is unchanged."""
    bank = Bank(filters)
    for block in blocks(sound):
        samples = samples_of(block)
        yield bank.next(samples)[0].reshape(-1)[: len(samples)] if filters else samples
