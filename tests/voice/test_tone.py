import numpy as np
import pytest

from broadcaster.voice.engine import Delivery
from broadcaster.voice.tone import BEEP, PAUSE, SYLLABLE, ToneEngine, frames, onsets


def heard_onsets(samples: np.ndarray) -> list[int]:
    """Frames that sound after at least 0.04 s of digital silence, or at the very beginning."""
    sounding = np.flatnonzero(samples[:, 0])
    gaps = np.flatnonzero(np.diff(sounding) > 1900)
    return [int(sounding[0]), *(int(sounding[gap + 1]) for gap in gaps)]


@pytest.mark.parametrize(
    ("words", "rate", "expected"),
    [
        ("xin", 1.0, [0]),
        ("Kính chào, bà con.", 1.0, [0, SYLLABLE, 2 * SYLLABLE + PAUSE, 3 * SYLLABLE + PAUSE]),
        ("Kính chào", 0.5, [0, 2 * SYLLABLE]),
        (", xin chào", 1.0, [0, SYLLABLE]),
        ("bà , con", 1.0, [0, SYLLABLE + PAUSE]),
    ],
)
def test_every_beep_starts_on_its_frame(words, rate, expected):
    delivery = Delivery(rate)
    audio = ToneEngine().speak(words, "beep", delivery)
    assert heard_onsets(audio.samples) == expected == list(onsets(words, delivery))


def test_the_length_is_exact_and_the_end_silent():
    audio = ToneEngine().speak("Kính chào, bà con.", "beep", Delivery())
    assert audio.frames == frames("Kính chào, bà con.") == 4 * SYLLABLE + 2 * PAUSE
    assert not audio.samples[3 * SYLLABLE + PAUSE + BEEP :].any()


def test_other_syllables_sound_otherwise_and_the_same_alike():
    speak = ToneEngine().speak
    one, other, again = (speak(word, "beep", Delivery()).samples for word in ("xã", "bà", "XÃ."))
    assert not np.array_equal(one, other)
    assert np.array_equal(one, again[: len(one)])
