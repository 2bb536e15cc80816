"""
Finished parts, kept: what was mastered and encoded once is joined into every programme that has it.

A part is a stretch of a programme between two silences, on the grid of MP3 frames. Finishing it is a function of
values, so any executor may run it, and the bytes are the same wherever it runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from broadcaster.core.storage import file_hash, text_hash, write_file, write_text
from broadcaster.mixing.lame import encode
from broadcaster.mixing.master import MasterOptions, master
from broadcaster.mixing.sound import FileSound, Sound
from broadcaster.mixing.wavfile import write_wav

_REVISION: Final = 1
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


@dataclass(frozen=True)
class FinishedPart:
    """A part as it will be heard, in two files."""

    folder: Path
    key: str
    samples: int
    """Length in frames."""
    bitrate: int
    """Of the MP3, kilobits a second."""
    means: tuple[float, ...]
    """K-weighted mean square of each 100 ms, from which the loudness of a whole programme follows."""
    peak: float
    """True peak, dBTP."""

    @property
    def wave(self) -> Path:
        """The sound, 16-bit WAV: read back faster than it could be unpacked."""
        return self.folder / f"{self.key}.wav"

    @property
    def mp3(self) -> Path:
        """The MP3's frames alone."""
        return self.folder / f"{self.key}.frames"

    @property
    def frames(self) -> bytes:
        """The MP3's frames, read now."""
        return self.mp3.read_bytes()

    def sound(self) -> FileSound:
        """Return the sound, to be read a stretch at a time."""
        return FileSound.of(self.wave)


class PartStore:
    """A folder of finished parts. Anybody may write at once: a part is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> FinishedPart | None:
        """Return the part kept under *key*; nothing where there is none or its files are not as they were written."""
        try:
            record = json.loads(self._record(key).read_text(encoding="utf-8"))
            means, peak = tuple(map(float, record["means"])), float(record["peak"])
            part = FinishedPart(self.folder, key, int(record["samples"]), int(record["bitrate"]), means, peak)
            if (file_hash(part.wave), file_hash(part.mp3)) != (record["wave"], record["mp3"]):
                return None
            self._record(key).touch()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return part

    def finish(self, key: str, sound: Sound, finish: Finish) -> FinishedPart:
        """
        Master and encode *sound*, keep it under *key* and return it.

        Args:
            key: ``finish.key`` of what it is made of.
            sound: Between ``JOINT`` frames of silence and whole MP3 frames long, as ``montage.jointed`` makes it.
            finish: How.

        Raises:
            AudioError: No such bitrate, or the files cannot be written.
        """
        mastered = master(sound, finish.mastering)
        means = tuple(float(f"{mean:.6g}") for mean in mastered.curve.means())
        part = FinishedPart(self.folder, key, sound.frames, finish.bitrate, means, mastered.peak)
        write_wav(part.wave, mastered.blocks())
        encoded = encode(part.sound(), bitrate=finish.bitrate, ceiling=finish.mastering.ceiling)
        write_file(part.mp3, encoded.frames)
        record = {name: getattr(part, name) for name in ("samples", "bitrate", "means", "peak")}
        record |= {"wave": file_hash(part.wave), "mp3": file_hash(part.mp3)}
        write_text(self._record(key), json.dumps(record))
        return part

    def prune(self, most_bytes: int) -> None:
        """Remove the parts that were not wanted for longest, until the rest takes up at most *most_bytes*."""
        kept: dict[str, list[Path]] = {}
        for path in self.folder.glob("*.*"):
            kept.setdefault(path.stem, []).append(path)
        taken = 0
        for files in sorted(kept.values(), key=_wanted, reverse=True):
            taken += sum(_size(path) for path in files)
            if taken > most_bytes:
                for path in files:
                    path.unlink(missing_ok=True)

    def _record(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def _wanted(files: Iterable[Path]) -> float:
    """Return when one of *files* was last touched, seconds since the epoch."""
    return max(path.stat().st_mtime if path.exists() else 0.0 for path in files)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
