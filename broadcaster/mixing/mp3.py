"""MP3 files: encoded parts joined frame by frame, with a label and a first frame that tells where the sound begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from broadcaster.core.units import MP3_FRAME
from broadcaster.mixing.id3 import Tags, id3
from broadcaster.mixing.infotag import frame_bytes, frames_for, info_frame

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
