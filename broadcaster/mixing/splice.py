"""Finished parts → the two files of a programme: FLAC for air, MP3 for people, sample for sample the same length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from broadcaster.core.errors import AudioError
from broadcaster.core.units import Dbtp, Lufs
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.loudness import gated
from broadcaster.mixing.mp3 import write_joined
from broadcaster.mixing.parts import FinishedPart
from broadcaster.mixing.sound import blocks
from broadcaster.mixing.wavfile import write_flac


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
    Write *parts*, one directly after another, to *flac* and *mp3*; each file is there whole or not at all.

    Only the FLAC is packed anew; the MP3's frames are copied.

    Args:
        parts: In order, at least one, all at one bitrate.
        flac: For air.
        mp3: For people.
        tags: What players show.

    Raises:
        AudioError: There is no part, or a part's file has gone or a file cannot be written.
    """
    if not parts:
        raise AudioError("Chương trình không có phần nào để ghép. → Xem lại khuôn chương trình và các bài đã duyệt.")
    write_flac(flac, (block for part in parts for block in blocks(part.sound())))
    write_joined(mp3, parts, tags=tags)
    *starts, length = accumulate((part.samples for part in parts), initial=0)
    loudness = gated(np.array([mean for part in parts for mean in part.means]))
    return Splice(tuple(starts), length, loudness, Dbtp(max(part.peak for part in parts)))
