"""
Whether the voices that settings and texts name exist and can speak here.

In: the settings, the engines, the texts. Out: problems with file and line. What does not exist is an error; what is
only not installed is a note, for the next voice of the chain speaks in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from broadcaster.content.item import Item
from broadcaster.core.errors import InputError, Problem, Severity
from broadcaster.core.section import nearest
from broadcaster.station.desk.casting import Casting
from broadcaster.station.setup import secrets
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.setup.sections.voices import VoiceOptions
from broadcaster.voice.chain import Speaker
from broadcaster.voice.engine import Engine
from broadcaster.voice.piper import PiperEngine


def inspect_voices(folder: Folder, options: VoiceOptions, engines: Mapping[str, Engine]) -> Iterator[Problem]:
    """Yield what is wrong with the voices that ``schedule.yaml`` names."""
    file = folder.shown(folder.schedule)
    for wish in options.wishes:
        if problem := _problem(engines[wish.engine], wish.voice):
            what, hint, severity = problem
            yield Problem(file, what, hint, wish.line, wish.column, severity)
    casting = Casting(options, engines)
    line = options.wishes[0].line if options.wishes else None
    if not any(casting.usable(*pair) for pair in options.chain):
        hint = "thêm “espeak:vi” vào cuối “chain”: giọng này luôn có trên máy"
        yield Problem(file, "không giọng nào của “chain” đọc được trên máy này", hint, line)
    if options.services:
        try:
            secrets.load(folder)
        except InputError as error:
            yield from error.problems


def inspect_public_use(
    folder: Folder, options: VoiceOptions, outputs: Iterable[OutputOptions], engines: Mapping[str, Engine]
) -> Iterator[Problem]:
    """Yield one note where a voice whose use in public is not clean would speak on loudspeakers."""
    horns = [output.name for output in outputs if output.loudspeakers]
    casting = Casting(options, engines)
    for wish in options.wishes if horns else ():
        known = {voice.name: voice.public_use for voice in engines[wish.engine].voices()}
        if not known.get(wish.voice, True) and casting.usable(wish.engine, wish.voice):
            name = f"{wish.engine}:{wish.voice}"
            what = f"giọng “{name}” chưa rõ có được phát ra loa công cộng không (ngõ ra {', '.join(horns)})"
            hint = "hỏi chủ giọng, hoặc bỏ giọng này khỏi “voices”; giọng nào được thì xem: broadcaster voices"
            yield Problem(folder.shown(folder.schedule), what, hint, wish.line, wish.column, Severity.WARNING)
            return


def inspect_own_voice(item: Item, engines: Mapping[str, Engine], line: int | None) -> Iterator[Problem]:
    """Yield what is wrong with the voice that *item* wants, which stands on *line* of its file."""
    engine, _, voice = item.voice.partition(":")
    if engine not in engines:
        yield Problem(item.file, f"không có bộ đọc “{engine}”", nearest(engine, list(engines)), line)
    elif problem := _problem(engines[engine], voice):
        what, hint, severity = problem
        yield Problem(item.file, what, hint, line, severity=severity)


def _problem(engine: Engine, voice: str) -> tuple[str, str, Severity] | None:
    """Return what keeps *voice* from speaking, what to do, and how much it matters."""
    reason = Speaker(engine, voice).problem()
    if reason is None:
        return None
    name = f"{engine.name}:{voice}"
    known = [each.name for each in engine.voices()]
    if voice not in known and not isinstance(engine, PiperEngine):
        hint = nearest(name, [f"{engine.name}:{each}" for each in known])
        return f"không có giọng “{name}”", hint, Severity.ERROR
    what, _, hint = reason.rstrip(".").partition("; ")
    return f"giọng “{name}” chưa dùng được: {what}", hint, Severity.WARNING
