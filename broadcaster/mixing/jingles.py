"""
The station's own music: signature tune, sting, bed and closing music, composed here and played by ``instruments``.

All four stand in the northern mode (điệu Bắc) on G: hò G, xự A, xang C, xê D, cống E. They lie between 200 and
2000 Hz, where a street horn sounds best. The music is original and free to use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from scipy.signal import fftconvolve

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE, frames
from broadcaster.mixing.instruments import Note, Voice, bell, flute, lute, monochord, room, woodblock, zither
from broadcaster.mixing.loudness import Wave
from broadcaster.mixing.master import Chain, MasterOptions, master
from broadcaster.mixing.wavfile import write_flac

LEVEL: Final = -16.0
"""Integrated loudness of each jingle, LUFS: that of finished speech."""

_SEMITONES: Final = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}


@dataclass(frozen=True)
class Part:
    """What one instrument plays."""

    voice: Voice
    score: str
    """Words ``pitch:beats``, such as ``D5:1``; ``-:1`` rests, ``/`` slides up to a note, ``\\`` down, ``>`` stresses,
    ``(`` plays softly. A bar line ``|`` is for the reader."""
    level: float = 1.0
    """Linear, against the other parts."""


@dataclass(frozen=True)
class Piece:
    """A jingle as it is composed."""

    tempo: float
    """Beats a minute."""
    beats: float
    """Length in beats; a loop goes round after them."""
    parts: tuple[Part, ...]
    fade: float = 0.0
    """Seconds over which the end dies away; nothing is faded in a loop."""

    @property
    def loops(self) -> bool:
        """Whether its end runs into its beginning."""
        return self.fade == 0


def _sweep(notes: str, beats: float) -> str:
    """Return a score for the stroke over all strings that a đàn tranh opens with (á)."""
    words = notes.split()
    return " ".join(f"({note}:{beats / len(words):.5f}" for note in words)


_UP: Final = "G4 A4 C5 D5 E5 G5 A5 C6"
_DOWN: Final = "E6 D6 C6 A5 G5 E5 D5 C5 A4 G4"

SIGNATURE: Final = Piece(
    tempo=108,
    beats=26,
    fade=2.0,
    parts=(
        Part(
            zither,
            f"{_sweep(_UP, 1)} | >D6:1 /D5:1 E5:.5 D5:.5 C5:1 | A4:.5 C5:.5 D5:1 /G5:1.5 E5:.5 |"
            "  A5:1 G5:.5 E5:.5 D5:1 E5:.5 D5:.5 | C5:.5 D5:.5 /E5:1 D5:.5 C5:.5 A4:1 |"
            f"  >/G5:.5 E5:.5 D5:.5 C5:.5 D5:.5 A4:.5 >G4:1 | {_sweep('G4 D5 G5 A5 D6 G6', 0.6)} G5:4",
        ),
        Part(flute, "-:9 | A5:1 G5:.5 E5:.5 /D5:2 | C5:.5 D5:.5 E5:1 D5:1 A4:1 | G5:2 D5:1.5 -:1.1 G5:3.6", 0.30),
        Part(
            zither,
            "-:1 | G3:2 D4:2 | G3:2 C4:2 | A3:2 D4:2 | C4:2 A3:2 | G3:1 C4:1 D4:2 | -:.6 G3:4",
            0.55,
        ),
        Part(
            woodblock,
            "-:1 | >E6:1 (E6:1 C6:.5 C6:.5 (E6:1 | >E6:1 (E6:1 C6:.5 C6:.5 (E6:1 | >E6:1 (E6:1 C6:.5 C6:.5 (E6:1 |"
            " >E6:1 (E6:1 C6:.5 C6:.5 (E6:1 | E6:.5 (E6:.5 C6:.5 (C6:.5 E6:1 >C6:1",
            0.16,
        ),
        Part(bell, "-:1 | G4:20.6 | G4:4", 0.10),
    ),
)

STING: Final = Piece(
    tempo=120,
    beats=3.3,
    fade=0.7,
    parts=(
        Part(zither, ">D5:.25 G5:.25 A5:.25 >/D6:2"),
        Part(zither, "G4:.75 (D5:0.03 (G5:2", 0.6),
        Part(woodblock, "E6:.25 (E6:.5 >C6:1", 0.14),
    ),
)

BED: Final = Piece(
    tempo=72,
    beats=48,
    parts=(
        Part(
            lute,
            "G3:1 D4:.5 G4:.5 A4:1 (D4:1 | C4:1 G4:.5 A4:.5 C5:1 (G4:1 | A3:1 E4:.5 A4:.5 C5:1 (E4:1 |"
            " D4:1 A4:.5 D5:.5 C5:1 (A4:1 | G3:1 D4:.5 G4:.5 D5:1 (G4:1 | E4:1 G4:.5 C5:.5 E5:1 (C5:1 |"
            " A3:1 E4:.5 G4:.5 C5:1 (A4:1 | D4:1 G4:.5 A4:.5 D5:1 (A4:1 | C4:1 G4:.5 C5:.5 D5:1 (G4:1 |"
            " E4:1 A4:.5 C5:.5 E5:1 (A4:1 | D4:1 A4:.5 C5:.5 A4:1 (D4:1 | G3:1 D4:.5 A4:.5 G4:1 (D4:1",
            0.8,
        ),
        Part(
            monochord,
            "-:4 | -:2 /G4:2 | A4:3 -:1 | /D5:3 C5:1 | A4:3 -:1 | -:2 /C5:1 D5:1 | /E5:3 -:1 | D5:2 C5:1 A4:1 |"
            " /G4:4 | -:2 A4:1 C5:1 | /D5:2 C5:1 A4:1 | /G4:3 -:1",
            0.42,
        ),
        Part(woodblock, "-:3 (E6:1 " * 12, 0.05),
    ),
)

CLOSING: Final = Piece(
    tempo=88,
    beats=21,
    fade=3.0,
    parts=(
        Part(
            zither,
            "G4:.5 A4:.5 C5:1 /D5:1.5 E5:.5 | D5:.5 C5:.5 A4:1 C5:1 D5:1 | /E5:1 D5:.5 C5:.5 A4:.5 C5:.5 /D5:1 |"
            f" C5:.5 A4:.5 >/G4:1.4 {_sweep(_DOWN, 0.8)} {_sweep('G3 D4 G4 A4 D5', 0.6)} >G5:4",
        ),
        Part(flute, "-:4 | /D5:1.5 C5:.5 A4:1 C5:1 | /E5:2 D5:1 A4:1 | C5:.5 A4:.5 /G4:2 -:.8 G5:3.6", 0.30),
        Part(zither, "G3:2 D4:2 | C4:2 A3:2 | E4:2 D4:2 | A3:1 D4:1.4 -:.8 -:.6 G3:4", 0.5),
        Part(bell, "G4:15.8 | G4:4", 0.10),
    ),
)

PIECES: Final = {"nhac-hieu": SIGNATURE, "nhac-cat": STING, "nhac-nen": BED, "nhac-chao-het": CLOSING}
"""File name without its ending → the piece."""


def play(piece: Piece) -> Audio:
    """Return *piece* as sound at house level; a loop's end fits its beginning to the sample."""
    length = frames(piece.beats * 60 / piece.tempo)
    ringing = length + frames(8.0) if piece.loops else length
    dry = sum((part.level * part.voice(_notes(part.score, piece.tempo), ringing) for part in piece.parts), np.zeros(1))
    wet = dry + 0.22 * fftconvolve(dry, room())[: len(dry)]
    wave = _round(wet, length) if piece.loops else wet * _dying(length, frames(piece.fade))
    sound = Audio((wave / np.abs(wave).max()).astype(np.float32)[:, None], HOUSE_RATE)
    return _at_level(sound)


def make_all(folder: Path) -> list[Path]:
    """Write all jingles into *folder* as FLAC, each whole or not at all, and return their paths."""
    paths = []
    for name, piece in PIECES.items():
        paths.append(folder / f"{name}.flac")
        write_flac(paths[-1], play(piece))
    return paths


def _at_level(sound: Audio) -> Audio:
    return master(sound, MasterOptions(target=LEVEL, headroom=0.0, chain=Chain())).audio()


def _notes(score: str, tempo: float) -> Sequence[Note]:
    notes, at, beat = [], 0.0, 60 / tempo
    for word in score.replace("|", " ").split():
        sign, _, beats = word.partition(":")
        length = float(beats) * beat
        name = sign.lstrip("/\\>(")
        if name != "-":
            note = Note(at, length, _pitch(name), 0.55 if "(" in sign else 0.8)
            note = replace(note, strength=1.0) if ">" in sign else note
            note = replace(note, slide=-2.0) if "/" in sign else note
            notes.append(replace(note, slide=2.0) if "\\" in sign else note)
        at += length
    return notes


def _pitch(name: str) -> float:
    """Return the frequency of a note such as ``A4``, Hertz."""
    return float(440.0 * 2 ** (_SEMITONES[name[0]] / 12 + int(name[1:]) - 4))


def _round(wave: Wave, length: int) -> Wave:
    """Lay what rings on beyond the end of a loop over its beginning."""
    turned = np.zeros(length)
    for start in range(0, len(wave), length):
        stretch = wave[start : start + length]
        turned[: len(stretch)] += stretch
    return turned


def _dying(length: int, fade: int) -> Wave:
    rest = np.clip((length - 1 - np.arange(length)) / fade, 0, 1)
    return np.asarray(np.sin(np.pi / 2 * rest) ** 2)
