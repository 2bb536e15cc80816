from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mixing_materials import audio, made, speech, tone, write_mp3
from pydub import AudioSegment

from broadcaster.core.audio import Audio
from broadcaster.core.errors import AudioError
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing import clips
from broadcaster.mixing.sound import FileSound, Loop, blocks, on_grid, require_house, whole
from broadcaster.mixing.wavfile import pcm16, read, to_house, write_flac


def test_flac_keeps_every_16_bit_sample(tmp_path: Path) -> None:
    sound = made(speech, 3.0)
    write_flac(tmp_path / "a.flac", sound)
    again = read(tmp_path / "a.flac")
    np.testing.assert_array_equal(pcm16(again), pcm16(sound))
    assert soundfile.info(tmp_path / "a.flac").subtype == "PCM_16"


def test_flac_in_stretches_is_the_same_file(tmp_path: Path) -> None:
    sound = made(speech, 3.0)
    write_flac(tmp_path / "a.flac", sound)
    write_flac(tmp_path / "b.flac", blocks(sound, 10_000))
    np.testing.assert_array_equal(read(tmp_path / "a.flac").samples, read(tmp_path / "b.flac").samples)


def test_what_is_too_loud_stops_at_full_scale_and_does_not_turn_over() -> None:
    assert pcm16(audio(np.array([2.0, -2.0, 1.0]))).ravel().tolist() == [32767, -32768, 32767]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield tone(0.1)
        raise AudioError("hỏng")

    with pytest.raises(AudioError):
        write_flac(tmp_path / "a.flac", broken())  # type: ignore[arg-type] # a generator is an iterable
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3", "aiff"])
@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (44_100, 2), (48_000, 6), (8_000, 1)])
def test_every_common_file_opens_and_comes_into_the_house(
    tmp_path: Path, ending: str, rate: int, channels: int
) -> None:
    channels = min(channels, 2) if ending in ("mp3", "ogg") else channels
    time = np.arange(2 * rate) / rate
    wave = np.repeat(0.3 * np.sin(2 * np.pi * 500 * time)[:, None], channels, axis=1)
    soundfile.write(tmp_path / f"a.{ending}", wave, rate)
    sound = read(tmp_path / f"a.{ending}")
    assert (sound.rate, sound.channels) == (rate, channels)
    house = to_house(sound)
    assert (house.rate, house.channels) == (HOUSE_RATE, 1)
    assert house.seconds == pytest.approx(sound.seconds, abs=1e-4)
    middle = house.samples[HOUSE_RATE // 2 : HOUSE_RATE, 0]
    assert np.sqrt(2 * np.mean(middle.astype(np.float64) ** 2)) == pytest.approx(0.3, rel=0.03)


def test_resampling_moves_nothing() -> None:
    rate = 22_050
    wave = np.zeros(rate, dtype=np.float32)
    wave[5000] = 1.0
    house = to_house(Audio(wave[:, None], rate))
    assert int(np.abs(house.samples).argmax()) == round(5000 * HOUSE_RATE / rate)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.wav", None, "Không thấy"),
        ("empty.wav", b"", "rỗng"),
        ("text.mp3", "Đây không phải nhạc.".encode() * 50, "hỏng"),
        ("half.wav", b"RIFF\x24\x00\x00\x00WAVE", "hỏng|không có tiếng"),
        ("noise.flac", bytes(range(256)) * 40, "hỏng"),
    ],
)
def test_bad_files_are_clear_errors(tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(AudioError, match=says) as caught:
        read(tmp_path / name)
    assert name in str(caught.value)
    assert "→" in str(caught.value)


def test_a_folder_is_not_a_sound(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="Không thấy"):
        read(tmp_path)


def test_a_header_without_sound(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0), 48_000)
    with pytest.raises(AudioError, match="không có tiếng"):
        read(tmp_path / "a.wav")


def test_samples_that_are_no_numbers(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([0.1, np.nan, 0.2]), 48_000, subtype="FLOAT")
    with pytest.raises(AudioError, match="không phải số"):
        read(tmp_path / "a.wav")


def test_without_ffmpeg_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    (tmp_path / "a.m4a").write_bytes(b"\x00\x00\x00\x20ftypM4A " + bytes(500))
    with pytest.raises(AudioError, match="apt install ffmpeg"):
        read(tmp_path / "a.m4a")


def segment(sound: Audio) -> AudioSegment:
    return AudioSegment(pcm16(sound).tobytes(), sample_width=2, frame_rate=sound.rate, channels=1)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_with_ffmpeg_other_kinds_open(tmp_path: Path) -> None:
    segment(tone(1.0)).export(tmp_path / "a.m4a", format="ipod").close()
    assert read(tmp_path / "a.m4a").seconds == pytest.approx(1.0, abs=0.1)


def test_what_pydub_opened_comes_in_unchanged() -> None:
    sound = made(speech, 1.0)
    np.testing.assert_array_equal(clips.to_audio(segment(sound)).samples * 32768, pcm16(sound))


def test_brought_clips_are_trimmed() -> None:
    quiet = np.zeros(HOUSE_RATE, dtype=np.float32)
    clip = audio(np.concatenate([quiet, tone(0.5).samples[:, 0], quiet]))
    trimmed = clips.trimmed(clip)
    assert trimmed.seconds == pytest.approx(0.6, abs=0.021)
    with pytest.raises(AudioError, match="im lặng"):
        clips.trimmed(audio(quiet))


def test_a_file_is_a_sound_without_being_loaded(tmp_path: Path) -> None:
    sound = made(speech, 3.0)
    write_flac(tmp_path / "a.flac", sound)
    filed = FileSound.of(tmp_path / "a.flac")
    assert filed.frames == sound.frames
    np.testing.assert_allclose(filed.cut(1000, 2000).samples, sound.samples[1000:2000], atol=1 / 32768)
    np.testing.assert_array_equal(whole(filed).samples, read(tmp_path / "a.flac").samples)


def test_a_file_that_is_not_of_the_house_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(100), 44_100)
    with pytest.raises(AudioError, match="48000"):
        FileSound.of(tmp_path / "a.wav")
    with pytest.raises(AudioError, match="Không mở được"):
        FileSound.of(tmp_path / "b.wav")


def test_a_loop_goes_round() -> None:
    loop = Loop(audio(np.arange(5) / 10), 13)
    np.testing.assert_allclose(whole(loop).samples[:, 0] * 10, [0, 1, 2, 3, 4] * 2 + [0, 1, 2], rtol=1e-6)
    np.testing.assert_allclose(loop.cut(4, 7).samples[:, 0] * 10, [4, 0, 1], rtol=1e-6)


def test_the_grid() -> None:
    assert [on_grid(frame) for frame in (0, 1, 1152, 1153)] == [0, 1152, 1152, 2304]


def test_other_formats_are_refused_inside_the_house() -> None:
    with pytest.raises(ValueError, match="48000"):
        require_house(Audio(np.zeros((10, 2), dtype=np.float32), HOUSE_RATE))


def test_an_mp3_that_we_wrote_opens(tmp_path: Path) -> None:
    write_mp3(tmp_path / "a.mp3", tone(1.0))
    assert read(tmp_path / "a.mp3").frames == HOUSE_RATE
