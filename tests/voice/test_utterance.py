import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.core.errors import VoiceError
from broadcaster.voice.engine import Delivery, utterance


@given(st.text(max_size=80))
def test_nothing_but_letters_digits_spaces_and_three_marks_reaches_an_engine(text):
    try:
        clean = utterance(text, "tone")
    except VoiceError:
        assert not any(unicodedata.category(letter) in {"Ll", "Lu", "Nd"} for letter in text)
        return
    assert unicodedata.is_normalized("NFC", clean)
    assert all(letter in ",.? " or unicodedata.category(letter)[0] in "LMN" for letter in clean)
    assert clean == clean.strip()
    assert "  " not in clean
    assert utterance(clean, "tone") == clean


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        (unicodedata.normalize("NFD", "Kính chào quý vị"), "Kính chào quý vị"),
        ("bà con\u0000, [[x'a]] <break/>", "bà con , x a break"),
        ("Đúng không?", "Đúng không?"),
        ("Nghỉ\u200bngơi 🙂 nhé", "Nghỉ ngơi nhé"),
        ("năm 2025", "năm 2025"),
    ],
)
def test_what_is_left_of_strange_text(written, clean):
    assert utterance(written, "tone") == clean


@pytest.mark.parametrize("written", ["", "   ", ", . ?", "🙂", "\u0301", "[[]]"])
def test_nothing_to_say_is_an_error_that_stays(written):
    with pytest.raises(VoiceError, match="không có chữ nào") as caught:
        utterance(written, "espeak")
    assert caught.value.permanent


@pytest.mark.parametrize("setting", [{"rate": 0.0}, {"rate": float("nan")}, {"rate": 5.0}, {"pitch": 13.0}])
def test_a_delivery_nobody_could_follow_is_refused(setting):
    with pytest.raises(ValueError, match="must lie in"):
        Delivery(**setting)
