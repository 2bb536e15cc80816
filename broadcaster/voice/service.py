"""
One speech service as ``schedule.yaml`` describes it.

In: a table of the settings. Out: a Service. Placeholders ``{text} {voice} {rate} {percent} {pitch}`` stand for
what is asked; any other name is one of secrets.yaml.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.core.values import UnreadableError
from broadcaster.core.yamlfile import Text
from broadcaster.voice.address import unsafe
from broadcaster.voice.template import BodyForm, placeholders

ASKED = frozenset({"text", "voice", "rate", "percent", "pitch"})
"""What a template may ask of us: rate as a factor (0.9), percent as its distance from 1 (-10), pitch in semitones."""
_FORMS = {form.name.lower(): form for form in BodyForm}
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


@dataclass(frozen=True)
class Service:
    """A speech service that answers one HTTP request."""

    name: str
    """Name of the engine, for the settings' chain."""
    url: str
    """Where to ask; https, except on this machine or an address of the local network. May hold placeholders."""
    voices: tuple[str, ...]
    """Names of its voices, the preferred one first."""
    body: str = ""
    """What to send, with placeholders; an empty body is sent as GET."""
    form: BodyForm = BodyForm.JSON
    """How *body* is written, which says how words are put in safely."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers, with placeholders except ``{text}``."""
    audio: str = "body"
    """Where the sound is: ``body``; ``base64:PATH`` or ``url:PATH`` in a JSON answer, PATH as ``data.0.audio``."""
    raw_rate: int | None = None
    """Hertz, if the sound is bare 16-bit samples; None if it is a WAV, FLAC, OGG or MP3 file."""
    language: str = "vi"
    """BCP 47 tag of the voices."""
    licence: str = "theo hợp đồng với nhà cung cấp"
    """Under what terms the sound may be used."""
    public_use: bool = False
    """Whether the station holds the right to broadcast it."""
    description: str = "dịch vụ đọc qua mạng"
    """One line for people."""


def read_service(section: Section, taken: frozenset[str]) -> Service:
    """
    Return the service in *section*; what is wrong is added to the section's problems.

    Args:
        section: One table of the list ``services``.
        taken: Names of engines that there are already.
    """
    for key in ("name", "url", "voices"):
        section.require(key)
    default = Service("", "", ())
    service = Service(
        name=section.value("name", values.identifier, ""),
        url=section.value("url", _address, ""),
        voices=section.values("voices", values.text),
        body=section.value("body", values.text, default.body),
        form=section.value("form", values.one_of(_FORMS), default.form),
        headers=_headers(section.section("headers")),
        audio=section.value("audio", _audio, default.audio),
        raw_rate=section.value("raw_rate", values.whole(8_000, 96_000), 0) or None,
        language=section.value("language", values.text, default.language),
        licence=section.value("licence", values.text, default.licence),
        public_use=section.value("public_use", values.yes_no, default.public_use),
        description=section.value("description", values.text, default.description),
    )
    section.close()
    _check(section, service, taken)
    return service


def _check(section: Section, service: Service, taken: frozenset[str]) -> None:
    if service.name in taken:
        section.problem(section, f"đã có bộ đọc tên “{service.name}”", "đặt tên khác cho dịch vụ này")
    if "text" not in placeholders(service.url, service.body):
        section.problem(section, "không có chỗ nào cho lời cần đọc", "viết {text} trong “body” hoặc “url”")
    if "text" in placeholders(*(value for _, value in service.headers)):
        section.problem(section, "lời cần đọc không đặt trong “headers” được", "chuyển {text} vào “body” hoặc “url”")
    if service.body and service.form is BodyForm.JSON:
        try:
            json.loads(service.body)
        except ValueError:
            section.problem(
                section, "“body” không phải JSON", "xem lại dấu nháy, dấu phẩy, hoặc ghi “form” cho đúng kiểu"
            )


def _headers(section: Section | None) -> tuple[tuple[str, str], ...]:
    found = []
    for name, node in section.pairs() if section else ():
        if section and not (isinstance(node, Text) and _HEADER.fullmatch(name.value)):
            section.problem(node, f"tiêu đề “{name.value}” viết sai", "viết theo dạng “tên: giá trị”, tên không dấu")
        elif isinstance(node, Text):
            found.append((name.value, node.value))
    return tuple(found)


def _address(written: str) -> str:
    if problem := unsafe(written):
        raise UnreadableError(f"không dùng được {written}", problem)
    return written


def _audio(written: str) -> str:
    kind, colon, path = written.partition(":")
    if written == "body" or (kind in {"base64", "url"} and colon and all(path.split("."))):
        return written
    raise UnreadableError(f"không hiểu “{written}”", "viết body, base64:ĐƯỜNG.DẪN hoặc url:ĐƯỜNG.DẪN")
