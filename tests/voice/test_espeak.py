import os
import shutil
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path

import espeakng_loader
import numpy as np
import psutil
import pytest

from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.engine import Delivery
from broadcaster.voice.espeak import EspeakEngine

GREETING = "Kính chào quý vị và bà con."


def speak(words: str = GREETING, voice: str = "vi", *, engine: EspeakEngine | None = None, **delivery: float):
    return (engine or EspeakEngine()).speak(words, voice, Delivery(**delivery))


def worker(folder: Path, code: str, timeout: float = 30.0) -> EspeakEngine:
    """An engine whose process runs *code* instead."""
    script = folder / "worker.py"
    script.write_text(code, encoding="utf-8")
    return EspeakEngine(worker=script, timeout=timeout)


def test_all_voices_speak_and_none_clips():
    for voice in EspeakEngine().voices():
        peak = float(np.abs(speak("Phòng Văn hóa xã hội kính mời bà con xã Ngọc Thiện.", voice.name).samples).max())
        assert 0.2 < peak < 0.98, voice.name


def test_pace_and_pitch_are_followed():
    normal = speak()
    assert speak(rate=0.7).frames > 1.2 * normal.frames > 1.2 * 1.2 * speak(rate=1.6).frames
    assert not np.array_equal(normal.samples, speak(pitch=4.0).samples[: normal.frames])


def test_the_reach_of_tones_suits_the_voice_unless_it_is_given():
    def said(voice, reach):
        return speak(voice=voice, engine=EspeakEngine(reach=reach)).samples

    assert np.array_equal(said("vi+f3", 75), said("vi+f3", None))
    assert np.array_equal(said("vi", 50), said("vi", None))
    assert not np.array_equal(said("vi", 75), said("vi", 50))
    assert EspeakEngine(reach=75).version != EspeakEngine(reach=50).version != EspeakEngine().version


def test_the_breath_of_a_woman_is_the_same_at_another_time():
    first = speak(voice="vi+f3")
    SystemClock(UTC).sleep(1.1)  # left alone, eSpeak NG draws it from the second of the day
    assert np.array_equal(first.samples, speak(voice="vi+f3").samples)


def test_decomposed_letters_sound_as_composed_ones():
    assert np.array_equal(speak().samples, speak(unicodedata.normalize("NFD", GREETING)).samples)


@pytest.mark.parametrize("markup", ["Kính [[chào]]", "Kính <say-as>chào</say-as>", "Kính &lt;chào&gt;"])
def test_markup_is_not_obeyed(markup):
    plain = "".join(letter if letter.isalpha() else " " for letter in markup)
    assert np.array_equal(speak(markup).samples, speak(plain).samples)


def test_the_data_may_lie_at_the_end_of_a_very_long_path(tmp_path):
    folder = tmp_path / ("thư mục dài " * 8) / ("sâu hơn nữa " * 8)
    shutil.copytree(Path(espeakng_loader.get_library_path()).parent, folder)
    library = folder / Path(espeakng_loader.get_library_path()).name
    assert len(str(folder).encode()) > 160
    assert np.array_equal(speak(engine=EspeakEngine(library=library)).samples, speak().samples)


def test_many_threads_get_what_one_gets():
    sentences = [f"{GREETING} Câu thứ {word}." for word in ("một", "hai", "ba", "bốn")] * 2
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(speak, sentences))
    assert all(
        np.array_equal(one.samples, speak(sentence).samples)
        for one, sentence in zip(together[:4], sentences, strict=False)
    )
    assert all(np.array_equal(one.samples, again.samples) for one, again in zip(together, together[4:], strict=False))


def test_a_long_sentence_is_spoken_to_its_end():
    once, often = speak("Bà con chú ý, "), speak("Bà con chú ý, " * 200)
    assert often.seconds > 150 * once.seconds


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os; os.kill(os.getpid(), 11)", "bị hỏng"),
        ("import sys; sys.exit('espeak_Synth 1')", "espeak_Synth 1"),
        ("", "không trọn vẹn"),
        ("import sys; sys.stdout.buffer.write(bytes([34, 86, 0, 0, 9, 0, 0, 0, 1, 2]))", "không trọn vẹn"),
        ("import sys; sys.stdout.buffer.write(bytes([34, 86, 0, 0, 0, 0, 0, 0]))", "không trọn vẹn"),
    ],
)
def test_a_broken_process_is_an_error_that_may_pass(tmp_path, code, message):
    with pytest.raises(VoiceError, match=message) as caught:
        speak(engine=worker(tmp_path, code))
    assert not caught.value.permanent


def test_a_process_that_hangs_is_killed(tmp_path):
    marker = tmp_path / "pid"
    code = f"import os, time\nopen({str(marker)!r}, 'w').write(str(os.getpid()))\nwhile True: time.sleep(60)"
    with pytest.raises(VoiceError, match="quá 2 giây") as caught:
        speak(engine=worker(tmp_path, code, timeout=2.0))
    assert not caught.value.permanent
    assert not psutil.pid_exists(int(marker.read_text()))


def test_words_never_stand_on_a_command_line(tmp_path):
    code = "import sys\nsys.exit(' '.join(sys.argv[1:]))"
    with pytest.raises(VoiceError) as caught:
        speak("Bí mật của xã", engine=worker(tmp_path, code))
    assert "mật" not in str(caught.value)


def test_a_missing_library_says_what_to_install(tmp_path):
    engine = EspeakEngine(library=tmp_path / "libespeak-ng.so")
    assert "pip install" in (engine.available() or "")
    assert not any(voice.installed for voice in engine.voices())
    with pytest.raises(VoiceError, match="pip install") as caught:
        speak(engine=engine)
    assert caught.value.permanent


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX's")
def test_a_python_that_cannot_start_is_an_error_that_may_pass(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-such-python"))
    with pytest.raises(VoiceError, match="không chạy được") as caught:
        speak()
    assert not caught.value.permanent
