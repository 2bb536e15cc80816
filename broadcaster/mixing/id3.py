"""
The label on an MP3: title, station, date.

Source: ID3v2.3.0 (id3.org): text in UTF-16, which the players of old Windows PCs read too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Tags:
    """What a player shows."""

    title: str = ""
    station: str = ""
    date: date | None = None
    """The day it is for."""


def id3(tags: Tags) -> bytes:
    """Return the ID3v2 tag to put before the first frame; nothing for empty *tags*."""
    body = b"".join(
        [
            _frame("TIT2", tags.title),
            _frame("TPE1", tags.station),
            _frame("TYER", f"{tags.date:%Y}" if tags.date else ""),
            _frame("TDAT", f"{tags.date:%d%m}" if tags.date else ""),
        ]
    )
    return b"ID3\x03\x00\x00" + _synchsafe(len(body)) + body if body else b""


def _frame(name: str, text: str) -> bytes:
    if not text:
        return b""
    content = b"\x01" + text.encode("utf-16") + b"\x00\x00"
    return name.encode() + len(content).to_bytes(4, "big") + b"\x00\x00" + content


def _synchsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))
