from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mixing_materials import own_loudness, own_true_peak

from broadcaster.core.audio import Audio, join
from broadcaster.core.errors import AudioError
from broadcaster.core.units import HOUSE_CHANNELS, HOUSE_RATE
from broadcaster.mixing.instruments import Note, bell, flute, lute, monochord, woodblock, zither
from broadcaster.mixing.jingles import PIECES, STING, make_all, play
from broadcaster.mixing.master import master
from broadcaster.mixing.montage import jointed
from broadcaster.mixing.wavfile import brought, pcm16, read

SHIPPED = Path(__file__).parents[2] / "audio" / "jingles"
LENGTHS = {"nhac-hieu": (10, 15), "nhac-cat": (1, 2), "nhac-nen": (30, 60), "nhac-chao-het": (10, 15)}


@pytest.fixture(scope="module", params=PIECES)
def shipped(request: pytest.FixtureRequest) -> tuple[str, Audio]:
    return request.param, read(SHIPPED / f"{request.param}.flac")


def test_each_jingle_is_of_its_length_and_at_house_level(shipped: tuple[str, Audio]) -> None:
    name, sound = shipped
    least, most = LENGTHS[name]
    assert least <= sound.seconds <= most
    assert (sound.rate, sound.channels) == (HOUSE_RATE, HOUSE_CHANNELS)
    assert own_loudness(sound) == pytest.approx(-16.0, abs=0.2)
    assert own_true_peak(sound) <= -1.0


def test_no_jingle_clicks(shipped: tuple[str, Audio]) -> None:
    """A click is a jump that nothing around explains: third differences far beyond those of the loudest pluck."""
    wave = shipped[1].samples[:, 0]
    assert abs(wave.mean()) < 1e-3
    assert np.abs(np.diff(wave, 3)).max() < 0.4


def test_what_is_not_a_loop_begins_and_ends_in_silence(shipped: tuple[str, Audio]) -> None:
    name, sound = shipped
    if not PIECES[name].loops:
        assert sound.samples[0, 0] == 0.0
        assert np.abs(sound.samples[:3]).max() < 0.05
        assert np.abs(sound.samples[-100:]).max() < 0.001


def test_the_bed_goes_round_without_a_seam() -> None:
    sound = read(SHIPPED / "nhac-nen.flac")
    around = join([sound.cut(sound.frames - 2400, sound.frames), sound.cut(0, 2400)]).samples[:, 0]
    bends = np.abs(np.diff(around, 2))
    assert bends[2396:2402].max() < 2 * np.percentile(np.abs(np.diff(sound.samples[:, 0], 2)), 99)
    quarters = np.sqrt((around.reshape(4, -1) ** 2).mean(axis=1))
    assert quarters.max() < 4 * quarters.min()


def test_the_generator_makes_what_is_shipped() -> None:
    np.testing.assert_allclose(play(STING).samples, read(SHIPPED / "nhac-cat.flac").samples, atol=3 / 32768)


def test_the_same_bytes_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcaster.mixing.jingles.PIECES", {"nhac-cat": STING})
    first = make_all(tmp_path / "a")
    assert [path.name for path in first] == ["nhac-cat.flac"]
    assert first[0].read_bytes() == make_all(tmp_path / "b")[0].read_bytes()
    assert len(list((tmp_path / "a").iterdir())) == 1
    assert not np.array_equal(pcm16(read(first[0])), np.zeros(1))


@pytest.mark.parametrize("voice", [zither, lute, monochord, flute])
def test_instruments_are_in_tune_and_start_on_their_note(voice: object) -> None:
    wave = voice([Note(0.5, 0.3, 440.0)], HOUSE_RATE)  # type: ignore[operator] # the voices above
    assert len(wave) == HOUSE_RATE
    assert np.abs(wave[: HOUSE_RATE // 2 - 3000]).max() < 1e-6
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 4 * HOUSE_RATE))
    near = spectrum[4 * 420 : 4 * 460]
    assert abs(int(near.argmax()) / 4 + 420 - 440) <= 4
    assert near.max() > 0.2 * spectrum.max()


@pytest.mark.parametrize("voice", [woodblock, bell])
def test_what_is_struck_dies_away(voice: object) -> None:
    wave = voice([Note(0.0, 0.2, 800.0)], 6 * HOUSE_RATE)  # type: ignore[operator] # the voices above
    assert np.abs(wave[-HOUSE_RATE:]).max() < 1e-3
    assert np.abs(wave).max() > 0.3


def test_music_that_people_bring_is_trimmed_and_comes_to_level_when_finished(tmp_path: Path) -> None:
    rate = 44_100
    time = np.arange(3 * rate) / rate
    wave = 0.05 * np.sin(2 * np.pi * 500 * time) * (1 + 0.5 * np.sin(2 * np.pi * 3 * time))
    padded = np.concatenate([np.zeros(rate), wave, np.zeros(2 * rate)])
    soundfile.write(tmp_path / "nhac.mp3", np.stack([padded, padded], axis=1), rate)
    sound = brought(tmp_path / "nhac.mp3")
    assert (sound.rate, sound.channels) == (HOUSE_RATE, HOUSE_CHANNELS)
    assert sound.seconds == pytest.approx(3.1, abs=0.1)
    assert own_loudness(master(sound).audio()) == pytest.approx(-16.0, abs=0.2)


@pytest.mark.parametrize(
    ("name", "rate", "channels", "subtype", "seconds"),
    [
        ("a.wav", 8_000, 1, "PCM_U8", 3.0),
        ("a.wav", 96_000, 6, "FLOAT", 2.0),
        ("a.flac", 44_100, 2, "PCM_24", 0.3),
        ("a.ogg", 22_050, 2, "VORBIS", 5.0),
        ("a.mp3", 32_000, 1, "MPEG_LAYER_III", 1.0),
        ("a.aiff", 48_000, 2, "PCM_16", 0.1),
        ("a.m4a", 44_100, 2, "", 2.0),
        ("a.opus", 48_000, 1, "", 2.0),
    ],
)
def test_any_length_rate_channels_and_format(
    tmp_path: Path, name: str, rate: int, channels: int, subtype: str, seconds: float
) -> None:
    """What soundfile cannot write is what needs ffmpeg, which is there."""
    time = np.arange(round(seconds * rate)) / rate
    wave = np.repeat(0.3 * np.sin(2 * np.pi * 440 * time)[:, None], channels, axis=1)
    path = tmp_path / name
    if subtype:
        soundfile.write(path, wave, rate, subtype)
    else:
        soundfile.write(tmp_path / "a.wav", wave, rate)
        ffmpeg = shutil.which("ffmpeg")
        assert ffmpeg
        subprocess.run([ffmpeg, "-v", "error", "-i", tmp_path / "a.wav", path], check=True)
    sound = brought(path)
    assert (sound.rate, sound.channels) == (HOUSE_RATE, HOUSE_CHANNELS)
    assert sound.seconds == pytest.approx(seconds, abs=0.1)
    finished = master(sound).audio()
    assert own_true_peak(finished) <= -1.0
    if seconds >= 0.4:
        assert own_loudness(finished) == pytest.approx(-16.0, abs=0.2)


@pytest.mark.parametrize("name", ["a.m4a", "a.wma", "a.opus"])
def test_a_format_that_needs_ffmpeg_says_so_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_bytes(b"\0\0\0 ftypM4A ")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AudioError, match="Cài ffmpeg"):
        brought(tmp_path / name)


def test_our_own_loop_comes_in_whole() -> None:
    assert brought(SHIPPED / "nhac-nen.flac").frames == 40 * HOUSE_RATE


def test_music_of_nothing_but_silence_names_its_file(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "nhac.wav", np.zeros(HOUSE_RATE), HOUSE_RATE)
    with pytest.raises(AudioError, match=r"nhac\.wav.*im lặng"):
        brought(tmp_path / "nhac.wav")


def test_a_folder_for_the_station_s_own_music_says_whose_it_is() -> None:
    assert "CC0" in (SHIPPED / "README.md").read_text(encoding="utf-8")


WAVE = 0.3 * np.sin(2 * np.pi * 440 * np.arange(HOUSE_RATE) / HOUSE_RATE)


@pytest.mark.parametrize(
    ("samples", "rate", "says"),
    [
        (np.stack([WAVE, -WAVE], axis=1), HOUSE_RATE, "ngược pha"),
        (WAVE * 1e20, HOUSE_RATE, "to vô lý"),
        (WAVE, 1, "không nghe được"),
        (np.tile(WAVE[:8000], 16 * 60), 8000, "dài quá 15 phút"),
        (np.zeros((HOUSE_RATE, 8)), HOUSE_RATE, "im lặng"),
    ],
)
def test_music_that_would_harm_is_refused_before_it_is_mixed(
    tmp_path: Path, samples: np.ndarray, rate: int, says: str
) -> None:
    soundfile.write(tmp_path / "nhac.wav", samples, rate, "FLOAT" if samples.max() > 1 else "PCM_16")
    with pytest.raises(AudioError, match=rf"nhac\.wav.*{says}"):
        brought(tmp_path / "nhac.wav")


@pytest.mark.parametrize("length", [1, 47, 1000])
def test_the_shortest_sound_is_finished_under_the_ceiling(tmp_path: Path, length: int) -> None:
    soundfile.write(tmp_path / "nhac.wav", 0.5 + 0.4 * WAVE[:length], HOUSE_RATE)
    assert own_true_peak(master(jointed(brought(tmp_path / "nhac.wav"))).audio()) <= -1.0
