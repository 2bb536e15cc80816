"""
Any speech service that answers one HTTP request: its shapes are settings, not code.

In: a Service, which says where the words go and where the sound is in the answer. Out: that sound.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from broadcaster.core.audio import Audio
from broadcaster.core.clock import Clock
from broadcaster.core.errors import VoiceError
from broadcaster.core.install import pip_line
from broadcaster.voice.address import is_loopback, unsafe
from broadcaster.voice.answer import decode
from broadcaster.voice.engine import Delivery, Voice, require_voice, utterance
from broadcaster.voice.service import ASKED, Service
from broadcaster.voice.template import fill, fill_body, placeholders
from broadcaster.voice.transport import Answer, Patience, Transport, Unsteady

_REVISION = 1
"""Raised when the way services are asked changes, so that cached sound is made again."""
_PENDING = frozenset({202, 404})
"""What a service answers for a file that it has promised and not yet made."""
_MAKING = Patience(tries=6, pause=0.5)
"""For such a file: 15 to 31 seconds in all."""


class HttpEngine:
    """One service behind HTTP."""

    def __init__(
        self,
        service: Service,
        clock: Clock,
        *,
        secrets: Mapping[str, str],
        patience: Patience | None = None,
        ca_file: Path | None = None,
    ) -> None:
        """
        Prepare to ask; nothing is sent yet.

        Args:
            service: Whom to ask, and how.
            clock: Waits between tries.
            secrets: Values for the placeholders that are none of ours; they reach the service and nothing else.
            patience: How long to wait, how often to ask.
            ca_file: Certificates to trust instead of the usual ones.
        """
        self._service = service
        self._secrets = dict(secrets)
        self._transport = Transport(service.name, clock, patience=patience, ca_file=ca_file)
        self._files = Transport(service.name, clock, patience=_MAKING, ca_file=ca_file)
        self._templates = (service.url, service.body, *(value for _, value in service.headers))

    @property
    def name(self) -> str:
        return self._service.name

    @property
    def online(self) -> bool:
        return not is_loopback(self._service.url)

    @property
    def follows(self) -> frozenset[str]:
        used = placeholders(*self._templates)
        return frozenset({"rate"} & used | ({"rate"} if "percent" in used else set()) | ({"pitch"} & used))

    @property
    def version(self) -> str:
        """A digest of the service's description: another template may mean another sound. Secrets are no part of it."""
        return f"{hashlib.sha256(repr(self._service).encode()).hexdigest()[:16]}-{_REVISION}"

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002  services tell nothing about their voices
        return ""

    def voices(self) -> tuple[Voice, ...]:
        service = self._service
        installed = self.available() is None
        return tuple(
            Voice(
                engine=service.name,
                name=name,
                language=service.language,
                licence=service.licence,
                public_use=service.public_use,
                online=self.online,
                description=service.description,
                installed=installed,
            )
            for name in service.voices
        )

    def available(self) -> str | None:
        if find_spec("requests") is None:
            return f"chưa cài thư viện requests; chạy: {pip_line('requests')}"
        if problem := unsafe(self._service.url):
            return problem
        missing = sorted(placeholders(*self._templates) - ASKED - self._secrets.keys())
        if missing:
            return f"thiếu {', '.join(missing)} trong secrets.yaml; thêm dòng “{missing[0]}: …”."
        return None

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        text = utterance(words, self.name)
        if (reason := self.available()) is not None:
            raise VoiceError(self.name, reason, permanent=True)
        require_voice(self, voice)
        prepared = self._request(text, voice, delivery)
        kind, _, path = self._service.audio.partition(":")
        if kind == "url":
            address = self._transport.send(prepared, lambda answer: str(_found(answer, path)))
            return self._files.send(self._get(address), partial(self._sound, words=text), pending=_PENDING)
        if kind == "base64":
            return self._transport.send(
                prepared, lambda answer: decode(_bytes(_found(answer, path)), text, raw_rate=self._service.raw_rate)
            )
        return self._transport.send(prepared, partial(self._sound, words=text))

    def _request(self, text: str, voice: str, delivery: Delivery) -> Any:
        values: dict[str, str | float] = {
            **self._secrets,
            "text": text,
            "voice": voice,
            "rate": delivery.rate,
            "percent": round((delivery.rate - 1) * 100),
            "pitch": delivery.pitch,
        }
        headers = {name: fill(value, values).encode("utf-8") for name, value in self._service.headers}
        if not self._service.body:
            return self._prepare("GET", fill(self._service.url, values, quoted=True), headers, None)
        try:
            kind, body = fill_body(self._service.body, self._service.form, values)
        except ValueError as error:
            message = "mẫu “body” không phải JSON; xem lại cài đặt của giọng này."
            raise VoiceError(self.name, message, permanent=True) from error
        headers = {"Content-Type": kind.encode("ascii"), **headers}
        return self._prepare("POST", fill(self._service.url, values, quoted=True), headers, body)

    def _get(self, address: str) -> Any:
        """Return a request for the file at *address*, without our headers: it may lie with somebody else."""
        if problem := unsafe(address):
            raise VoiceError(self.name, f"dịch vụ chỉ tới một tệp không an toàn: {problem}", permanent=True)
        return self._prepare("GET", address, {}, None)

    def _prepare(self, method: str, url: str, headers: dict[str, bytes], body: bytes | None) -> Any:
        requests = import_module("requests")
        try:
            return requests.Request(method, url, headers=headers, data=body).prepare()
        except (requests.exceptions.RequestException, UnicodeError) as error:
            message = "địa chỉ hoặc tiêu đề viết sai; xem lại cài đặt của giọng này và secrets.yaml."
            raise VoiceError(self.name, message, permanent=True) from error

    def _sound(self, answer: Answer, words: str) -> Audio:
        return decode(answer.body, words, raw_rate=self._service.raw_rate)


def _found(answer: Answer, path: str) -> Any:
    """Return what stands at *path* in a JSON answer."""
    try:
        place = json.loads(answer.body)
        for step in path.split("."):
            place = place[int(step)] if isinstance(place, list) else place[step]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise Unsteady(f"câu trả lời của dịch vụ không có “{path}”.") from error
    if not isinstance(place, str) or not place:
        raise Unsteady(f"“{path}” trong câu trả lời của dịch vụ không phải là chữ.")
    return place


def _bytes(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise Unsteady("dịch vụ gửi âm thanh bị cắt giữa chừng.") from error
