"""MP3 files: encoded parts joined frame by frame, with a label and a first frame that tells where the sound begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from broadcaster.core.storage import replacing
from broadcaster.core.units import MP3_FRAME
from broadcaster.mixing.id3 import Tags, id3
from broadcaster.mixing.infotag import frame_bytes, frames_for, info_frame
from broadcaster.mixing.lame import encode
from broadcaster.mixing.sound import Sound

_UNTAGGED: Final = Tags()


class Encoded(Protocol):
    """Encoded sound, in memory or in a file."""

    @property
    def frames(self) -> bytes:
        """Frames of equal size, without tags."""
        ...

    @property
    def samples(self) -> int:
        """Length of the sound."""
        ...

    @property
    def bitrate(self) -> int:
        """Kilobits a second."""
        ...


def write_mp3(path: Path, sound: Sound, *, bitrate: int = 96, tags: Tags = _UNTAGGED) -> None:
    """
    Write *sound* to *path* as MP3 with *tags*; the file is there whole or not at all.

    It decodes to the same loudness, under −1 dBTP, starts on its first sample and ends after its last.

    Args:
        path: The file.
        sound: A finished sound in the house format.
        bitrate: One of ``lame.BITRATES``.
        tags: What players show.

    Raises:
        AudioError: No such bitrate.
    """
    write_joined(path, [encode(sound, bitrate=bitrate)], tags=tags)


def write_joined(path: Path, parts: Sequence[Encoded], *, tags: Tags = _UNTAGGED) -> None:
    """
    Write encoded *parts* one after another to *path*, as one MP3 that starts on its first sample.

    Args:
        path: The file; it is there whole or not at all.
        parts: All at one bitrate. Each but the last is a whole number of MP3 frames long and ends with at
            least ``JOINT`` samples of digital silence.
        tags: What players show.

    Raises:
        ValueError: The parts cannot be joined.
    """
    if len({part.bitrate for part in parts}) != 1 or any(part.samples % MP3_FRAME for part in parts[:-1]):
        raise ValueError("parts of one MP3 share a bitrate and are whole frames long")
    bitrate = parts[0].bitrate
    samples = sum(part.samples for part in parts)
    frame_count = frames_for(samples)
    info = info_frame(
        parts[0].frames[:4],
        bitrate=bitrate,
        frame_count=frame_count,
        byte_count=frame_count * frame_bytes(bitrate),
        samples=samples,
    )
    with replacing(path, suffix=".mp3") as temporary, temporary.open("wb") as stream:
        stream.write(id3(tags) + info)
        for part in parts[:-1]:
            stream.write(part.frames[: part.samples // MP3_FRAME * frame_bytes(bitrate)])
        stream.write(parts[-1].frames)
