"""MP3 files: encoded parts joined frame by frame, with a label and a first frame that tells where the sound begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    data = joined([encode(sound, bitrate=bitrate)], tags=tags)
    with replacing(path, suffix=".mp3") as temporary, temporary.open("wb") as stream:
        stream.writelines(data)


def joined(parts: Sequence[Encoded], *, tags: Tags = _UNTAGGED) -> Iterator[bytes]:
    """
    Yield encoded *parts* one after another as one MP3 that starts on its first sample.

    Args:
        parts: All at one bitrate. Each but the last is a whole number of MP3 frames long and ends with at
            least ``JOINT`` samples of digital silence.
        tags: What players show.

    Raises:
        ValueError: The parts cannot be joined.
    """
    if len({part.bitrate for part in parts}) != 1 or any(part.samples % MP3_FRAME for part in parts[:-1]):
        raise ValueError("parts of one MP3 share a bitrate and are whole frames long")
    size = frame_bytes(parts[0].bitrate)
    samples = sum(part.samples for part in parts)
    count = frames_for(samples)
    for number, part in enumerate(parts):
        frames = part.frames
        if number == 0:
            facts = {"frame_count": count, "byte_count": count * size, "samples": samples}
            yield id3(tags) + info_frame(frames[:4], bitrate=part.bitrate, **facts)
        yield frames if number == len(parts) - 1 else frames[: part.samples // MP3_FRAME * size]
