"""
A text heard before anybody approves it: in the voice that would read it, or in every voice that can speak here.

In: a text and a place on the disk. Out: sound files like those that air, and what is to be known of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcaster.core.errors import InputError, Problem, VoiceError
from broadcaster.core.units import Seconds
from broadcaster.mixing import wavfile
from broadcaster.mixing.master import master
from broadcaster.production.announcer import Announcer, Said
from broadcaster.production.recipe import Speech
from broadcaster.reading.normalise import Reading, read
from broadcaster.reading.phrasing import Sentence
from broadcaster.station.making.airtime import FIRST
from broadcaster.station.wiring import Station
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import SpeechRun

STAND_IN = "tone"
"""The engine that only beeps: compared with the others only where the chain names it."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")  # a single word may be meant to be spoken
_UNFIT = re.compile(r"[^\w+.-]")  # in the name of a file


@dataclass(frozen=True)
class Trial:
    """One voice, tried."""

    voice: str
    """``engine:voice``."""
    path: Path | None
    """Where it can be heard; None if it did not speak."""
    seconds: Seconds
    """Length of what it said."""
    took: Seconds
    """How long it took to say it, nothing of it kept from before."""
    problem: str = ""
    """Why it did not speak, in Vietnamese."""


def reading(station: Station, text: str) -> Reading:
    """
    Return how *text*, or the item whose id it is, is read: an item's title and then its body.

    Raises:
        NotFoundError: It looks like the id of an item, and there is none.
        InputError: There is nothing to say in it, or the lexicon has problems.
    """
    lexicon, name = station.newsroom.lexicon(), text.strip()
    name = Path(name).stem if name.endswith(".md") else name
    if _ID.fullmatch(name):
        script = station.newsroom.news().find(name)
        lexicon = lexicon.with_readings(dict(script.item.readings))
        text = f"{script.item.title}\n\n{script.item.body}"
    found = read(text, lexicon, station.settings.reading)
    if not found.sentences:
        raise InputError([Problem(f"“{text}”", "không có chữ nào để đọc", "viết ít nhất một chữ")])
    return found


def say(station: Station, sentences: Sequence[Sentence], path: Path) -> Said:
    """
    Write *sentences* to the sound file *path*, spoken as on the air; return what was said.

    Raises:
        VoiceError: No voice can say it.
    """
    speech = station.studio.speech(FIRST)
    said = _speak(station, sentences, station.studio.casting.chain, speech)
    _write(station, said, path)
    return said


def compare(station: Station, sentences: Sequence[Sentence], folder: Path) -> Iterator[Trial]:
    """Yield each usable Vietnamese voice with *sentences* spoken into a file in *folder*, in the order of engines."""
    clock = station.clock
    for engine, voice in _voices(station):
        name = f"{engine}:{voice}"
        with TemporaryDirectory(prefix="broadcaster-") as cache:
            speech = SpeechRun(SpeechCache(Path(cache)), clock, online_seconds=FIRST)
            begun = clock.monotonic()
            try:
                said = _speak(station, sentences, ((engine, voice),), speech)
            except VoiceError as error:
                yield Trial(name, None, Seconds(0), Seconds(clock.monotonic() - begun), str(error))
                continue
            took = Seconds(clock.monotonic() - begun)
        path = folder / f"{_UNFIT.sub('-', name)}.wav"
        _write(station, said, path)
        yield Trial(name, path, said.seconds, took)


def _speak(
    station: Station, sentences: Sequence[Sentence], chain: Sequence[tuple[str, str]], speech: SpeechRun
) -> Said:
    return Announcer(station.engines, speech).say(sentences, chain, station.settings.voices.delivery)


def _write(station: Station, said: Said, path: Path) -> None:
    write = wavfile.write_wav if path.suffix.lower() == ".wav" else wavfile.write_flac
    sound = Speech(said.sounds, said.pauses, 0.0).sound()
    write(path, master(sound, station.settings.finish.mastering).blocks())


def _voices(station: Station) -> Iterator[tuple[str, str]]:
    named = {engine for engine, _ in station.settings.voices.chain}
    for engine in station.engines.values():
        if engine.name == STAND_IN and STAND_IN not in named:
            continue
        for voice in engine.voices():
            if voice.language.startswith("vi") and station.studio.casting.usable(engine.name, voice.name):
                yield engine.name, voice.name
