"""
One finished part in one file: a zip without compression that holds its FLAC and MP3 frames and its measures.

The file is there whole or not at all, and zip's own checksums tell a damaged one.
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from broadcaster.core.errors import PartGoneError
from broadcaster.core.storage import replacing
from broadcaster.core.units import MP3_FRAME
from broadcaster.mixing.envelope import Span
from broadcaster.mixing.flac import Frames, numbered

ENDING: Final = ".part"
MEASURE: Final = 4
"""Milliseconds of one measure: parts are whole MP3 frames of 24 ms long, and loudness is measured every 100 ms."""

_READ: Final = 8192
"""FLAC frames read at once."""
_DAMAGE = (
    *(OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError),
    *(struct.error, zlib.error, zipfile.BadZipFile),
)
"""What comes of a file that is not as it was written: one bit makes zipfile ask for a password (RuntimeError)."""


@dataclass(frozen=True)
class FinishedPart:
    """A part as it will be heard."""

    path: Path
    """Its file."""
    samples: int
    """Length in frames."""
    bitrate: int
    """Of the MP3, kilobits a second."""
    peak: float
    """True peak, dBTP."""
    marks: tuple[Span, ...]
    """Where in it the sounds lie that it is made of."""

    @property
    def key(self) -> str:
        """What it is kept under."""
        return self.path.stem

    @property
    def frames(self) -> bytes:
        """The MP3's frames, read now."""
        with self._opened() as archive:
            return archive.read("mp3")

    @property
    def energies(self) -> npt.NDArray[np.float32]:
        """K-weighted mean square of each ``MEASURE``, from which the loudness of a whole programme follows."""
        with self._opened() as archive:
            return np.frombuffer(archive.read("energies"), np.float32)

    def flac(self, first: int) -> Iterator[bytes]:
        """Yield the FLAC's frames, the first of them as number *first* of its stream; a stretch at a time."""
        with self._opened() as archive, archive.open("flac") as stream:
            sizes = np.frombuffer(archive.read("sizes"), np.uint16)
            for start in range(0, len(sizes), _READ):
                some = sizes[start : start + _READ]
                yield numbered(Frames(stream.read(int(some.sum(dtype=np.int64))), some), first + start)

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                yield archive
        except _DAMAGE as error:
            raise PartGoneError(
                f"Đoạn làm sẵn {self.path} vừa mất hoặc hỏng trong lúc ghép. → Dựng lại chương trình."
            ) from error


@dataclass(frozen=True, eq=False)
class Contents:
    """What goes into the file besides the FLAC's frames."""

    samples: int
    bitrate: int
    peak: float
    marks: tuple[Span, ...]
    energies: npt.NDArray[np.float32]
    mp3: bytes


def write(path: Path, contents: Contents, flac: Iterator[Frames]) -> FinishedPart:
    """Write a part to *path*, the same bytes for the same part, and return it."""
    sizes = [np.zeros(0, np.uint16)]
    facts = {"samples": contents.samples, "bitrate": contents.bitrate, "peak": contents.peak}
    marks = [[mark.start, mark.stop] for mark in contents.marks]
    with replacing(path, durable=False) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        with archive.open(zipfile.ZipInfo("flac"), "w", force_zip64=True) as stream:
            for frames in flac:
                stream.write(frames.data)
                sizes.append(frames.sizes)
        archive.writestr(zipfile.ZipInfo("sizes"), np.concatenate(sizes).tobytes())
        archive.writestr(zipfile.ZipInfo("mp3"), contents.mp3)
        archive.writestr(zipfile.ZipInfo("energies"), contents.energies.tobytes())
        archive.writestr(zipfile.ZipInfo("facts"), json.dumps(facts | {"marks": marks}))
    return FinishedPart(path, contents.samples, contents.bitrate, contents.peak, contents.marks)


def read(path: Path) -> FinishedPart | None:
    """Return the part in *path*; None where there is no file, or one that is not as it was written."""
    try:
        with zipfile.ZipFile(path) as archive:
            facts: dict[str, Any] = json.loads(archive.read("facts"))
            if archive.testzip() is not None or archive.getinfo("sizes").file_size != facts["samples"] // MP3_FRAME * 2:
                return None
        marks = tuple(Span(int(start), int(stop)) for start, stop in facts["marks"])
        return FinishedPart(path, int(facts["samples"]), int(facts["bitrate"]), float(facts["peak"]), marks)
    except _DAMAGE:
        return None
