"""Engines that behave badly on purpose, on top of the tone engine."""

from __future__ import annotations

from collections.abc import Callable

from broadcaster.core.audio import Audio
from broadcaster.core.errors import VoiceError
from broadcaster.voice.engine import Delivery
from broadcaster.voice.tone import ToneEngine


class ScriptedEngine(ToneEngine):
    """A tone engine with a name of its own that asks *fails* before each utterance and counts them."""

    def __init__(
        self,
        name: str = "scripted",
        *,
        online: bool = False,
        fails: Callable[[int, str], VoiceError | None] = lambda call, words: None,
        missing: str | None = None,
    ) -> None:
        self.name = name
        self.online = online
        self.spoken: list[str] = []
        self._fails = fails
        self._missing = missing

    def available(self) -> str | None:
        return self._missing

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        self.spoken.append(words)
        error = self._fails(len(self.spoken), words)
        if error is not None:
            raise error
        return super().speak(words, voice, delivery)


def always(engine: str, *, permanent: bool) -> Callable[[int, str], VoiceError]:
    """Fail every time."""
    return lambda call, words: VoiceError(engine, "hỏng", permanent=permanent)


def at(calls: set[int], engine: str, *, permanent: bool) -> Callable[[int, str], VoiceError | None]:
    """Fail at those calls, counted from 1."""
    return lambda call, words: VoiceError(engine, "hỏng", permanent=permanent) if call in calls else None
