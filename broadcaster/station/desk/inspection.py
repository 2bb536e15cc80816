"""
Inspection: every problem of the station's files at once, without changing or playing anything.

In: the station's folder. Out: problems with file and line, errors and warnings.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.content import library
from broadcaster.content.item import Item
from broadcaster.content.phrasebook import Phrasebook
from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import AudioError, InputError, Problem, Severity
from broadcaster.mixing import wavfile
from broadcaster.reading import lexicon as lexicons
from broadcaster.reading import lexicon_file
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.normalise import read
from broadcaster.reading.options import ReadingOptions
from broadcaster.reading.span import Span
from broadcaster.station.desk.phrasecheck import inspect_phrases
from broadcaster.station.desk.voicecheck import inspect_own_voice, inspect_public_use, inspect_voices
from broadcaster.station.setup import secrets
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.engines import engines
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import JINGLE_ENDINGS, Settings


def inspect(folder: Folder) -> tuple[Problem, ...]:
    """Return every problem of texts, schedule, lexicon and jingles, by file and line."""
    if not folder.schedule.exists() and not folder.scripts.exists():
        return (folder.absence,)
    texts = library.load(folder.scripts, base=folder.root)
    settings, faults = _schedule(folder, frozenset(item.id for item in texts.items))
    found = [*texts.problems, *faults, *_jingles(folder)]
    lexicon, faults = _lexicon(folder)
    found += faults
    options = settings.reading if settings else ReadingOptions()
    phrases = settings.phrases if settings else Phrasebook()
    for item in texts.items:
        found += _readings(folder, item)
        if settings is not None:
            found += inspect_phrases(item, phrases, _line(folder, item, "title:"))
        whole = phrases.fill(item)
        if not whole.placeholders and not whole.form:
            found += _guesses(folder, whole, lexicon, options)
    if settings is not None:
        speakers = engines(folder, settings.voices, SystemClock(settings.zone))
        found += inspect_voices(folder, settings.voices, speakers)
        found += inspect_public_use(folder, settings.voices, settings.outputs, speakers)
        for item in (item for item in texts.items if item.voice):
            found += inspect_own_voice(item, speakers, _line(folder, item, "voice:"))
    return tuple(
        sorted(dict.fromkeys(found), key=lambda problem: (problem.file, problem.line or 0, problem.column or 0))
    )


def _schedule(folder: Folder, items: frozenset[str]) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return the settings, None if they cannot be used, and what is wrong with them."""
    try:
        settings = settings_file.load(folder, items=items)
    except InputError as error:
        return None, error.problems
    try:
        secrets.of_outputs(folder, settings.outputs)
    except InputError as error:
        return settings, (*settings.warnings, *error.problems)
    return settings, settings.warnings


def _lexicon(folder: Folder) -> tuple[Lexicon, tuple[Problem, ...]]:
    if not folder.lexicon.exists():
        return Lexicon(), ()
    try:
        return lexicon_file.load(folder.lexicon, folder.shown(folder.lexicon)), ()
    except InputError as error:
        return Lexicon(), error.problems


def _jingles(folder: Folder) -> Iterator[Problem]:
    if not folder.jingles.is_dir():
        return
    for path in sorted(folder.jingles.iterdir()):
        if path.suffix.lower() in JINGLE_ENDINGS:
            try:
                wavfile.brought(path)
            except AudioError as error:
                told = str(error).removeprefix(f"Tệp {path}: ").replace(f" {path}", "")
                what, _, hint = told.rstrip(".").partition(". → ")
                yield Problem(folder.shown(path), what, hint or "chép lại tệp này, hoặc xóa đi")


def _line(folder: Folder, item: Item, text: str) -> int | None:
    """Return the first line of the item's file that holds *text*; asked only where there is a problem."""
    lines = (folder.root / item.file).read_text("utf-8-sig", "replace").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), None)


def _readings(folder: Folder, item: Item) -> Iterator[Problem]:
    for written, spoken in item.readings:
        if fault := lexicons.check(written, spoken):
            hint = "viết lời đọc bằng chữ, như người đọc sẽ nói"
            yield Problem(item.file, f"mục reading: {fault}", hint, _line(folder, item, written))


def _guesses(folder: Folder, item: Item, lexicon: Lexicon, options: ReadingOptions) -> Iterator[Problem]:
    own = lexicon.with_readings(dict(item.readings))
    title, body = read(item.title, own, options), read(item.body, own, options)
    for span in title.guesses:
        yield _guess(item, span, _line(folder, item, "title:"))
    for span in body.guesses:
        yield _guess(item, span, item.line + body.text.count("\n", 0, span.start))


def _guess(item: Item, span: Span, line: int | None) -> Problem:
    written, spoken = span.written, span.spoken
    hint = f"ghi cách đọc vào scripts_content/lexicon.yaml, như “{written}: {spoken}”, hoặc viết hẳn ra trong bài"
    return Problem(item.file, f"chưa chắc cách đọc “{written}” (đoán: {spoken})", hint, line, severity=Severity.WARNING)
