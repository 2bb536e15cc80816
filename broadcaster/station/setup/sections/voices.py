"""``voices``: who reads what, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from broadcaster.content.item import Kind
from broadcaster.core import values
from broadcaster.core.section import Section, nearest
from broadcaster.core.units import Seconds
from broadcaster.core.values import UnreadableError
from broadcaster.core.yamlfile import Listing, Node, Text
from broadcaster.reading.options import PauseOptions
from broadcaster.voice.engine import Delivery
from broadcaster.voice.service import Service, read_service

BUILT_IN = ("piper", "gtts", "espeak", "tone")
"""Engines that every station has; further ones are its ``services``."""


@dataclass(frozen=True)
class Pace:
    """How fast, and with how much silence between sentences."""

    rate: float
    """Speed as a factor of an announcer's."""
    pauses: PauseOptions


PROFILES = {
    "horn": Pace(1.0, PauseOptions(Seconds(0.7), Seconds(1.2), Seconds(1.5))),
    "line": Pace(1.0, PauseOptions(Seconds(0.4), Seconds(0.8), Seconds(1.0))),
}
"""For horns in the street every silence is longer than the echo; in a room it need not be."""


@dataclass(frozen=True)
class Wish:
    """A voice that the section names, and where it does, for messages."""

    engine: str
    voice: str
    line: int
    column: int


@dataclass(frozen=True)
class VoiceOptions:
    """Who reads what, and how."""

    chain: tuple[tuple[str, str], ...] = (("espeak", "vi+f3"),)
    """Engine and voice, the wanted one first; the next is used where the one before cannot speak."""
    headlines: str = ""
    """``engine:voice`` that reads headlines; empty: the one that reads the items."""
    kinds: tuple[tuple[Kind, str], ...] = ()
    """``engine:voice`` for items of that kind; the others are read by the chain."""
    delivery: Delivery = field(default_factory=Delivery)
    pauses: PauseOptions = PROFILES["horn"].pauses
    online: bool = True
    """Whether voices may be asked for over the network. Without it only sentences that are kept are used."""
    folder: str = "audio/voices"
    """Where Piper's models lie, from the station's folder."""
    cache: int = 2_000_000_000
    """Bytes of spoken sentences that may be kept: some 22 hours of them."""
    services: tuple[Service, ...] = ()
    """Further engines, each a service behind HTTP."""
    wishes: tuple[Wish, ...] = field(default=(), compare=False)
    """Every voice that the section names."""


def read_voices(section: Section | None) -> VoiceOptions:
    """Return who reads what, and how."""
    default = VoiceOptions()
    if section is None:
        return default
    pace = section.value("profile", values.one_of(PROFILES), PROFILES["horn"])
    services = _services(section)
    engines = (*BUILT_IN, *(service.name for service in services))
    kinds = section.section("kinds")
    options = VoiceOptions(
        chain=tuple(_split(written) for written in section.values("chain", _voice)) or default.chain,
        headlines=section.value("headlines", _voice, default.headlines),
        kinds=_kinds(kinds) if kinds else default.kinds,
        delivery=Delivery(
            rate=section.value("rate", values.number(0.5, 2.0), pace.rate),
            pitch=section.value("pitch", values.number(-12, 12), default.delivery.pitch),
        ),
        pauses=_pauses(section, pace.pauses),
        online=section.value("online", values.yes_no, default.online),
        folder=section.value("folder", values.text, default.folder),
        cache=section.value("cache", values.size, default.cache),
        services=services,
        wishes=tuple(_wishes(section, kinds, engines)),
    )
    section.close()
    return options


def _pauses(section: Section, usual: PauseOptions) -> PauseOptions:
    def pause(key: str, default: Seconds) -> Seconds:
        return Seconds(section.value(key, values.number(0, 10), float(default)))

    return PauseOptions(
        sentence=pause("sentence_pause", usual.sentence),
        paragraph=pause("paragraph_pause", usual.paragraph),
        heading=pause("heading_pause", usual.heading),
    )


def _services(section: Section) -> tuple[Service, ...]:
    found: list[Service] = []
    for table in section.sections("services"):
        found.append(read_service(table, frozenset(BUILT_IN) | {service.name for service in found}))
    return tuple(found)


def _kinds(section: Section) -> tuple[tuple[Kind, str], ...]:
    found = []
    for name, _ in section.pairs():
        voice = section.value(name.value, _voice, "")
        try:
            found.append((Kind.parse(name.value), voice))
        except UnreadableError as error:
            section.problem(name, error.what, error.hint)
    return tuple((kind, voice) for kind, voice in found if voice)


def _wishes(section: Section, kinds: Section | None, engines: tuple[str, ...]) -> Iterator[Wish]:
    """Yield every voice named; an engine that does not exist is a problem."""
    nodes = [section.node("chain"), section.node("headlines"), *(node for _, node in (kinds.pairs() if kinds else ()))]
    for text in (text for node in nodes for text in _texts(node)):
        engine, voice = _split(text.value)
        if engine in engines and voice:
            yield Wish(engine, voice, text.line, text.column)
        elif voice:
            section.problem(text, f"không có bộ đọc “{engine}”", nearest(engine, engines))


def _texts(node: Node | None) -> Iterator[Text]:
    if isinstance(node, Listing):
        yield from (entry for entry in node.entries if isinstance(entry, Text))
    elif isinstance(node, Text):
        yield node


def _voice(written: str) -> str:
    if not all(_split(written)):
        raise UnreadableError(f"“{written}” không đủ tên bộ đọc và tên giọng", "viết như espeak:vi")
    return written


def _split(written: str) -> tuple[str, str]:
    engine, _, voice = written.partition(":")
    return engine.strip(), voice.strip()
