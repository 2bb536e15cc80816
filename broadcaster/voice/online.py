"""
gTTS: the voice of Google Translate, over the network.

gTTS cuts the words into parts and prepares the requests; we send them. Its own sending checks no certificate,
waits for ever, leaves an empty file when refused and takes an empty answer for success (seen in 2.5.4).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from functools import cached_property, partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from broadcaster.core.audio import Audio, join
from broadcaster.core.clock import Clock
from broadcaster.core.errors import VoiceError
from broadcaster.core.install import pip_line
from broadcaster.voice.answer import decode
from broadcaster.voice.engine import Delivery, Voice, require_voice, utterance
from broadcaster.voice.transport import Answer, Patience, Transport, Unsteady

_REVISION = 1
"""Raised when the way the service is asked changes, so that cached sound is made again."""
_RPC = "jQ1olc"
"""Name of the remote call whose result is speech."""


class _NothingToHearError(Exception):
    """The service answered that it has no sound for this."""


class GttsEngine:
    """Google Translate's Vietnamese voice."""

    name = "gtts"
    online = True
    follows: frozenset[str] = frozenset()

    def __init__(self, clock: Clock, *, patience: Patience | None = None, ca_file: Path | None = None) -> None:
        """
        Prepare to ask; nothing is sent yet.

        Args:
            clock: Waits between tries.
            patience: How long to wait, how often to ask.
            ca_file: Certificates to trust instead of the usual ones.
        """
        self._transport = Transport(self.name, clock, patience=patience, ca_file=ca_file)

    @cached_property
    def version(self) -> str:
        try:
            return f"{version('gTTS')}-{_REVISION}"
        except PackageNotFoundError:
            return f"none-{_REVISION}"

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002  the service tells nothing about its voice
        return ""

    def voices(self) -> tuple[Voice, ...]:
        return (
            Voice(
                engine=self.name,
                name="vi",
                language="vi",
                licence="điều khoản của Google",
                public_use=False,
                online=True,
                description="giọng nữ của Google Dịch",
                installed=self.available() is None,
            ),
        )

    def available(self) -> str | None:
        if find_spec("gtts") is None:
            return f"chưa cài gTTS; chạy: {pip_line('gTTS')}"
        return None

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:  # noqa: ARG002  it follows no delivery
        text = utterance(words, self.name)
        require_voice(self, voice)
        return join(self._part(prepared) for prepared in _requests(text, voice))

    def _part(self, prepared: Any) -> Audio:
        part = _words(prepared)
        try:
            return self._transport.send(prepared, partial(_sound, words=part))
        except _NothingToHearError as error:
            message = "dịch vụ không có tiếng cho câu này (hoặc đã đổi cách trả lời); dùng giọng khác."
            raise VoiceError(self.name, message, permanent=True) from error


def _requests(text: str, language: str) -> list[Any]:
    """Return gTTS's prepared requests: one for each part of at most 100 letters, cut at marks or spaces."""
    speech = import_module("gtts").gTTS(text, lang=language, lang_check=False, pre_processor_funcs=[])
    prepared: list[Any] = speech._prepare_requests()  # gTTS offers no public way to them
    return prepared


def _words(prepared: Any) -> str:
    """Return the words that *prepared* asks for."""
    rpc = json.loads(parse_qs(prepared.body)["f.req"][0])
    return str(json.loads(rpc[0][0][1])[0])


def _sound(answer: Answer, words: str) -> Audio:
    """
    Return the sound in the service's answer: lines of JSON, one of which carries it in base64.

    Raises:
        Unsteady: The answer is cut, empty, or not what it should be.
        _NothingToHearError: The service says that it has none.
    """
    text = answer.body.decode("utf-8", "replace")
    line = next((line for line in text.splitlines() if _RPC in line), None)
    if line is None:
        raise Unsteady("dịch vụ trả lời mà không có âm thanh.")
    try:
        frame = next(frame for frame in json.loads(line) if frame[:2] == ["wrb.fr", _RPC])
        if frame[2] is None:
            raise _NothingToHearError
        encoded = json.loads(frame[2])[0]
        if not isinstance(encoded, str) or not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", encoded):
            raise Unsteady("dịch vụ gửi âm thanh bị cắt giữa chừng.")
        data = base64.b64decode(encoded, validate=True)
    except (ValueError, TypeError, IndexError, KeyError, StopIteration, RecursionError, binascii.Error) as error:
        raise Unsteady("dịch vụ gửi âm thanh bị cắt giữa chừng.") from error
    return decode(data, words)
