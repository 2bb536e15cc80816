"""``outputs``: the places that programmes are played to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.core.values import UnreadableError


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


def read_outputs(sections: Sequence[Section]) -> tuple[OutputOptions, ...]:
    """Return the outputs, in order; two of one name are a problem."""
    found: dict[str, OutputOptions] = {}
    for section in sections:
        for key in ("name", "url", "loudspeakers"):
            section.require(key)
        output = OutputOptions(
            name=section.value("name", values.identifier, ""),
            url=section.value("url", _url, ""),
            loudspeakers=section.value("loudspeakers", values.yes_no, True),
            level=section.value("level", values.number(-60, 0), 0.0),
        )
        section.close()
        if output.name in found:
            section.problem(section, f"có hai ngõ ra cùng tên “{output.name}”", "đặt tên khác nhau")
        found[output.name] = output
    return tuple(found.values())


def _url(written: str) -> str:
    kind, colon, rest = written.partition(":")
    if not colon or kind not in ("soundcard", "file") or (kind == "file" and not rest):
        raise UnreadableError(f"không có kiểu ngõ ra “{written}”", "viết soundcard: hoặc file:ĐƯỜNG-DẪN")
    return written
