"""
eSpeak NG: the offline voice that is always there, from the wheel ``espeakng-loader``.

Its library is global to the process and crashes when two threads use it, so each utterance has a fresh
process; the same words then give the same bytes, and a crash costs one utterance.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from broadcaster.core.audio import Audio
from broadcaster.core.errors import VoiceError, os_reason
from broadcaster.core.install import pip_line
from broadcaster.voice.engine import Delivery, Voice, require_voice, utterance

_WORKER = Path(__file__).with_name("espeak_worker.py")
_PACKAGE = "espeakng-loader"
_REVISION = 3
"""Raised when the numbers below change, so that cached sound is made again."""
_PACE = 125
"""Words a minute at rate 1.0: the pace of an announcer."""
_SLOWEST, _FASTEST = 80, 450
"""Words a minute that eSpeak NG takes (``espeakRATE_MINIMUM``, ``espeakRATE_MAXIMUM``)."""
_PITCH, _PER_SEMITONE = 50, 5
"""eSpeak's own pitch on its scale of 0 to 100, and the steps that make about a semitone."""
_REACH, _REACHES = 50, {"vi+f3": 75}
"""How far tones rise and fall: eSpeak's own on its scale of 0 to 100, and what some voices are understood better with
(measured, docs/voice.md)."""
_VOLUME = 60
"""On its scale of 0 to 200. At 80 the central voice clips (30 samples in 20 s); at 60 no voice of ours does."""
_HEADER = struct.Struct("<II")

_VOICES = {
    "vi": "giọng miền Bắc, nam",
    "vi+f3": "giọng miền Bắc, nữ",
    "vi-vn-x-central": "giọng miền Trung, nam",
    "vi-vn-x-south": "giọng miền Nam, nam",
}


class EspeakEngine:
    """eSpeak NG in one process per utterance."""

    name = "espeak"
    online = False
    follows = frozenset({"rate", "pitch"})

    def __init__(
        self, *, library: Path | None = None, timeout: float = 30.0, worker: Path = _WORKER, reach: int | None = None
    ) -> None:
        """
        Choose what to run.

        Args:
            library: The shared library; ``espeak-ng-data`` lies beside it. By default the wheel's.
            timeout: Seconds after which one utterance is given up and its process killed.
            worker: The file to run.
            reach: How far tones rise and fall, on its scale of 0 to 100; by default what suits the voice.
        """
        self._library = library
        self._timeout = timeout
        self._worker = worker
        self._reach = reach

    @cached_property
    def version(self) -> str:
        try:
            number = f"{version(_PACKAGE)}-{_REVISION}"
        except PackageNotFoundError:
            number = f"none-{_REVISION}"
        return number if self._reach is None else f"{number}-{self._reach}"

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002  the data come with the library, and so with its version
        return ""

    def voices(self) -> tuple[Voice, ...]:
        installed = self.available() is None
        return tuple(
            Voice(
                engine=self.name,
                name=name,
                language="vi",
                licence="GPL-3.0-or-later",
                public_use=True,
                online=False,
                description=description,
                installed=installed,
            )
            for name, description in _VOICES.items()
        )

    def available(self) -> str | None:
        library = self._find()
        if library is None:
            return f"chưa cài eSpeak NG; chạy: {pip_line('espeakng-loader')}"
        if not library.is_file() or not (library.parent / "espeak-ng-data").is_dir():
            return f"bộ cài eSpeak NG bị thiếu tệp; chạy: {pip_line('--force-reinstall', 'espeakng-loader')}"
        return None

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        text = utterance(words, self.name)
        reason = self.available()
        library = self._find()
        if reason is not None or library is None:
            raise VoiceError(self.name, reason or "chưa cài.", permanent=True)
        require_voice(self, voice)
        return self._unpack(self._run(text, self._arguments(library, voice, delivery), library.parent))

    def _find(self) -> Path | None:
        if self._library is not None:
            return self._library
        try:
            import espeakng_loader
        except ImportError:
            return None
        return Path(espeakng_loader.get_library_path())

    def _arguments(self, library: Path, voice: str, delivery: Delivery) -> list[str]:
        """Return the worker's arguments. The data path is relative: eSpeak NG fails on one of 160 bytes or more."""
        rate = min(max(round(_PACE * delivery.rate), _SLOWEST), _FASTEST)
        pitch = min(max(round(_PITCH + _PER_SEMITONE * delivery.pitch), 0), 100)
        reach = _REACHES.get(voice, _REACH) if self._reach is None else self._reach
        return [str(library), ".", voice, str(rate), str(pitch), str(_VOLUME), str(reach)]

    def _run(self, text: str, arguments: list[str], folder: Path) -> bytes:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-S", str(self._worker), *arguments],
                input=text.encode("utf-8"),
                capture_output=True,
                cwd=folder,
                timeout=self._timeout,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired as error:
            message = f"đọc một câu quá {self._timeout:g} giây nên đã dừng; thử lại."
            raise VoiceError(self.name, message, permanent=False) from error
        except OSError as error:
            message = f"không chạy được tiến trình đọc ({os_reason(error)}); thử lại sau."
            raise VoiceError(self.name, message, permanent=False) from error
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            detail = said[-1] if said else f"mã {done.returncode}"
            raise VoiceError(self.name, f"tiến trình đọc bị hỏng ({detail}); thử lại.", permanent=False)
        return done.stdout

    def _unpack(self, answer: bytes) -> Audio:
        rate, count = _HEADER.unpack_from(answer) if len(answer) >= _HEADER.size else (0, 0)
        if count == 0 or len(answer) != _HEADER.size + 2 * count:
            raise VoiceError(self.name, "tiến trình đọc trả về âm thanh không trọn vẹn; thử lại.", permanent=False)
        samples = np.frombuffer(answer, dtype="<i2", offset=_HEADER.size).astype(np.float32) / np.float32(32768)
        return Audio(samples.reshape(-1, 1), rate)
