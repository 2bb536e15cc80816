"""
FLAC frame by frame: sound packed into frames that know no number yet, and such frames joined into one stream.

A frame of FLAC depends on no other: only its header counts it, and two checksums cover that header. So what was
packed once is joined into every programme that has it, and nothing is packed twice. Frames here are 1152 samples
long, as those of MP3 are; without header and number, each ends with the checksum of what is left of it.

Source: RFC 9639, sections 8 (metadata) and 9.1 (frame header), 9.3 (frame footer).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile

from broadcaster.core.errors import AudioError
from broadcaster.core.install import pip_line
from broadcaster.core.units import HOUSE_CHANNELS, HOUSE_RATE, MP3_FRAME

Words = npt.NDArray[np.uint16]

MOST_BYTES: Final = 2 * MP3_FRAME + 64
"""No frame is longer: at the worst it holds the samples as they are."""

_PACKING: Final = 0.25
"""Effort of the encoder, 0 to 1, at which libFLAC cuts frames of 1152; more took longer and gained less than 5 %."""
_START: Final = b"\xff\xf8\x3a\x08"
"""Every header's first bytes: frames of one size, 1152 samples, 48 kHz, one channel, 16 bits."""
_LIMITS: Final = (0x80, 0x800, 0x10000, 0x200000, 0x4000000, 0x80000000)
"""Numbers from which a header is one byte longer."""


@dataclass(frozen=True, eq=False)
class Frames:
    """Packed sound without numbers."""

    data: bytes
    """Frame after frame: what a FLAC frame has between its header and its footer, and the CRC-16 of that."""
    sizes: Words
    """Bytes of each."""


def packed(pcm: npt.NDArray[np.int16]) -> Frames:
    """
    Return *pcm*, samples of one channel, as frames.

    Args:
        pcm: A whole number of frames.

    Raises:
        AudioError: The encoder did not do as asked.
    """
    stream = io.BytesIO()
    with soundfile.SoundFile(
        stream, "w", HOUSE_RATE, HOUSE_CHANNELS, "PCM_16", format="FLAC", compression_level=_PACKING
    ) as encoder:
        encoder.write(pcm)
    encoded = stream.getvalue()
    headers, sums = _headers(0, len(pcm) // MP3_FRAME)
    starts = _places(encoded, headers)
    stops = np.append(starts[1:], len(encoded))
    starts += [len(header) for header in headers]
    sizes = (stops - starts).astype(np.uint16)
    octets = np.frombuffer(encoded, np.uint8).copy()
    checks = _last_two(octets, stops) ^ _shifted(sums, sizes - np.uint16(2))
    octets[stops - 2], octets[stops - 1] = checks >> np.uint16(8), checks & np.uint16(0xFF)
    view = octets.data
    bodies = [view[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
    return Frames(b"".join(bodies), sizes)


def numbered(frames: Frames, first: int) -> bytes:
    """Return *frames* as they stand in a stream whose frame number *first* is the first of them."""
    headers, sums = _headers(first, len(frames.sizes))
    ends = np.cumsum(frames.sizes, dtype=np.int64)
    checks = _last_two(np.frombuffer(frames.data, np.uint8), ends)
    footers = (checks ^ _shifted(sums, frames.sizes - np.uint16(2))).astype(">u2").tobytes()
    view, starts = memoryview(frames.data), [0, *ends.tolist()]
    joined: list[bytes | memoryview] = []
    for index, header in enumerate(headers):
        joined += (header, view[starts[index] : starts[index + 1] - 2], footers[2 * index : 2 * index + 2])
    return b"".join(joined)


def opening(samples: int, **comments: str) -> bytes:
    """
    Return what stands before the frames of a stream *samples* long.

    The digest of the samples is given as not known (RFC 9639, 8.2), for nobody has unpacked them.

    Args:
        samples: Length of the sound.
        comments: What players show: ``TITLE``, ``ARTIST``, ``DATE``; those without text are left out.
    """
    format_ = HOUSE_RATE << 44 | (HOUSE_CHANNELS - 1) << 41 | (16 - 1) << 36 | samples
    facts = 2 * MP3_FRAME.to_bytes(2, "big") + bytes(6) + format_.to_bytes(8, "big") + bytes(16)
    told = [f"{name}={text}".encode() for name, text in comments.items() if text]
    listed = b"".join(len(text).to_bytes(4, "little") + text for text in told)
    label = len(_MAKER).to_bytes(4, "little") + _MAKER + len(told).to_bytes(4, "little") + listed
    return b"fLaC" + b"\x00" + len(facts).to_bytes(3, "big") + facts + b"\x84" + len(label).to_bytes(3, "big") + label


_MAKER: Final = b"broadcaster"


def _places(encoded: bytes, headers: list[bytes]) -> npt.NDArray[np.int64]:
    """Return where each frame starts; a header is known to the byte, checksum and all."""
    places = [match.start() for match in re.finditer(re.escape(_START), encoded)]
    if len(places) > len(headers):  # samples may look like the start of a header, but not like the whole of it
        candidates = iter(places)
        places = [next(place for place in candidates if encoded.startswith(header, place)) for header in headers]
    if len(places) < len(headers) or not all(map(encoded.startswith, headers, places)):
        again = pip_line("--force-reinstall", "soundfile")
        raise AudioError(f"Bộ nén FLAC không làm theo khuôn 1152 mẫu. → Cài lại soundfile: {again}")
    return np.array(places)


def _last_two(octets: npt.NDArray[np.uint8], stops: npt.NDArray[np.int64]) -> Words:
    """Return the two bytes before each of *stops* as one number."""
    return (octets[stops - 2].astype(np.uint16) << np.uint16(8)) | octets[stops - 1]


def _headers(first: int, count: int) -> tuple[list[bytes], Words]:
    """Return the headers of *count* frames from number *first*, and the CRC-16 of each."""
    headers: list[bytes] = []
    sums, last = [np.zeros(0, np.uint16)], first + count
    while first < last:
        more = sum(first >= limit for limit in _LIMITS)
        stop = min(last, _LIMITS[more])
        rows = np.empty((stop - first, len(_START) + 1 + more + 1), np.uint8)
        rows[:, : len(_START)] = np.frombuffer(_START, np.uint8)
        rows[:, len(_START) : -1] = _coded(np.arange(first, stop), more)
        rows[:, -1] = _crc8(rows[:, :-1])
        text, width = rows.tobytes(), rows.shape[1]
        headers += [text[place : place + width] for place in range(0, len(text), width)]
        sums.append(_crc16(rows))
        first = stop
    return headers, np.concatenate(sums)


def _coded(numbers: npt.NDArray[np.int64], more: int) -> npt.NDArray[np.uint8]:
    """Return *numbers* as UTF-8 would have them, each with *more* bytes after the first (RFC 9639, 9.1.5)."""
    tail = [0x80 | numbers >> 6 * place & 0x3F for place in reversed(range(more))]
    lead = (0xFF00 >> more + 1 & 0xFF if more else 0) | numbers >> 6 * more
    return np.stack([lead, *tail], axis=1).astype(np.uint8)


def _crc8(rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    table, crc = _table(0x07, 8), np.zeros(len(rows), np.uint16)
    for column in rows.T:
        crc = table[crc ^ column]
    return crc.astype(np.uint8)


def _crc16(rows: npt.NDArray[np.uint8]) -> Words:
    table, crc = _table(0x8005, 16), np.zeros(len(rows), np.uint16)
    for column in rows.T:
        crc = crc << 8 ^ table[crc >> 8 ^ column]
    return crc


def _shifted(crc: Words, count: Words) -> Words:
    """Return what each *crc* becomes when *count* zero bytes follow: CRCs are linear, so bit by bit."""
    powers, shifted = _powers(), np.zeros_like(crc)
    for bit in range(16):
        shifted ^= np.where(crc >> bit & 1, powers[count, bit], np.uint16(0))
    return shifted


@cache
def _powers() -> Words:
    """Return what each bit of a CRC-16 becomes after so many zero bytes, shape (MOST_BYTES, 16)."""
    table, powers = _table(0x8005, 16), np.empty((MOST_BYTES, 16), np.uint16)
    bits = np.left_shift(np.uint16(1), np.arange(16, dtype=np.uint16))
    for count in range(MOST_BYTES):
        powers[count] = bits
        bits = bits << 8 ^ table[bits >> 8]
    return powers


@cache
def _table(polynomial: int, width: int) -> Words:
    """Return the CRC of each byte, highest bit first."""
    values = np.arange(256, dtype=np.uint32) << (width - 8)
    for _ in range(8):
        values = values << 1 ^ np.where(values >> (width - 1) & 1, np.uint32(polynomial), np.uint32(0))
    return (values & ((1 << width) - 1)).astype(np.uint16)
