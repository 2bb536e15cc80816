"""
The copy desk: texts held against what the station knows, and against what a listener can follow.

In: texts, the settings. Out: warnings with file and line; nothing is changed, nothing is kept from air.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadcaster.content import facts, library, naming
from broadcaster.content.facts import StationFacts
from broadcaster.content.finding import Text
from broadcaster.content.item import Item
from broadcaster.core.errors import NotFoundError, Problem, Severity, os_reason
from broadcaster.production.estimate import spoken_seconds
from broadcaster.reading import tables
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.normalise import read
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import Settings

LONGEST = 120.0
"""Seconds of the longest item that listeners follow in one go; longer ones are better said in parts."""


def desk(folder: Folder, settings: Settings, lexicon: Lexicon) -> tuple[Problem, ...]:
    """Return what should be looked at in the scripts of the station, by file and line."""
    found = list(_phrases(folder, settings))
    texts = library.load(folder.scripts, base=folder.root).items
    for written in (text for text in texts if not text.form):
        item = settings.phrases.fill(written)
        known = _facts(settings, lexicon, item)
        for problem in facts.check(item.body, item.file, known):
            found.append(_moved(problem, item.line - 1))
        found += _length(item, settings, lexicon)
    return tuple(sorted(found, key=lambda problem: (problem.file, problem.line or 0, problem.column or 0)))


def document(path: Path, settings: Settings, lexicon: Lexicon) -> tuple[Problem, ...]:
    """
    Return what should be looked at in any text file.

    Raises:
        NotFoundError: It cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise NotFoundError(f"Không đọc được tệp {path}: {os_reason(error)}.") from error
    return facts.check(text, str(path), _facts(settings, lexicon, None))


def _facts(settings: Settings, lexicon: Lexicon, item: Item | None) -> StationFacts:
    """Return the facts for one item: those of its campaign, or of the first one."""
    campaigns = settings.schedule.campaigns
    own = [campaign for campaign in campaigns if item is not None and campaign.id in item.tags]
    campaign = next(iter((*own, *campaigns)), None)
    abbreviations = frozenset(row[0] for row in tables.rows("abbreviations")) | frozenset(lexicon.readings)
    options = settings.facts
    return StationFacts(
        names=options.names,
        own_level=options.level,
        start=campaign.days.first if campaign else None,
        end=campaign.days.last if campaign else None,
        phrases=_locked(settings, item),
        terms=dict(options.terms),
        abbreviations=abbreviations,
    )


def _locked(settings: Settings, item: Item | None) -> tuple[str, ...]:
    """Return the phrases that one item must quote exactly, or that any document must."""
    book = settings.phrases
    if item is not None:
        return tuple(book.known_to(item).values())
    tables = (book.common, *book.of_campaigns.values())
    return tuple(dict.fromkeys(words for table in tables for words in table.values()))


def _phrases(folder: Folder, settings: Settings) -> Iterator[Problem]:
    """Say which locked phrases write a name unlike the station's own way: they are as they were laid down, or wrong."""
    lines = folder.schedule.read_text("utf-8-sig", "replace").splitlines()
    for words in _locked(settings, None):
        number = next((number for number, line in enumerate(lines, start=1) if words in line), None)
        for found in naming.names(Text(words), settings.facts.names):
            hint = "so với văn bản gốc; văn bản ghi vậy thì giữ nguyên"
            file = folder.shown(folder.schedule)
            yield Problem(file, f"câu nguyên văn có {found.what}", hint, number, severity=Severity.WARNING)


def _moved(problem: Problem, lines: int) -> Problem:
    line = None if problem.line is None else problem.line + lines
    return Problem(problem.file, problem.what, problem.hint, line, problem.column, problem.severity)


def _length(item: Item, settings: Settings, lexicon: Lexicon) -> Iterator[Problem]:
    sentences = read(item.body, lexicon.with_readings(dict(item.readings)), settings.reading).sentences
    seconds = spoken_seconds(sentences, settings.voices.delivery.rate)
    if seconds > LONGEST:
        what = f"bài dài khoảng {seconds / 60:.1f} phút khi đọc".replace(".", ",")
        yield Problem(
            item.file, what, "chia thành nhiều phần, mỗi phần không quá 2 phút", item.line, None, Severity.WARNING
        )
