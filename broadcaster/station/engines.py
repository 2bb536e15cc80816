"""Every engine of this program, by the name that settings use."""

from __future__ import annotations

from broadcaster.voice.engine import Engine
from broadcaster.voice.espeak import EspeakEngine
from broadcaster.voice.tone import ToneEngine


def engines() -> dict[str, Engine]:
    """Return the engines, installed or not."""
    made: tuple[Engine, ...] = (EspeakEngine(), ToneEngine())
    return {engine.name: engine for engine in made}
