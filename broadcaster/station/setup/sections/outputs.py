"""``outputs``: the places that programmes are played to."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from broadcaster.core import values
from broadcaster.core.errors import OutputError
from broadcaster.core.section import Section
from broadcaster.core.units import Seconds
from broadcaster.core.values import UnreadableError
from broadcaster.playout.outputs.mount import Mount
from broadcaster.playout.preroll import Preroll

_NO_DELAY = Seconds(0.0)
_CARDS = ("soundcard", "miniaudio")
LATER = ("snapcast", "rtp")
"""Kinds of output that are planned and not there yet."""


@dataclass(frozen=True)
class OutputOptions:
    """One place that programmes are played to."""

    name: str
    """For the log and for people."""
    url: str
    """``soundcard:`` (the default device), ``soundcard:NAME``, ``file:PATH``, ``icecast://name@host:port/mount``."""
    loudspeakers: bool
    """Whether villagers hear it. Only an output that says no is open to rehearsals and tests."""
    level: float = 0.0
    """Gain, dB; never above 0."""
    delay: Seconds = _NO_DELAY
    """How much later than its device says it is heard, seconds; what ``calibrate`` measures."""
    password: str = ""
    """Name in ``secrets.yaml`` of the password that it asks for; empty for none."""
    preroll: Preroll = field(default_factory=Preroll)
    """What is done for amplifiers before and after a programme."""

    @property
    def card(self) -> str | None:
        """Name of the sound device, whichever library drives it; empty for the default one, None where it is none."""
        kind, _, name = self.url.partition(":")
        return name if kind in _CARDS else None


def read_outputs(sections: Sequence[Section]) -> tuple[OutputOptions, ...]:
    """Return the outputs, in order; two of one name are a problem."""
    found: dict[str, OutputOptions] = {}
    for section in sections:
        output = _read(section)
        if output.name in found:
            section.problem(section, f"có hai ngõ ra cùng tên “{output.name}”", "đặt tên khác nhau")
        found[output.name] = output
    return tuple(found.values())


def _read(section: Section) -> OutputOptions:
    for key in ("name", "url", "loudspeakers"):
        section.require(key)
    output = OutputOptions(
        name=section.value("name", values.identifier, ""),
        url=section.value("url", _url, ""),
        loudspeakers=section.value("loudspeakers", values.yes_no, True),
        level=section.value("level", values.number(-60, 0), 0.0),
        delay=Seconds(section.value("delay", _seconds(-1, 10), 0.0)),
        password=section.value("password", values.identifier, ""),
        preroll=_preroll(section),
    )
    section.close()
    if output.url.startswith("icecast:") and not output.password:
        hint = "thêm “password: TÊN”, và trong secrets.yaml dòng “TÊN: mật khẩu”"
        section.problem(section, "ngõ ra Icecast cần mật khẩu", hint)
    return output


def _preroll(section: Section) -> Preroll:
    """Return what is done for the amplifiers of this output."""
    default = Preroll()
    sounds = {"lặng": False, "silence": False, "âm nhẹ": True, "tone": True}
    return Preroll(
        lead_in=Seconds(section.value("lead_in", _seconds(0, 60), 0.0)),
        tone=section.value("lead_in_sound", values.one_of(sounds), default.tone),
        power_on=section.value("power_on", _command, default.power_on),
        power_off=section.value("power_off", _command, default.power_off),
    )


def _seconds(low: float, high: float) -> Callable[[str], float]:
    """Return a parser of a length of time from *low* to *high* seconds."""
    within = values.number(low, high)

    def parse(written: str) -> float:
        sign, size = ("-", written[1:]) if written.startswith("-") else ("", written)
        return within(f"{sign}{values.seconds(size)}")

    return parse


def _command(written: str) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(written))
    except ValueError:
        raise UnreadableError("lệnh thiếu dấu nháy đóng", "viết như: /usr/local/bin/tang-am bat") from None
    return words


def _url(written: str) -> str:
    kind, colon, rest = written.partition(":")
    if kind in LATER and colon:
        raise UnreadableError(f"bản này chưa có ngõ ra {kind}", "dùng soundcard:, file:ĐƯỜNG-DẪN hoặc icecast://…")
    if written.startswith("icecast:"):
        return _icecast(written)
    if not colon or kind not in ("soundcard", "file") or (kind == "file" and not rest):
        hint = "viết soundcard:, soundcard:TÊN, file:ĐƯỜNG-DẪN hoặc icecast://source@máy-chủ:8000/tên"
        raise UnreadableError(f"không có kiểu ngõ ra “{written}”", hint)
    return written


def _icecast(written: str) -> str:
    if re.match(r"icecast://[^/]*:[^/]*@", written):
        raise UnreadableError("không ghi mật khẩu trong địa chỉ", "ghi vào secrets.yaml, ở đây chỉ ghi password: TÊN")
    try:
        Mount.parse(written)
    except OutputError:
        raise UnreadableError("không phải địa chỉ Icecast", "viết như icecast://source@máy-chủ:8000/tên.mp3") from None
    return written
