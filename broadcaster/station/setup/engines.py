"""
Every engine of a station, by the name that its settings use.

In: the station's folder, its ``voices``, its secrets. Out: engines, installed or not; nothing is asked or opened yet.
"""

from __future__ import annotations

from broadcaster.core.clock import Clock
from broadcaster.core.errors import InputError
from broadcaster.station.setup import secrets
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.voices import VoiceOptions
from broadcaster.voice.engine import Engine
from broadcaster.voice.espeak import EspeakEngine
from broadcaster.voice.http import HttpEngine
from broadcaster.voice.online import GttsEngine
from broadcaster.voice.piper import PiperEngine
from broadcaster.voice.tone import ToneEngine


def engines(folder: Folder, options: VoiceOptions, clock: Clock) -> dict[str, Engine]:
    """
    Return the engines of the station in *folder*, the built-in ones first.

    With a secrets file that cannot be used, a service that needs a key says so itself and the others speak on;
    ``check`` tells what is wrong with the file.
    """
    try:
        keys = secrets.load(folder)
    except InputError:
        keys = {}
    made: list[Engine] = [
        PiperEngine(folder.voices(options.folder)),
        GttsEngine(clock),
        EspeakEngine(),
        ToneEngine(),
        *(HttpEngine(service, clock, secrets=keys) for service in options.services),
    ]
    return {engine.name: engine for engine in made}
