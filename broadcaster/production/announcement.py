"""
An announcement: one short sound for a takeover, said as often as it was asked for, finished as any programme is.

In: what is to be heard once. Out: a FLAC file, its hash and length. No MP3 and no cue sheet: it has to be quick.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.storage import file_hash, replacing
from broadcaster.core.units import Seconds, frames
from broadcaster.mixing import wavfile
from broadcaster.mixing.loudness import integrated
from broadcaster.mixing.master import MasterOptions, master
from broadcaster.mixing.siren import siren

PAUSE = 1.0
"""Seconds of silence before it is said again: longer than the echo between horns."""

_LEVEL = -20.0  # LUFS at which the tone and the words meet before mastering


@dataclass(frozen=True)
class Announcement:
    """A finished announcement on the disk."""

    path: Path
    hash: str
    """SHA-256 of the file's bytes, 64 hex digits."""
    frames: int
    """Length in frames of house rate."""

    @property
    def seconds(self) -> Seconds:
        """Length."""
        return Seconds(self.frames / frames(1.0))


def announce(path: Path, sound: Audio, *, times: int, alarm: bool, options: MasterOptions) -> Announcement:
    """
    Write *sound* to *path*, ready for air.

    Args:
        path: Of the FLAC file; there whole or not at all.
        sound: What is heard once, in the house format.
        times: How often.
        alarm: Whether the emergency tone comes first.
        options: How it is mastered.
    """
    pause = silence(frames(PAUSE))
    pieces = [_levelled(siren()), pause] if alarm else []
    for index in range(times):
        pieces += [pause, _levelled(sound)] if index else [_levelled(sound)]
    finished = master(join(pieces), options)
    with replacing(path, suffix=".flac") as temporary:
        wavfile.write_flac(temporary, finished.blocks())
    return Announcement(path, file_hash(path), finished.frames)


def _levelled(sound: Audio) -> Audio:
    measured = integrated(sound)
    return sound.gained(_LEVEL - measured) if math.isfinite(measured) else sound
