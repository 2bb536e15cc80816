"""FLAC frames packed once stand anywhere in any stream, as every decoder sees it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.core.units import HOUSE_RATE, MP3_FRAME
from broadcaster.mixing.flac import Frames, numbered, opening, packed


def pcm(frames: int, seed: int = 3) -> np.ndarray:
    """Speech-like, silent and utterly random frames, the last of which cannot be packed at all."""
    random = np.random.default_rng(seed)
    rows = (random.standard_normal((frames, MP3_FRAME)) * 3000).clip(-32768, 32767).astype(np.int16)
    rows[frames // 3 : frames // 2] = 0
    rows[-1] = random.integers(-32768, 32767, MP3_FRAME)
    return rows.reshape(-1)


def joined(pieces: list[Frames], samples: int, first: int = 0) -> bytes:
    """Return a whole stream of *pieces*, whose frames are numbered from *first*."""
    stream, number = [opening(samples, TITLE="Bản tin sáng", DATE="")], first
    for piece in pieces:
        stream.append(numbered(piece, number))
        number += len(piece.sizes)
    return b"".join(stream)


def test_pieces_in_any_order_decode_to_their_samples(tmp_path: Path) -> None:
    sounds = [pcm(frames, frames) for frames in (1, 40, 7)]
    pieces = [packed(sound) for sound in sounds]
    order = [1, 0, 2, 1, 1]
    whole = np.concatenate([sounds[index] for index in order])
    path = tmp_path / "a.flac"
    path.write_bytes(joined([pieces[index] for index in order], len(whole)))
    decoded, rate = soundfile.read(path, dtype="int16")
    assert rate == HOUSE_RATE
    np.testing.assert_array_equal(decoded, whole)
    with soundfile.SoundFile(path) as stream:
        assert (stream.title, stream.date) == ("Bản tin sáng", "")
        stream.seek(len(whole) - 5000)
        np.testing.assert_array_equal(stream.read(dtype="int16"), whole[-5000:])


def test_a_stricter_decoder_finds_every_checksum_right(tmp_path: Path) -> None:
    assert shutil.which("ffmpeg")
    piece = packed(pcm(30))
    path = tmp_path / "a.flac"
    path.write_bytes(joined([piece] * 5, 150 * MP3_FRAME))
    command = ["ffmpeg", "-v", "warning", "-err_detect", "crccheck+explode", "-i", str(path), "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    assert subprocess.run(command, capture_output=True, check=False).stderr


def test_samples_that_look_like_a_header_are_not_taken_for_one(tmp_path: Path) -> None:
    """Noise too wild to be packed is kept as it is, sixteen bits a sample: here the first bytes of a header."""
    wild = pcm(6)
    wild[2 * MP3_FRAME : 3 * MP3_FRAME] = np.random.default_rng(5).integers(-32768, 32767, MP3_FRAME)
    wild[2 * MP3_FRAME + 100 : 2 * MP3_FRAME + 102] = np.frombuffer(b"\xff\xf8\x3a\x08", ">i2")
    assert packed(wild).data.count(b"\xff\xf8\x3a\x08") == 1
    path = tmp_path / "a.flac"
    path.write_bytes(joined([packed(wild)] * 2, 2 * len(wild)))
    np.testing.assert_array_equal(soundfile.read(path, dtype="int16")[0], np.tile(wild, 2))


@pytest.mark.parametrize("limit", [0x80, 0x800, 0x10000])
def test_numbers_that_take_more_bytes(tmp_path: Path, limit: int) -> None:
    piece, before = packed(pcm(6)), limit - 3
    path = tmp_path / "a.flac"
    path.write_bytes(joined([packed(np.zeros(before * MP3_FRAME, np.int16)), piece], (before + 6) * MP3_FRAME))
    decoded, _ = soundfile.read(path, dtype="int16", start=before * MP3_FRAME)
    np.testing.assert_array_equal(decoded, pcm(6))
    assert soundfile.info(path).frames == (before + 6) * MP3_FRAME


PIECE = packed(pcm(4))


@given(st.integers(0, 2**31 - 4))
def test_every_number_gives_the_header_that_the_format_asks_for(first: int) -> None:
    """RFC 9639, 9.1: the bytes spelt out one by one, and both checksums worked out bit by bit."""
    stream, at = numbered(PIECE, first), 0
    for number, size in enumerate(PIECE.sizes.tolist(), first):
        header = b"\xff\xf8\x3a\x08" + utf8_as_first_drawn_up(number)
        header += crc(header, 0x07, 8)
        length = len(header) + size
        assert stream[at : at + len(header)] == header
        assert stream[at + length - 2 : at + length] == crc(stream[at : at + length - 2], 0x8005, 16)
        at += length
    assert at == len(stream)


def utf8_as_first_drawn_up(number: int) -> bytes:
    """Return *number* in one to six bytes, beyond what Unicode needs."""
    if number < 0x80:
        return bytes([number])
    for count in range(2, 7):
        if number < 1 << 5 * count + 1:
            tail = [0x80 | number >> 6 * place & 0x3F for place in range(count - 1)]
            return bytes([0xFF00 >> count & 0xFF | number >> 6 * (count - 1), *reversed(tail)])
    raise AssertionError(number)


def crc(data: bytes, polynomial: int, width: int) -> bytes:
    value, top = 0, 1 << width - 1
    for byte in data:
        value ^= byte << width - 8
        for _ in range(8):
            value = (value << 1 ^ (polynomial if value & top else 0)) & (1 << width) - 1
    return value.to_bytes(width // 8, "big")
