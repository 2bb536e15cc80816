"""
Finished parts, kept: what was mastered and encoded once is joined into every programme that has it.

A part is a stretch of a programme between two silences, on the grid of MP3 frames. Finishing it is a function of
values, so any executor may run it, and the bytes are the same wherever it runs.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from broadcaster.core.storage import scratch, text_hash
from broadcaster.mixing import flac, partfile
from broadcaster.mixing.envelope import Span
from broadcaster.mixing.lame import encode
from broadcaster.mixing.master import HELD, Mastered, MasterOptions, master
from broadcaster.mixing.partfile import ENDING, MEASURE, Contents, FinishedPart
from broadcaster.mixing.sound import BLOCK, FileSound, Sound, blocks
from broadcaster.mixing.wavfile import pcm16, write_wav

_PAUSE: Final = 3
"""Steps of 100 ms of silence on either side of a part: as much as a window that loudness is measured in can see."""
_PACKED: Final = 8 * BLOCK
"""Frames given to the FLAC encoder at once; to begin anew costs it more than the room they take."""
_REVISION: Final = 3
"""Raised when the same sound comes out otherwise than before, so that kept parts are made again."""


@dataclass(frozen=True)
class Finish:
    """How parts are finished."""

    mastering: MasterOptions
    bitrate: int = 96
    """Of the MP3, kilobits a second."""

    def key(self, *facts: str) -> str:
        """Return the name under which a part is kept that is made of *facts*: hashes of words, voices, music."""
        return text_hash("\n".join([str(_REVISION), repr(self), *facts]))


class PartStore:
    """A folder of finished parts. Anybody may write at once: a part is there whole or not at all."""

    def __init__(self, folder: Path, *, held: int = HELD) -> None:
        """
        Set up.

        Args:
            folder: Made with the first part.
            held: Frames up to which a finished sound is held in memory while it is encoded.
        """
        self.folder = folder
        self._longest_held = held

    def find(self, key: str) -> FinishedPart | None:
        """Return the part kept under *key*; nothing where there is none or its file is not as it was written."""
        part = partfile.read(self._path(key))
        if part is not None:
            with contextlib.suppress(OSError):  # a folder that may only be read still serves
                os.utime(part.path)
        return part

    def finish(self, key: str, sound: Sound, finish: Finish, marks: Iterable[Span] = ()) -> FinishedPart:
        """
        Master and encode *sound*, keep it under *key* and return it.

        Args:
            key: ``finish.key`` of what it is made of.
            sound: Between ``JOINT`` frames of silence and whole MP3 frames long, as ``montage.jointed`` makes it.
            finish: How.
            marks: Where in *sound* the sounds lie that it is made of.

        Raises:
            AudioError: No such bitrate, or the file cannot be written.
        """
        mastered = master(sound, finish.mastering, quiet=_PAUSE)
        with self._held(key, mastered) as finished:
            mp3 = encode(finished, bitrate=finish.bitrate, ceiling=finish.mastering.ceiling).frames
            energies = mastered.curve.energies(MEASURE).astype(np.float32)
            contents = Contents(sound.frames, finish.bitrate, mastered.peak, tuple(marks), energies, mp3)
            packed = (flac.packed(pcm16(block)[:, 0]) for block in blocks(finished, _PACKED))
            return partfile.write(self._path(key), contents, packed)

    @contextmanager
    def _held(self, key: str, mastered: Mastered) -> Iterator[Sound]:
        """Give the finished sound, to be read more than once: in memory, or what is too long for that in a file."""
        if mastered.frames <= self._longest_held:
            yield mastered.audio()
            return
        with scratch(self._path(key), suffix=".wav") as path:
            write_wav(path, mastered.blocks())
            yield FileSound.of(path)

    def prune(self, most_bytes: int) -> None:
        """Remove the parts that were not wanted for longest, until the rest takes up at most *most_bytes*."""
        taken = 0
        for path in sorted(self.folder.glob(f"*{ENDING}"), key=_wanted, reverse=True):
            with contextlib.suppress(OSError):
                taken += path.stat().st_size
                if taken > most_bytes:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{ENDING}"


def _wanted(path: Path) -> float:
    """Return when a part was last wanted, seconds since the epoch."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
