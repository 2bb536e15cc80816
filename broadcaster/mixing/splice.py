"""Finished parts → the two files of a programme: FLAC for air, MP3 for people, sample for sample the same length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from broadcaster.core.errors import AudioError
from broadcaster.core.units import MP3_FRAME, Dbtp, Lufs
from broadcaster.mixing.flac import opening
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.loudness import STEPS_PER_HOP, gated, hops
from broadcaster.mixing.mp3 import joined
from broadcaster.mixing.partfile import MEASURE, FinishedPart


@dataclass(frozen=True)
class Splice:
    """What joined parts came to."""

    starts: tuple[int, ...]
    """Frame at which each part begins."""
    frames: int
    """Length in frames."""
    loudness: Lufs
    """Integrated, over the whole."""
    peak: Dbtp
    """True peak."""


def splice(parts: Sequence[FinishedPart], *, flac: Path, mp3: Path, tags: Tags) -> Splice:
    """
    Write *parts*, one directly after another, to *flac* and *mp3*.

    Nothing is packed or encoded: the frames of both are copied.

    Args:
        parts: In order, at least one, all at one bitrate.
        flac: For air.
        mp3: For people.
        tags: What players show.

    Raises:
        AudioError: There is no part.
        PartGoneError: The file of one has gone, or was damaged since.
        OSError: A file cannot be written.
    """
    if not parts:
        raise AudioError("Chương trình không có phần nào để ghép. → Xem lại khuôn chương trình và các bài đã duyệt.")
    *starts, length = accumulate((part.samples for part in parts), initial=0)
    day = f"{tags.date:%Y-%m-%d}" if tags.date else ""
    with flac.open("wb") as stream:
        stream.write(opening(length, TITLE=tags.title, ARTIST=tags.station, DATE=day))
        for part, start in zip(parts, starts, strict=True):
            stream.writelines(part.flac(start // MP3_FRAME))
    with mp3.open("wb") as stream:
        stream.writelines(joined(parts, tags=tags))
    means = hops(np.concatenate([part.energies for part in parts]), STEPS_PER_HOP // MEASURE)
    return Splice(tuple(starts), length, gated(means), Dbtp(max(part.peak for part in parts)))
