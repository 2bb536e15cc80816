"""
The first frame of an MP3: it says how many samples to throw away at the start and at the end.

An encoder needs a run-up, so a plain MP3 begins 1105 samples late and ends on a whole frame. With this tag
decoders start on the first sample and stop after the last.

Source: G. Bouvigne, "MP3 Info Tag revision 1", and the Xing header it extends; ISO/IEC 11172-3 for the frame.
"""

from __future__ import annotations

from typing import Final

from broadcaster.core.units import MP3_FRAME

ENCODER_DELAY: Final = 576
"""Samples of run-up that LAME puts before the first one."""

DECODER_DELAY: Final = 529
"""Samples by which every decoder is late by itself; decoders know and add it."""

DELAY: Final = ENCODER_DELAY + DECODER_DELAY
"""Samples by which the first one is late in the decoded frames."""

_SIDE_INFO: Final = 17
"""Bytes after the header of a frame of one channel (ISO/IEC 11172-3, 2.4.1.7)."""
_ALL_FIELDS: Final = 0b1111
"""Frame count, byte count, table of contents and quality are there."""
_CONSTANT_BITRATE: Final = 1
_UNTOUCHED_GAIN: Final = b"\x00" * 8
"""Peak and replay gains: none given."""


def info_frame(header: bytes, *, bitrate: int, frame_count: int, byte_count: int, samples: int) -> bytes:
    """
    Return the frame to put before the others.

    Args:
        header: The four bytes that every frame of the file begins with.
        bitrate: Kilobits a second, at least 64: the tag has to fit into one frame.
        frame_count: Frames of sound that follow.
        byte_count: Bytes of those frames.
        samples: Length of the sound.
    """
    size = frame_bytes(bitrate)
    padding = frame_count * MP3_FRAME - ENCODER_DELAY - samples
    contents = bytes(min(255, 256 * percent // 100) for percent in range(100))
    tag = b"".join(
        [
            header,
            bytes(_SIDE_INFO),
            b"Info",
            _ALL_FIELDS.to_bytes(4, "big"),
            frame_count.to_bytes(4, "big"),
            (byte_count + size).to_bytes(4, "big"),
            contents,
            (50).to_bytes(4, "big"),
            b"LAME3.100",
            bytes([_CONSTANT_BITRATE, 0]),
            _UNTOUCHED_GAIN,
            bytes([0, min(bitrate, 255)]),
            (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
            bytes(4),
            (byte_count + size).to_bytes(4, "big"),
            bytes(2),
        ]
    )
    return (tag + _crc16(tag).to_bytes(2, "big")).ljust(size, b"\x00")


def frames_for(samples: int) -> int:
    """Return the number of frames that *samples* and the run-up need."""
    return -(-(samples + DELAY) // MP3_FRAME)


def frame_bytes(bitrate: int) -> int:
    """Return the bytes of one frame at 48 kHz, where none needs padding (ISO/IEC 11172-3, 2.4.3.1)."""
    return 3 * bitrate


def _crc16(data: bytes) -> int:
    """CRC-16/ARC, as LAME computes it over the tag."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
