"""
What a speech service sent back → sound, or the reason why it is none.

A service that fails often says so with status 200: an HTML page, a cut file, silence. None of that may air.
"""

from __future__ import annotations

import io
import struct

import numpy as np
import soundfile

from broadcaster.core.audio import Audio
from broadcaster.voice.plausible import fault
from broadcaster.voice.transport import Unsteady

_LONGEST = 300
"""Seconds of one sentence at the most."""

_BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kb/s of Layer III by MPEG version and index (ISO/IEC 11172-3 2.4.2.3, 13818-3)."""
_RATES = (44_100, 48_000, 32_000)


def decode(data: bytes, words: str, *, raw_rate: int | None = None) -> Audio:
    """
    Return the sound in *data* as one channel.

    Args:
        data: A whole file that libsndfile opens (WAV, FLAC, OGG, MP3), or bare samples.
        words: What it should say, to judge whether the length is possible.
        raw_rate: Hertz, if *data* is bare 16-bit little-endian samples of one channel; None for a file.

    Raises:
        Unsteady: Not sound, cut short, silent, or too short for *words*.
    """
    if not data:
        raise Unsteady("dịch vụ gửi tệp âm thanh rỗng.")
    if raw_rate is not None:
        if len(data) % 2:
            raise Unsteady("âm thanh bị cắt giữa chừng.")
        samples = np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(32768)
        audio = Audio(samples.reshape(-1, 1), raw_rate)
    else:
        audio = _opened(data)
    if reason := fault(audio, words):
        raise Unsteady(reason)
    return audio


def _opened(data: bytes) -> Audio:
    if _is_mp3(data) and not _whole_mp3(data):
        raise Unsteady("âm thanh bị cắt giữa chừng.")
    if data[:4] == b"RIFF" and not _whole_wav(data):
        raise Unsteady("âm thanh bị cắt giữa chừng.")
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as stream:
            if stream.frames > _LONGEST * stream.samplerate:  # packed silence of hours fits into what may be sent
                raise Unsteady(f"dịch vụ gửi âm thanh dài quá {_LONGEST} giây.")
            samples, rate = stream.read(dtype="float32", always_2d=True), stream.samplerate
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise Unsteady("dịch vụ gửi về thứ không phải âm thanh.") from error
    mono = samples.mean(axis=1, keepdims=True, dtype=np.float32)
    return Audio(np.clip(mono, -1.0, 1.0), rate)  # a lossy file may decode a little over full scale


def _whole_wav(data: bytes) -> bool:
    """Return whether the file is as long as it says; a streamed one says 0 or the largest number."""
    promised = struct.unpack_from("<I", data, 4)[0] if len(data) >= 12 else 0
    return promised in {0, 0xFFFFFFFF} or len(data) >= promised + 8


def _is_mp3(data: bytes) -> bool:
    return data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2)


def _whole_mp3(data: bytes) -> bool:
    """Return whether *data* is nothing but whole Layer III frames, apart from ID3 tags at either end."""
    place, end = 0, len(data)
    if data[:3] == b"ID3":
        sizes = data[6:10]
        place = 10 + sum((byte & 0x7F) << (7 * (3 - index)) for index, byte in enumerate(sizes))
    if data[-128:-125] == b"TAG":
        end -= 128
    while place < end:
        length = _frame_length(data[place : place + 4])
        if length is None:
            return False
        place += length
    return place == end


def _frame_length(header: bytes) -> int | None:
    """Return the bytes of the frame that *header* begins; None if it is no Layer III header with a fixed bit rate."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return None
    mpeg1 = header[1] & 0x18 == 0x18
    index, rate_index, padding = header[2] >> 4, (header[2] >> 2) & 3, (header[2] >> 1) & 1
    if index in {0, 15} or rate_index == 3 or header[1] & 0x18 == 0x08:
        return None
    halvings = {0x18: 0, 0x10: 1, 0x00: 2}[header[1] & 0x18]
    rate = _RATES[rate_index] >> halvings
    bitrate = _BITRATES[1 if mpeg1 else 2][index] * 1000
    return (144 if mpeg1 else 72) * bitrate // rate + padding
