"""
Piper: neural voices on this machine, from the extra ``broadcaster[piper]``.

In: a folder of models, each ``NAME.onnx`` with its ``NAME.onnx.json``. A model with several speakers gives one
voice each, ``NAME#SPEAKER``. Piper's own randomness is seeded anew for every utterance, in a session of its
own, so that the same words sound the same whatever was said before and however many threads speak.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from broadcaster.core.audio import Audio
from broadcaster.core.errors import VoiceError
from broadcaster.core.install import pip_line
from broadcaster.voice.catalogue import RELEASES
from broadcaster.voice.engine import Delivery, Voice, require_voice, utterance

_REVISION = 1
"""Raised when the way Piper is asked changes, so that cached sound is made again."""
_SEED = 1
_SAMPLED = 1 << 16
"""Bytes at either end of a model that tell it from another; weights differ everywhere."""
_SEEDING = Lock()
"""onnxruntime's seed is global to the process: taken by the next session that is made."""


@dataclass(frozen=True)
class _Model:
    path: Path
    config: dict[str, Any]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def language(self) -> str:
        code = (self.config.get("language") or {}).get("code") or self.name.partition("-")[0]
        return str(code).replace("_", "-")

    @property
    def speakers(self) -> dict[str, int]:
        """Names of the speakers with their numbers; empty for a model of one speaker."""
        return dict(self.config.get("speaker_id_map") or {}) if (self.config.get("num_speakers") or 1) > 1 else {}


class PiperEngine:
    """Piper's models in one folder."""

    name = "piper"
    online = False
    follows = frozenset({"rate"})

    def __init__(self, folder: Path) -> None:
        """Speak with the models in *folder*, which need not exist yet."""
        self._folder = folder

    @cached_property
    def version(self) -> str:
        try:
            return f"{version('piper-tts')}-{_REVISION}"
        except PackageNotFoundError:
            return f"none-{_REVISION}"

    def fingerprint(self, voice: str) -> str:
        path = self._folder / f"{voice.partition('#')[0]}.onnx"
        try:
            config = Path(f"{path}.json").read_bytes()
            with path.open("rb") as stream:
                size = path.stat().st_size
                start = stream.read(_SAMPLED)
                stream.seek(max(size - _SAMPLED, 0))
                return hashlib.sha256(b"%d|%b|%b|%b" % (size, config, start, stream.read())).hexdigest()
        except OSError:
            return ""

    def voices(self) -> tuple[Voice, ...]:
        ready = find_spec("piper") is not None
        found = [self._voice(model, speaker, ready) for model in self._models() for speaker in model.speakers or [""]]
        names = {voice.name for voice in found}
        missing = [
            Voice(
                engine=self.name,
                name=release.name,
                language=release.language,
                licence=release.licence,
                public_use=True,
                online=False,
                description=f"{release.description}; cài bằng “broadcaster voices install {release.short}”",
                installed=False,
            )
            for release in RELEASES
            if release.name not in names
        ]
        return (*sorted(found, key=lambda voice: (not voice.language.startswith("vi"), voice.name)), *missing)

    def available(self) -> str | None:
        if find_spec("piper") is None:
            return f"chưa cài Piper; chạy: {pip_line('piper-tts')}"
        if not self._models():
            short = RELEASES[0].short
            return f"chưa có giọng nào trong “{self._folder}”; chạy “broadcaster voices install {short}”."
        return None

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        text = utterance(words, self.name)
        require_voice(self, voice)
        name, _, speaker = voice.partition("#")
        model = self._model(self._folder / f"{name}.onnx")
        if model is None:
            raise VoiceError(self.name, f"giọng “{voice}” vừa bị xóa khỏi “{self._folder}”.", permanent=True)
        try:
            samples = _synthesise(model, text, model.speakers.get(speaker), delivery)
        except MemoryError as error:
            raise VoiceError(self.name, "máy hết bộ nhớ; đóng bớt chương trình khác.", permanent=False) from error
        except Exception as error:  # a library's border: a bad model raises anything
            message = f"mô hình “{model.path}” không đọc được ({error}); xóa hai tệp của giọng này rồi cài lại."
            raise VoiceError(self.name, message, permanent=True) from error
        if not samples.size or not np.abs(samples).max() > 0:
            raise VoiceError(self.name, "mô hình không phát ra tiếng nào cho câu này.", permanent=True)
        return Audio(samples.reshape(-1, 1), int(model.config["audio"]["sample_rate"]))

    def _models(self) -> list[_Model]:
        models = (self._model(path) for path in sorted(self._folder.glob("*.onnx")))
        return [model for model in models if model is not None]

    def _model(self, path: Path) -> _Model | None:
        """Return the model at *path*; None if either file is missing or it is none that Piper can phonemise here."""
        try:
            config = json.loads(Path(f"{path}.json").read_text(encoding="utf-8"))
            usable = path.is_file() and config.get("phoneme_type", "espeak") in {"espeak", "text"} and _is_sound(config)
        except (OSError, ValueError, AttributeError, TypeError, RecursionError):
            return None
        return _Model(path, config) if usable else None

    def _voice(self, model: _Model, speaker: str, ready: bool) -> Voice:  # noqa: FBT001  private, one caller
        release = next((release for release in RELEASES if release.name == model.name), None)
        person = f", người đọc {speaker}" if speaker else ""
        return Voice(
            engine=self.name,
            name=f"{model.name}#{speaker}" if speaker else model.name,
            language=model.language,
            licence=release.licence if release else "chưa rõ, xem MODEL_CARD của giọng",
            public_use=release is not None,
            online=False,
            description=(release.description if release else f"giọng Piper {model.name}") + person,
            installed=ready,
        )


def _is_sound(config: dict[str, Any]) -> bool:
    """Return whether what we ask of *config* is of its kind, as far as it is there: files come from anywhere."""
    kinds = {"language": dict, "num_speakers": int, "speaker_id_map": dict, "audio": dict}
    return all(isinstance(config[name], kind) for name, kind in kinds.items() if config.get(name) is not None)


def _synthesise(model: _Model, text: str, speaker: int | None, delivery: Delivery) -> np.ndarray[Any, Any]:
    """
    Return the samples, float32, one dimension.

    One thread a session: sentences run beside each other instead, and the sums do not depend on the number of
    processors. Without graph optimisation a session opens in a sixth of the time and speaks no slower. The model
    is handed over as bytes, since a path with letters outside ASCII does not open on Windows.
    """
    piper, onnxruntime = import_module("piper"), import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    weights = model.path.read_bytes()
    with _SEEDING:
        onnxruntime.set_seed(_SEED)
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    config = piper.PiperConfig.from_dict(model.config)
    how = piper.SynthesisConfig(
        speaker_id=speaker, length_scale=config.length_scale / delivery.rate, normalize_audio=False
    )
    chunks = piper.PiperVoice(session=session, config=config).synthesize(text, how)
    parts = [np.asarray(chunk.audio_float_array, dtype=np.float32) for chunk in chunks]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
