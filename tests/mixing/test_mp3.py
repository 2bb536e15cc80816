from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mixing_materials import MATERIALS, QUIET, audio, made, own_loudness, own_true_peak, speech, tone, write_mp3

from broadcaster.core.audio import Audio
from broadcaster.core.errors import AudioError
from broadcaster.core.units import HOUSE_RATE, MP3_FRAME
from broadcaster.mixing.id3 import Tags, id3
from broadcaster.mixing.infotag import DELAY
from broadcaster.mixing.lame import BITRATES, Mp3, encode
from broadcaster.mixing.master import MasterOptions, Profile, master
from broadcaster.mixing.montage import jointed
from broadcaster.mixing.mp3 import joined
from broadcaster.mixing.sound import whole
from broadcaster.mixing.wavfile import read


def onsets(sound: Audio, places: list[int], reach: int = 2000) -> list[int]:
    """The first frame near each of *places* that is clearly not silence."""
    heights = np.abs(sound.samples[:, 0])
    return [
        start + int(np.flatnonzero(heights[start : place + reach] > 0.1)[0])
        for place in places
        for start in [max(0, place - reach)]
    ]


@pytest.mark.parametrize("bitrate", BITRATES)
def test_decoded_sound_has_the_same_length_and_no_delay(tmp_path: Path, bitrate: int) -> None:
    sound = master(made(speech, 5.01), MasterOptions()).audio()
    write_mp3(tmp_path / "a.mp3", sound, bitrate=bitrate)
    decoded = read(tmp_path / "a.mp3")
    assert (decoded.frames, decoded.rate, decoded.channels) == (sound.frames, HOUSE_RATE, 1)
    correlation = np.correlate(decoded.samples[50_000:90_000, 0], sound.samples[51_000:89_000, 0], "valid")
    assert int(correlation.argmax()) == 1000


def test_a_step_of_full_tone_begins_on_its_sample(tmp_path: Path) -> None:
    """A tone that begins at its crest cannot hide where it begins."""
    starts = [MP3_FRAME * 40, MP3_FRAME * 90, MP3_FRAME * 140]
    wave = np.zeros(MP3_FRAME * 200, dtype=np.float32)
    for start in starts:
        wave[start : start + 20_000] = 0.3 * np.cos(2 * np.pi * 1000 * np.arange(20_000) / HOUSE_RATE)
    write_mp3(tmp_path / "a.mp3", audio(wave), bitrate=128)
    decoded = read(tmp_path / "a.mp3")
    for start, found in zip(starts, onsets(decoded, starts), strict=True):
        assert abs(found - start) <= 8


@pytest.mark.parametrize("name", MATERIALS)
def test_mp3_of_every_material_is_as_loud_and_under_the_ceiling(name: str, tmp_path: Path) -> None:
    sound = master(made(MATERIALS[name]), MasterOptions(chain=Profile.HORN.chain)).audio()
    write_mp3(tmp_path / "a.mp3", sound)
    decoded = read(tmp_path / "a.mp3")
    assert own_loudness(decoded) == pytest.approx(-16.0, abs=0.2)
    assert own_true_peak(decoded) <= -1.0


@pytest.mark.parametrize("bitrate", [64, 192])
def test_speech_at_the_ends_of_the_scale(bitrate: int, tmp_path: Path) -> None:
    sound = master(made(speech), MasterOptions(chain=Profile.LINE.chain)).audio()
    write_mp3(tmp_path / "a.mp3", sound, bitrate=bitrate)
    decoded = read(tmp_path / "a.mp3")
    assert own_loudness(decoded) == pytest.approx(-16.0, abs=0.2)
    assert own_true_peak(decoded) <= -1.0


@pytest.mark.parametrize("name", QUIET)
def test_quiet_material_stays_under_the_ceiling(name: str, tmp_path: Path) -> None:
    sound = master(made(QUIET[name])).audio()
    write_mp3(tmp_path / "a.mp3", sound)
    decoded = read(tmp_path / "a.mp3")
    assert decoded.frames == sound.frames
    assert own_true_peak(decoded) <= -1.0


def part(seconds: float, hertz: float) -> Audio:
    return whole(jointed(tone(seconds, hertz, 0.2)))


def test_joined_parts_decode_to_what_each_decodes_to_alone(tmp_path: Path) -> None:
    parts = [part(0.7, 440.0), part(1.1, 880.0), part(0.9, 660.0)]
    encoded = [encode(sound) for sound in parts]
    (tmp_path / "joined.mp3").write_bytes(b"".join(joined(encoded)))
    decoded = read(tmp_path / "joined.mp3")
    assert decoded.frames == sum(sound.frames for sound in parts)
    at = 0
    for number, one in enumerate(encoded):
        (tmp_path / f"{number}.mp3").write_bytes(b"".join(joined([one])))
        alone = read(tmp_path / f"{number}.mp3").samples
        sure = len(alone) - DELAY  # the frames after that are the next part's, with its pre-echo
        np.testing.assert_allclose(decoded.samples[at : at + sure], alone[:sure], atol=2e-5)
        assert np.abs(decoded.samples[at + sure : at + len(alone)]).max() < 1e-3
        at += len(alone)


def test_parts_off_the_grid_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="whole frames"):
        list(joined([Mp3(b"", 100, 96), Mp3(b"", 1152, 96)]))
    assert not list(tmp_path.iterdir())


def test_an_unknown_bitrate_names_the_known(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="64, 80, 96"):
        write_mp3(tmp_path / "a.mp3", tone(1.0), bitrate=100)
    assert not list(tmp_path.iterdir())


def test_tags_are_there_in_vietnamese(tmp_path: Path) -> None:
    tags = Tags("Bản tin sáng", "Đài Truyền thanh xã Ngọc Thiện", date(2025, 10, 1))
    write_mp3(tmp_path / "a.mp3", tone(1.0), tags=tags)
    with soundfile.SoundFile(tmp_path / "a.mp3") as stream:
        assert stream.title == "Bản tin sáng"
        assert stream.artist == "Đài Truyền thanh xã Ngọc Thiện"
        assert stream.date.startswith("2025")


def test_no_tags_no_label() -> None:
    assert id3(Tags()) == b""


def test_the_same_sound_gives_the_same_bytes() -> None:
    sound = tone(1.0)
    assert encode(sound) == encode(sound)


def test_plain_frames_alone_would_start_late() -> None:
    """What the first frame of the file is for: without it the sound comes 1105 samples late."""
    wave = np.zeros(20_000, dtype=np.float32)
    wave[4000:] = 0.3 * np.cos(2 * np.pi * 1000 * np.arange(16_000) / HOUSE_RATE)
    samples, _ = soundfile.read(io.BytesIO(encode(audio(wave)).frames))
    assert abs(int(np.flatnonzero(np.abs(samples) > 0.1)[0]) - 5105) <= 8
