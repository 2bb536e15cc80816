"""
``schedule.yaml``, the station's one settings file, read once → each part's own options.

In: the file. Out: Settings, or an InputError with every problem of the file. The sections that the station reads
itself lie in ``sections/``; what is programme's own, programme reads.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from broadcaster.content.phrasebook import Phrasebook
from broadcaster.core import values, yamlfile
from broadcaster.core.errors import InputError, Problem, Severity
from broadcaster.core.formats import is_later, refusal
from broadcaster.core.section import Section
from broadcaster.core.values import UnreadableError
from broadcaster.mixing.parts import Finish
from broadcaster.programme.schedule import Schedule
from broadcaster.programme.settings import read_schedule
from broadcaster.reading.options import ReadingOptions
from broadcaster.records.rules import Rules
from broadcaster.report.options import ReportOptions
from broadcaster.report.royalties import Rate
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.approval import read_approval
from broadcaster.station.setup.sections.backup import BackupOptions, read_backup
from broadcaster.station.setup.sections.facts import FactOptions, read_facts
from broadcaster.station.setup.sections.identity import read_identity
from broadcaster.station.setup.sections.loudness import read_loudness
from broadcaster.station.setup.sections.outputs import OutputOptions, read_outputs
from broadcaster.station.setup.sections.phrases import read_phrases
from broadcaster.station.setup.sections.programmes import read_programmes
from broadcaster.station.setup.sections.reading import read_reading
from broadcaster.station.setup.sections.report import read_report
from broadcaster.station.setup.sections.royalties import read_royalties
from broadcaster.station.setup.sections.voices import VoiceOptions, read_voices

FORMAT = 1
"""Version of the file."""

JINGLE_ENDINGS = (".flac", ".wav", ".ogg", ".mp3", ".aiff", ".aif", ".opus", ".m4a", ".aac", ".mp4", ".wma")
"""What a station may put under ``audio/jingles``, the preferred first; the last few need ffmpeg."""


@dataclass(frozen=True)
class Settings:
    """Everything that ``schedule.yaml`` says."""

    name: str
    """The station's full name."""
    zone: ZoneInfo
    schedule: Schedule
    voices: VoiceOptions
    reading: ReadingOptions
    finish: Finish
    outputs: tuple[OutputOptions, ...]
    facts: FactOptions
    phrases: Phrasebook
    backup: BackupOptions
    keep: int
    """Days for which finished programmes are kept; 0: for ever."""
    approval: Rules
    """What makes an approval count."""
    report: ReportOptions
    royalties: tuple[Rate, ...]
    warnings: tuple[Problem, ...]
    """What somebody should look at, though the file can be used."""


def load(folder: Folder, *, items: Collection[str] | None = None, text: str | None = None) -> Settings:
    """
    Return the settings of the station in *folder*.

    Args:
        folder: The station's.
        items: Ids of the items there are, to warn of phrases that nobody wrote; None: not asked.
        text: What the file is to say, before it is written; None: what it says.

    Raises:
        InputError: Every problem of the file.
    """
    file = folder.shown(folder.schedule)
    if not folder.schedule.exists():
        raise InputError([folder.absence])
    problems: list[Problem] = []
    table = yamlfile.load(folder.schedule, file) if text is None else yamlfile.parse(text, file)
    top = Section(table, file, problems)
    top.require("station")
    top.require("outputs")
    top.value("format", _version, FORMAT)
    name, zone = read_identity(top.section("station"))
    voices = read_voices(top.section("voices"))
    reading = replace(read_reading(top.section("reading")), pauses=voices.pauses)
    finish = read_loudness(top.section("loudness"))
    outputs = read_outputs(top.sections("outputs"))
    facts = read_facts(top.section("facts"))
    backup = read_backup(top.section("backup"))
    keep = read_programmes(top.section("programmes"))
    approval = read_approval(top.section("approval"))
    report = read_report(top.section("report"))
    royalties = read_royalties(top.sections("royalties"))
    schedule = read_schedule(top, zone=zone, jingles=jingle_names(folder), items=items)
    phrases = read_phrases(top.section("phrases"), schedule.campaigns)
    top.close()
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise InputError(sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return Settings(
        name=name,
        zone=zone,
        schedule=schedule,
        voices=voices,
        reading=reading,
        finish=finish,
        outputs=outputs,
        facts=facts,
        phrases=phrases,
        backup=backup,
        keep=keep,
        approval=approval,
        report=report,
        royalties=royalties,
        warnings=tuple(problems),
    )


def jingle_names(folder: Folder) -> frozenset[str]:
    """Return the names of the jingles that the station has."""
    if not folder.jingles.is_dir():
        return frozenset()
    return frozenset(path.stem for path in folder.jingles.iterdir() if path.suffix.lower() in JINGLE_ENDINGS)


def _version(written: str) -> int:
    version = values.whole(1, 9999)(written)
    if is_later(version, FORMAT):
        raise UnreadableError(f"tệp {refusal(version, FORMAT)}")
    return version
