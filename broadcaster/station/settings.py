"""
``schedule.yaml``, the station's one settings file, read once → each part's own options.

In: the file. Out: Settings, or an InputError with every problem of the file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from broadcaster.core import values, yamlfile
from broadcaster.core.errors import InputError, Problem, Severity
from broadcaster.core.units import Seconds
from broadcaster.core.values import UnreadableError
from broadcaster.core.yamlfile import Section
from broadcaster.mixing.master import MasterOptions, Profile
from broadcaster.programme.schedule import Schedule
from broadcaster.programme.settings import read_schedule
from broadcaster.reading.options import PauseOptions, ReadingOptions, Region
from broadcaster.station.folder import Folder
from broadcaster.voice.engine import Delivery

JINGLE_ENDINGS = (".flac", ".wav", ".ogg", ".mp3")
"""What a station may put under ``audio/jingles``, the preferred first."""


@dataclass(frozen=True)
class VoiceOptions:
    """Who reads, and how."""

    chain: tuple[tuple[str, str], ...] = (("espeak", "vi"),)
    """Engine and voice, the wanted one first; the next is used where the one before cannot speak."""
    delivery: Delivery = field(default_factory=Delivery)


@dataclass(frozen=True)
class OutputOptions:
    """One place that programmes are played to."""

    name: str
    """For the log and for people."""
    url: str
    """``soundcard:`` (the default device), ``soundcard:NAME``, ``file:PATH``."""
    loudspeakers: bool
    """Whether villagers hear it. Only an output that says no is open to rehearsals and tests."""
    level: float = 0.0
    """Gain, dB; never above 0."""


@dataclass(frozen=True)
class FactOptions:
    """What the station knows for certain, to hold texts against."""

    names: tuple[str, ...] = ()
    """Names as they must be written."""
    level: str = "xã"
    """The level that the station's own papers speak for."""
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(term as it must be written, ways in which it must not)."""


@dataclass(frozen=True)
class Settings:
    """Everything that ``schedule.yaml`` says."""

    name: str
    """The station's full name."""
    zone: ZoneInfo
    schedule: Schedule
    voices: VoiceOptions
    reading: ReadingOptions
    mastering: MasterOptions
    outputs: tuple[OutputOptions, ...]
    facts: FactOptions
    warnings: tuple[Problem, ...]
    """What somebody should look at, though the file can be used."""


def load(folder: Folder, *, items: Collection[str] | None = None) -> Settings:
    """
    Return the settings of the station in *folder*.

    Args:
        folder: The station's.
        items: Ids of the items there are, to warn of phrases that nobody wrote; None: not asked.

    Raises:
        InputError: Every problem of the file.
    """
    file = folder.shown(folder.schedule)
    problems: list[Problem] = []
    top = Section(yamlfile.load(folder.schedule, file), file, problems)
    top.require("station")
    top.require("outputs")
    name, zone = _station(top.section("station"))
    reading = _reading(top.section("reading"))
    voices = _voices(top.section("voices"))
    mastering = _mastering(top.section("loudness"))
    outputs = _outputs(top)
    facts = _facts(top.section("facts"))
    schedule = read_schedule(top, zone=zone, jingles=jingle_names(folder), items=items)
    top.close()
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise InputError(sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return Settings(name, zone, schedule, voices, reading, mastering, outputs, facts, tuple(problems))


def jingle_names(folder: Folder) -> frozenset[str]:
    """Return the names of the jingles that the station has."""
    if not folder.jingles.is_dir():
        return frozenset()
    return frozenset(path.stem for path in folder.jingles.iterdir() if path.suffix.lower() in JINGLE_ENDINGS)


def _station(section: Section | None) -> tuple[str, ZoneInfo]:
    default = ZoneInfo("Asia/Ho_Chi_Minh")
    if section is None:
        return "", default
    section.require("name")
    name = section.value("name", values.text, "")
    zone = section.value("zone", values.zone, default)
    section.close()
    return name, zone


def _reading(section: Section | None) -> ReadingOptions:
    default, pauses = ReadingOptions(), PauseOptions()
    if section is None:
        return default
    region = section.value("region", values.one_of({region.value: region for region in Region}), default.region)
    early_days = section.value("early_days", values.yes_no, default.early_days)
    seconds = values.number(0, 10)
    lengths = {
        key: Seconds(section.value(f"{key}_pause", seconds, getattr(pauses, key)))
        for key in ("sentence", "paragraph", "heading")
    }
    section.close()
    return ReadingOptions(region=region, early_days=early_days, pauses=PauseOptions(**lengths))


def _voices(section: Section | None) -> VoiceOptions:
    default = VoiceOptions()
    if section is None:
        return default
    chain = section.values("chain", _engine_and_voice) or default.chain
    rate = section.value("rate", values.number(0.5, 2.0), default.delivery.rate)
    section.close()
    return VoiceOptions(chain, Delivery(rate=rate))


def _engine_and_voice(written: str) -> tuple[str, str]:
    engine, _, voice = written.partition(":")
    if not engine or not voice:
        raise UnreadableError(f"“{written}” không đủ tên bộ đọc và tên giọng", "viết như espeak:vi")
    return engine, voice


def _mastering(section: Section | None) -> MasterOptions:
    default = MasterOptions()
    if section is None:
        return default
    profiles = {"horn": Profile.HORN, "line": Profile.LINE}
    options = MasterOptions(
        target=section.value("target", values.number(-30, -10), default.target),
        ceiling=section.value("ceiling", values.number(-9, -1), default.ceiling),
        chain=section.value("profile", values.one_of(profiles), Profile.HORN).chain,
    )
    section.close()
    return options


def _facts(section: Section | None) -> FactOptions:
    default = FactOptions()
    if section is None:
        return default
    names = section.values("names", values.text)
    level = section.value("level", values.text, default.level)
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if (table := section.section("terms")) is not None:
        terms = tuple((name.value, table.values(name.value, values.text)) for name, _ in table.pairs())
    section.close()
    return FactOptions(names, level, terms)


def _outputs(top: Section) -> tuple[OutputOptions, ...]:
    found: dict[str, OutputOptions] = {}
    for section in top.sections("outputs"):
        for key in ("name", "url", "loudspeakers"):
            section.require(key)
        output = OutputOptions(
            name=section.value("name", values.identifier, ""),
            url=section.value("url", _output_url, ""),
            loudspeakers=section.value("loudspeakers", values.yes_no, True),
            level=section.value("level", values.number(-60, 0), 0.0),
        )
        section.close()
        if output.name in found:
            section.problem(section, f"có hai ngõ ra cùng tên “{output.name}”", "đặt tên khác nhau")
        found[output.name] = output
    return tuple(found.values())


def _output_url(written: str) -> str:
    kind, colon, rest = written.partition(":")
    if not colon or kind not in ("soundcard", "file") or (kind == "file" and not rest):
        raise UnreadableError(f"không có kiểu ngõ ra “{written}”", "viết soundcard: hoặc file:ĐƯỜNG-DẪN")
    return written
