"""
The instruments of our jingles: plucked zither, monochord, bamboo flute, woodblock and bell, as sums of sines.

Each turns notes into a wave at the house rate; the same notes give the same wave, always.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.signal import butter, fftconvolve, sosfiltfilt

from broadcaster.core.units import HOUSE_RATE, frames
from broadcaster.mixing.loudness import Wave

_TOP: Final = 10_000.0
"""Hertz; no partial lies higher, for no horn gives it back."""
_FASTER: Final = 0.28
"""How much faster each partial of a string dies away than the one below it."""
_SILENT: Final = 7.0
"""Times its own decay after which a partial is left out: 60 dB down."""


@dataclass(frozen=True)
class Note:
    """One note of a voice."""

    start: float
    """Seconds."""
    length: float
    """Seconds until it is let go."""
    pitch: float
    """Hertz."""
    strength: float = 1.0
    """Linear, 1.0 for a plain beat."""
    slide: float = 0.0
    """Semitones from which it is pressed up or down to its pitch (nhấn)."""


Voice = Callable[[Sequence[Note], int], Wave]
"""Notes and a number of frames → that many frames of sound; what rings on beyond is left out."""


def zither(notes: Sequence[Note], length: int) -> Wave:
    """Đàn tranh: steel strings plucked near the bridge, ringing on, long notes shaken by the left hand (rung)."""
    return _struck(notes, length, lambda note: _string(note, pluck=0.13, ring=1.5, shake=0.18, brightness=0.9))


def lute(notes: Sequence[Note], length: int) -> Wave:
    """Đàn nguyệt: soft strings plucked far from the bridge, round and short, out of the way of speech."""
    return _struck(notes, length, lambda note: _string(note, pluck=0.28, ring=0.9, shake=0.1, brightness=1.7))


def monochord(notes: Sequence[Note], length: int) -> Wave:
    """Đàn bầu: one string sounding in flageolets, few partials, wide slides and a slow deep shake."""
    return _struck(notes, length, lambda note: _string(note, pluck=0.5, ring=2.6, shake=0.35, brightness=1.9))


def flute(notes: Sequence[Note], length: int) -> Wave:
    """Sáo: one breath over all notes, each touched anew, with a little air in the tone."""
    time = np.arange(length) / HOUSE_RATE
    pitch, breath, shake = np.full(length, notes[0].pitch), np.zeros(length), np.zeros(length)
    for note in notes:
        start, stop = frames(note.start), min(length, frames(note.start + note.length))
        since = time[start:stop] - note.start
        pitch[start:] = note.pitch
        pitch[start:stop] *= 2 ** ((note.slide - 0.3) / 12 * np.exp(-since / 0.05))
        swell = 0.82 + 0.18 * np.sin(np.pi * since / note.length)
        breath[start:stop] = note.strength * swell * np.clip((note.length - since) / 0.05, 0, 1) ** 0.5
        shake[start:stop] = np.clip((since - 0.25) / 0.4, 0, 1)
    breath, pitch = _softened(breath, 0.045), np.exp(_softened(np.log(pitch), 0.03))
    wavering = np.sin(2 * np.pi * 5.1 * time) * _softened(shake, 0.05)
    phase = 2 * np.pi * np.cumsum(pitch * 2 ** (0.18 * wavering / 12)) / HOUSE_RATE
    tone = sum(height * np.sin(order * phase) for order, height in enumerate((1.0, 0.34, 0.2, 0.07, 0.04), start=1))
    air = _band(np.random.default_rng(1).standard_normal(length), 900.0, 4500.0)
    return np.asarray(breath * (1 + 0.06 * wavering) * (tone + 0.035 * air / air.std()))


def woodblock(notes: Sequence[Note], length: int) -> Wave:
    """Mõ: a short hollow knock."""

    def knock(note: Note) -> Wave:
        time = np.arange(frames(0.25)) / HOUSE_RATE
        phase = 2 * np.pi * note.pitch * (time + 0.004 * (1 - np.exp(-time / 0.01)))
        return np.asarray(np.sin(phase) * np.exp(-time / 0.028) + 0.4 * np.sin(2.63 * phase) * np.exp(-time / 0.012))

    return _struck(notes, length, knock)


def bell(notes: Sequence[Note], length: int) -> Wave:
    """Chuông: a small bronze bell, far away."""
    partials = ((1.0, 0.6, 1.6), (2.0, 1.0, 1.1), (2.41, 0.5, 0.8), (3.0, 0.45, 0.55), (4.5, 0.25, 0.3))

    def stroke(note: Note) -> Wave:
        time = np.arange(frames(4.0)) / HOUSE_RATE
        wave = np.zeros(len(time))
        for ratio, height, ring in partials:
            wave += height * np.sin(2 * np.pi * note.pitch * ratio * time) * np.exp(-time / ring)
        return wave

    return _struck(notes, length, stroke)


def room(length: float = 1.0) -> Wave:
    """Return the echo of a small hall that dies away within *length* seconds, without the direct sound."""
    time = np.arange(frames(length)) / HOUSE_RATE
    noise = _band(np.random.default_rng(2).standard_normal(len(time)), 300.0, 3500.0)
    echo = noise * np.exp(-6.9 * time / length) * np.clip((time - 0.012) / 0.02, 0, 1)
    return np.asarray(echo / np.sqrt(np.sum(echo**2)))


def _string(note: Note, *, pluck: float, ring: float, shake: float, brightness: float) -> Wave:
    """Sum the partials of one string, plucked at *pluck* of its length; *brightness* is how fast they weaken."""
    time = np.arange(frames(min(note.length + 1.5, 4.0))) / HOUSE_RATE
    held = np.clip((time - 0.2) / 0.3, 0, 1) * np.clip((note.length - 0.35) / 0.3, 0, 1)
    bend = note.slide * np.exp(-time / 0.07) + shake * held * np.sin(2 * np.pi * 5.4 * (time - 0.2))
    phase = 2 * np.pi * np.cumsum(note.pitch * 2 ** (bend / 12)) / HOUSE_RATE
    lasting = ring * (440.0 / note.pitch) ** 0.6
    wave = np.zeros(len(time))
    partial = np.exp(1j * phase - time / lasting)
    next_one = np.exp(1j * phase - _FASTER * time / lasting)
    for order in range(1, int(_TOP / note.pitch) + 1):
        heard = min(len(time), frames(_SILENT * lasting / (1 + _FASTER * (order - 1))))
        height = abs(np.sin(np.pi * order * pluck)) / order**brightness
        wave[:heard] += height * partial.imag[:heard]
        partial = partial[:heard] * next_one[:heard]
    wave *= np.clip(time / 0.002, 0, 1)
    return np.asarray(wave * np.clip((time[-1] - time) / 0.3, 0, 1))


def _struck(notes: Sequence[Note], length: int, sound: Callable[[Note], Wave]) -> Wave:
    wave = np.zeros(length)
    for note in notes:
        start = frames(note.start)
        ringing = note.strength * sound(note)[: max(0, length - start)]
        wave[start : start + len(ringing)] += ringing
    return wave


def _softened(curve: Wave, seconds: float) -> Wave:
    window = np.hanning(frames(seconds) + 2)[1:-1]
    padded = np.pad(curve, len(window) // 2, mode="edge")
    return np.asarray(fftconvolve(padded, window / window.sum(), mode="same")[len(window) // 2 :][: len(curve)])


def _band(wave: Wave, low: float, high: float) -> Wave:
    return np.asarray(sosfiltfilt(butter(2, [low, high], "bandpass", fs=HOUSE_RATE, output="sos"), wave))
