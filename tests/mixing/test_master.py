from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mixing_materials import MATERIALS, QUIET, audio, made, own_loudness, own_true_peak, speech, tone

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.dynamics import Compressor, Limiter
from broadcaster.mixing.filters import HighPass, Presence
from broadcaster.mixing.loudness import integrated
from broadcaster.mixing.master import Chain, MasterOptions, Profile, master
from broadcaster.mixing.sound import BLOCK
from broadcaster.mixing.wavfile import read, write_flac


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("name", MATERIALS)
def test_every_material_comes_to_the_target_under_the_ceiling(name: str, profile: Profile) -> None:
    finished = master(made(MATERIALS[name]), MasterOptions(chain=profile.chain))
    sound = finished.audio()
    assert own_loudness(sound) == pytest.approx(-16.0, abs=0.2)
    assert integrated(sound) == pytest.approx(finished.loudness, abs=0.05)
    assert own_true_peak(sound) <= -1.0


@pytest.mark.parametrize("name", QUIET)
def test_what_cannot_be_loud_stays_under_the_ceiling(name: str) -> None:
    sound = master(made(QUIET[name])).audio()
    assert own_true_peak(sound) <= -1.0
    assert own_loudness(sound) <= -16.0


def test_no_sample_moves() -> None:
    lead = 12_345
    sound = join([silence(lead), tone(0.5), silence(HOUSE_RATE), tone(0.5, 2000.0)])
    finished = master(sound).audio()
    assert finished.frames == sound.frames
    assert np.flatnonzero(np.abs(finished.samples[:, 0]) > 1e-3)[0] in (lead, lead + 1)
    assert not finished.samples[:lead].any()


def test_silence_stays_digital_silence() -> None:
    assert not master(silence(HOUSE_RATE)).audio().samples.any()


def test_an_empty_sound_stays_empty() -> None:
    assert master(silence(0)).audio().frames == 0


def test_the_length_need_not_be_whole_milliseconds() -> None:
    sound = tone(1.00123)
    assert master(sound).audio().frames == sound.frames


def test_the_same_in_stretches_as_at_once() -> None:
    long = made(speech, 25.0)
    finished = master(long)
    assert [block.frames for block in finished.blocks()] == [*[BLOCK] * (long.frames // BLOCK), long.frames % BLOCK]
    alone = Chain((HighPass(),))
    at_once = np.concatenate([block.samples for block in master(long, MasterOptions(chain=alone)).blocks()])
    assert np.abs(np.diff(at_once[BLOCK - 10 : BLOCK + 10, 0])).max() < 0.2


def test_the_high_pass_takes_away_rumble() -> None:
    rumble = tone(2.0, 40.0)
    voice = tone(2.0, 1000.0)
    mixed = Audio(rumble.samples + voice.samples, HOUSE_RATE)
    spectrum = np.abs(np.fft.rfft(master(mixed).audio().samples[HOUSE_RATE // 2 :, 0]))
    frequencies = np.fft.rfftfreq(2 * HOUSE_RATE - HOUSE_RATE // 2, 1 / HOUSE_RATE)
    at_rumble = spectrum[np.abs(frequencies - 40) < 2].max()
    at_voice = spectrum[np.abs(frequencies - 1000) < 2].max()
    assert 20 * np.log10(at_rumble / at_voice) < -20


def test_presence_lifts_three_kilohertz_by_its_gain() -> None:
    chain = Chain((Presence(gain=6.0),))
    both = Audio(tone(2.0, 300.0, 0.2).samples + tone(2.0, 3000.0, 0.2).samples, HOUSE_RATE)
    spectrum = np.abs(np.fft.rfft(master(both, MasterOptions(chain=chain)).audio().samples[:HOUSE_RATE, 0]))
    assert 20 * np.log10(spectrum[3000] / spectrum[300]) == pytest.approx(6.0, abs=0.5)


def test_the_compressor_brings_loud_and_quiet_together() -> None:
    loud, soft = tone(2.0, 1000.0, 0.5), tone(2.0, 1000.0, 0.125)
    sound = join([loud, soft])

    def apart(chain: Chain) -> float:
        wave = master(sound, MasterOptions(chain=chain)).audio().samples[:, 0]
        return float(20 * np.log10(np.abs(wave[48_000:90_000]).max() / np.abs(wave[150_000:190_000]).max()))

    assert apart(Chain()) == pytest.approx(12.0, abs=0.1)
    assert 5.0 < apart(Chain(compressor=Compressor(ratio=3.0))) < 9.0
    assert apart(Chain(compressor=Compressor(ratio=1.0))) == pytest.approx(12.0, abs=0.1)


def test_the_limiter_works_only_around_the_peak() -> None:
    peaks = np.full(1001, -30.0)
    peaks[500] = 0.0
    gains = Limiter().gains(peaks, -1.0)
    assert len(gains) == 1001
    assert gains[499:502] == pytest.approx([-1.35] * 3, abs=1e-6)
    assert np.abs(gains[:480]).max() < 1e-9
    assert np.abs(gains[530:]).max() < 1e-9


def test_what_is_too_faint_is_not_blown_up() -> None:
    faint = audio(1e-6 * np.sin(np.arange(HOUSE_RATE)))
    assert np.abs(master(faint).audio().samples).max() < 1e-4


def test_finished_sound_survives_the_file(tmp_path: Path) -> None:
    finished = master(made(speech))
    write_flac(tmp_path / "a.flac", finished.blocks())
    np.testing.assert_allclose(read(tmp_path / "a.flac").samples, finished.audio().samples, atol=1 / 32768)


@pytest.mark.parametrize("name", ["speech", "speech, one loud beep", "square wave"])
def test_without_the_limiter_the_highest_peak_decides(name: str) -> None:
    sound = made(MATERIALS[name])
    chain = Chain((HighPass(),), Compressor(), limiter=None)
    alone = master(sound, MasterOptions(chain=chain))
    assert own_true_peak(alone.audio()) <= -1.0
    assert alone.loudness <= -15.9
    reached = -16.0 + 0.1 >= alone.loudness >= -16.1
    assert reached or own_true_peak(alone.audio()) >= -4.0  # the gain of a whole millisecond counts
