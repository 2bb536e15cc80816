import io

import lameenc
import numpy as np
import pytest
import soundfile
from speech_stand_in import mp3, spoken, wav

from broadcaster.voice.answer import decode
from broadcaster.voice.transport import Unsteady

WORDS = "Kính chào bà con."


def encoded(rate: int, kilobits: int, channels: int) -> bytes:
    """An MP3 of a second of noise."""
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (rate, channels))
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kilobits)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_channels(channels)
    encoder.silence()
    return bytes(encoder.encode((noise * 32767).astype("<i2").tobytes()) + encoder.flush())


@pytest.mark.parametrize("kilobits", [32, 64, 128, 160])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_an_mp3_of_any_make_is_taken_whole_and_refused_when_cut(rate, kilobits, channels):
    if rate <= 8000 and kilobits > 64:
        kilobits = 64
    data = encoded(rate, kilobits, channels)
    audio = decode(data, "bà con")
    assert (audio.rate, audio.channels) == (rate, 1)
    assert 0.9 < audio.seconds < 1.4
    with pytest.raises(Unsteady, match="cắt"):
        decode(data[:-7], "bà con")


@pytest.mark.parametrize("tag", [b"ID3\x04\x00\x00\x00\x00\x01\x02" + bytes(130), b""])
@pytest.mark.parametrize("end", [b"TAG" + bytes(125), b""])
def test_tags_are_no_damage(tag, end):
    assert decode(tag + mp3(WORDS) + end, WORDS).frames > 0


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG"])
def test_other_files_are_opened_too(kind):
    samples, rate = spoken(WORDS)
    stream = io.BytesIO()
    soundfile.write(stream, np.stack([samples, samples], axis=1), rate, format=kind)
    audio = decode(stream.getvalue(), WORDS)
    assert (audio.rate, audio.frames, audio.channels) == (rate, len(samples), 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "rỗng"),
        (b"<html>429</html>", "không phải âm thanh"),
        (b"RIFF", "cắt|không phải"),
        (wav(WORDS)[:5000], "cắt"),
        (b"\xff\xf3", "cắt"),
        (b"\xff\xf3\x04\xc4" + bytes(92), "cắt"),
        (mp3(WORDS)[:960], "quá ngắn"),
        (mp3(WORDS, "silent"), "im lặng"),
        (b"fLaC" + bytes(100), "không phải âm thanh"),
    ],
)
def test_what_may_not_air_is_refused_with_its_reason(data, reason):
    with pytest.raises(Unsteady, match=rf"{reason}"):
        decode(data, WORDS)


def test_bare_samples_are_taken_at_the_rate_of_the_settings():
    samples, rate = spoken(WORDS)
    data = (samples * 32767).astype("<i2").tobytes()
    assert decode(data, WORDS, raw_rate=rate).frames == len(samples)
    with pytest.raises(Unsteady, match="cắt"):
        decode(data[:-1], WORDS, raw_rate=rate)


def test_a_streamed_wav_that_does_not_know_its_length_is_taken():
    data = wav(WORDS)
    streamed = data[:4] + b"\xff\xff\xff\xff" + data[8:40] + b"\xff\xff\xff\xff" + data[44:]
    assert abs(decode(streamed, WORDS).frames - decode(data, WORDS).frames) < 2


def test_hours_of_packed_silence_are_not_unpacked():
    stream = io.BytesIO()
    soundfile.write(stream, np.zeros(301 * 8000), 8000, format="FLAC")
    assert len(stream.getvalue()) < 50_000
    with pytest.raises(Unsteady, match="dài quá"):
        decode(stream.getvalue(), WORDS)
