"""The instruments of ``benchmarks.intelligibility``: echoes where they belong, noise at its level, letters counted."""

import numpy as np
import pytest

from benchmarks.hearing.bulletin import bulletin
from benchmarks.hearing.scores import Hearing, better, difference, edits, letters, toneless
from benchmarks.hearing.street import RATE, SOUND_SPEED, STUDIO, Street
from broadcaster.core.audio import Audio

START = RATE // 4


def click(seconds: float = 0.2) -> Audio:
    samples = np.zeros((round(seconds * RATE), 1), np.float32)
    samples[0] = 0.5
    return Audio(samples, RATE)


def tone(hertz: float, dbfs: float) -> Audio:
    wave = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * np.arange(3 * RATE) / RATE)
    return Audio(wave.astype(np.float32)[:, None], RATE)


def level(wave: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(wave**2)))


def test_each_horn_is_heard_once_where_the_way_is_longer() -> None:
    quiet = Street("two horns", ((50.0, 0.0), (50.0 + SOUND_SPEED * 0.3, 3.0)), noise=-60.0)
    ear = np.abs(quiet.heard(click(), 0))
    first = int(ear.argmax())
    late = START + round(0.2 * RATE)
    second = late + int(ear[late:].argmax())
    assert second - first == round(0.3 * RATE)
    spread = -20 * np.log10(154.7 / 50) - 3
    assert (
        spread - 3 < 20 * np.log10(ear[second] / ear[first]) < spread
    )  # and the air takes a little of a click's highs


def test_the_first_wave_comes_without_delay() -> None:
    assert int(np.abs(Street("one", ((300.0, 0.0),), noise=-60.0).heard(click(), 0)).argmax()) == pytest.approx(
        START, abs=8
    )


def test_noise_drowns_what_is_softer_and_not_what_is_louder() -> None:
    """A tone of 1 kHz at the clipping point is 120 dB at 1 m, so 80 dB at 100 m; A-weighting leaves 1 kHz alone."""
    street = Street("one", ((100.0, 0.0),), noise=80.0, drive=0.0)
    with_tone, alone = (street.heard(tone(1000.0, dbfs), 1) for dbfs in (-12.0, -120.0))
    spectra = [np.abs(np.fft.rfft(wave / wave[:3500].std())) ** 2 for wave in (with_tone, alone)]
    frequencies = np.fft.rfftfreq(len(with_tone), 1 / RATE)
    near = (frequencies > 990) & (frequencies < 1010)
    third = (frequencies > 891) & (frequencies < 1122)
    over = 10 * np.log10(spectra[0][near].sum() / spectra[1][third].sum())
    assert over == pytest.approx(-12 - 0.7 - (-8), abs=2.5)


def test_the_studio_changes_nothing() -> None:
    sound = tone(1000.0, -6.0)
    heard = STUDIO.heard(sound, 0)[START:-START]
    assert np.corrcoef(heard, sound.samples[:, 0])[0, 1] > 0.9999
    assert level(heard) == pytest.approx(20 * np.log10(0.8) - 3.01, abs=0.05)


@pytest.mark.parametrize(
    ("said", "heard", "wrong"), [("làng", "làng", 0), ("làng", "lang", 1), ("", "xã", 2), ("xã ta", "", 5)]
)
def test_edits(said: str, heard: str, wrong: int) -> None:
    assert edits(said, heard) == wrong


def test_a_judge_that_goes_on_and_on_is_wrong_once_at_most() -> None:
    assert Hearing("xã", "và và và và", 0.0).wrong == 2


def test_figures_and_tone_marks_are_counted_one_way() -> None:
    assert letters("Hoà Bình: 30 khoẻ") == letters("hòa bình ba mươi khỏe")
    assert letters("hoàn toàn") == "hoàn toàn"
    assert toneless("được") == "duoc"


def test_the_better_of_two_and_their_difference() -> None:
    one, other = [Hearing("ab", "ab", 0), Hearing("ab", "xy", 0)], [Hearing("ab", "xb", 0), Hearing("ab", "ay", 0)]
    assert [hearing.wrong for hearing in better(one, other)] == [0, 1]
    assert difference([1, 1], [0, 0], [2, 2]) == (0.5, 0.0)


def test_the_bulletin_is_read_whole() -> None:
    items = bulletin()
    assert len(items) == 12
    assert {len(item.sentences) for item in items} == {3}
    assert all(line.words and not any(letter.isdigit() for letter in line.spoken) for i in items for line in i.lines)
