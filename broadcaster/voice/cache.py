"""
Spoken sentences kept by content, so that nothing is spoken twice.

In: words, engine, voice, delivery. Out: the sound, from disk or freshly spoken; always the very samples that
the file holds (16 bit), so that a render from a warm cache gives the same bytes as one from a cold cache.
Entries are ordinary FLAC files, named by their key and whole or absent; each carries a digest of its samples.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import soundfile

from broadcaster.core.audio import Audio
from broadcaster.core.storage import replacing, text_hash
from broadcaster.voice.engine import Delivery, Engine

_FORMAT = 1
"""Raised when the way entries are made or read changes; older entries are then left for pruning."""
_ABANDONED = 3600
"""Seconds after which a half-written file belongs to nobody; writing one takes far less than one."""
_FULL_SCALE = 32768


@dataclass(frozen=True)
class CacheStats:
    """What a cache did since it was opened."""

    hits: int = 0
    """Sentences found on disk."""
    misses: int = 0
    """Sentences that were not there."""
    made: int = 0
    """Sentences spoken, and kept where the disk took them."""
    mended: int = 0
    """Misses whose entry was there, but damaged; such an entry is replaced by the next that is made."""
    unkept: int = 0
    """Sentences made that the disk did not take: full, or not writable. They will be spoken again."""


@dataclass(frozen=True)
class Pruned:
    """What pruning did."""

    files: int
    """Files taken out."""
    freed: int
    """Their bytes."""
    left: int
    """Bytes of the entries that stay."""


@dataclass(frozen=True)
class _File:
    path: Path
    size: int
    used: float
    """Seconds since the epoch."""


class SpeechCache:
    """A folder of spoken sentences; any number of threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._stats = CacheStats()

    @property
    def stats(self) -> CacheStats:
        """How often it helped."""
        return self._stats

    def key(self, words: str, engine: Engine, voice: str, delivery: Delivery) -> str:
        """Return the 64 hex digits that stand for everything the sound depends on."""
        version = f"{engine.version} {engine.fingerprint(voice)}"
        parts = [words, engine.name, version, voice, asdict(delivery), _FORMAT]
        return text_hash(json.dumps(parts, ensure_ascii=False, sort_keys=True))

    def path(self, key: str) -> Path:
        """Return where the entry of *key* lies, or would lie."""
        return self._folder / f"{key}.flac"

    def get(self, words: str, engine: Engine, voice: str, delivery: Delivery) -> Audio | None:
        """Return the sound that is kept; None if there is none, or only a damaged one. Nobody speaks."""
        path = self.path(self.key(words, engine, voice, delivery))
        found = _read(path)
        if found is None:
            self._count("misses", *(["mended"] if path.exists() else []))
            return None
        self._count("hits")
        with contextlib.suppress(OSError):  # a folder that may only be read still serves
            os.utime(path)
        return found

    def make(self, words: str, engine: Engine, voice: str, delivery: Delivery) -> Audio:
        """
        Return *words* freshly spoken, and keep them.

        Two callers who make the same put it down one after the other. Where the disk does not take it, the
        sound is returned all the same.

        Raises:
            VoiceError: As :meth:`Engine.speak`.
        """
        return self.keep(engine.speak(words, voice, delivery), words, engine, voice, delivery)

    def keep(self, spoken: Audio, words: str, engine: Engine, voice: str, delivery: Delivery) -> Audio:
        """Put down *spoken*, which is how *voice* says *words*; return it as :meth:`make` does."""
        samples, rate = _quantised(spoken)
        self._count("made")
        try:
            _write(self.path(self.key(words, engine, voice, delivery)), samples, rate)
        except (OSError, soundfile.SoundFileError):
            self._count("unkept")
        return _audio(samples, rate)

    def prune(self, *, limit: int, keep: Collection[str], now: datetime) -> Pruned:
        """
        Take out what was used longest ago until the rest fits; also what a killed process left half-written.

        Args:
            limit: Bytes that may stay. Entries of *keep* stay even if they alone are more.
            keep: Keys that are needed soon, as :meth:`key` gives them.
            now: The instant, aware, by the clock that sets the times of files.
        """
        entries = sorted(_files(self._folder, "*.flac"), key=lambda entry: (entry.used, entry.path))
        size = sum(entry.size for entry in entries)
        gone = [
            entry
            for entry in _files(self._folder, ".*.tmp")
            if entry.used < now.timestamp() - _ABANDONED and _removed(entry.path)
        ]
        for entry in entries:
            if size <= limit:
                break
            if entry.path.stem not in keep and _removed(entry.path):
                gone.append(entry)
                size -= entry.size
        return Pruned(len(gone), sum(entry.size for entry in gone), size)

    def _count(self, *events: str) -> None:
        with self._lock:
            self._stats = replace(self._stats, **{event: getattr(self._stats, event) + 1 for event in events})


def _files(folder: Path, pattern: str) -> list[_File]:
    found = []
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):  # another process may have taken it out
            state = path.stat()
            found.append(_File(path, state.st_size, state.st_mtime))
    return found


def _removed(path: Path) -> bool:
    """Take *path* out; return whether that worked: on Windows a file being read stays."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _quantised(audio: Audio) -> tuple[npt.NDArray[np.int16], int]:
    scaled = np.rint(audio.samples * np.float32(_FULL_SCALE))
    return np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16), audio.rate


def _audio(samples: npt.NDArray[np.int16], rate: int) -> Audio:
    return Audio(samples.astype(np.float32) / np.float32(_FULL_SCALE), rate)


def _digest(samples: npt.NDArray[np.int16], rate: int) -> str:
    digest = hashlib.sha256(f"{rate} {samples.shape} ".encode())
    digest.update(samples.astype("<i2").tobytes())
    return digest.hexdigest()


def _write(path: Path, samples: npt.NDArray[np.int16], rate: int) -> None:
    channels = samples.shape[1]
    with replacing(path) as temporary, soundfile.SoundFile(temporary, "w", rate, channels, format="FLAC") as stream:
        stream.comment = _digest(samples, rate)
        stream.write(samples)


def _read(path: Path) -> Audio | None:
    """Return the entry at *path*, None if it is missing or damaged."""
    try:
        with soundfile.SoundFile(path) as stream:
            comment, rate = stream.comment, stream.samplerate
            samples = stream.read(dtype="int16", always_2d=True)
    except (OSError, soundfile.SoundFileError):
        return None
    return _audio(samples, rate) if comment == _digest(samples, rate) else None
