"""
One line of a ledger and how it hangs on the line before.

The hash of a line is the SHA-256 of its canonical JSON (keys sorted, no spaces, UTF-8) without ``hash`` itself;
``prev`` is the hash of the line before, and for the first line the hash of the ledger's name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from broadcaster.core.storage import text_hash

FORMAT = 1
"""Version of the line format, in every line as ``v``."""

_KEYS = {"v", "seq", "at", "event", "facts", "prev", "hash"}


@dataclass(frozen=True)
class Line:
    """One recorded fact."""

    seq: int
    """Place in the ledger, from 1."""
    at: datetime
    """Instant at which the fact was true, aware, to the millisecond."""
    event: str
    """What happened: one word of the ledger's own vocabulary."""
    facts: Mapping[str, Any]
    """What is known of it, as JSON values."""
    prev: str
    """Hash of the line before."""
    hash: str
    """Hash of this line."""


@dataclass(frozen=True)
class Head:
    """How far one ledger had come."""

    seq: int
    """Number of its last line; 0 where it had none."""
    hash: str
    """Hash of that line, which stands for all before it; empty where there was none."""


def origin(name: str) -> str:
    """Return what the first line of the ledger called *name* has as ``prev``."""
    return text_hash(f"broadcaster ledger {FORMAT}: {name}")


def link(name: str, last: Line | None, at: datetime, event: str, facts: Mapping[str, Any]) -> Line:
    """Return the line that follows *last*, or the first one of the ledger called *name*."""
    if at.tzinfo is None:
        raise ValueError("a ledger line needs an aware instant")
    rounded = at + timedelta(microseconds=500)
    stamp = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
    seq, prev = (last.seq + 1, last.hash) if last else (1, origin(name))
    plain = json.loads(json.dumps(facts, ensure_ascii=False))
    unsigned = Line(seq, stamp, event, plain, prev, "")
    return Line(seq, stamp, event, plain, prev, text_hash(_canonical(_body(unsigned))))


def encode(line: Line) -> bytes:
    """Return the line as stored, without its line end."""
    return _canonical(_body(line) | {"hash": line.hash}).encode("utf-8")


def decode(raw: bytes) -> Line | None:
    """Return the line stored as *raw*, or None where it is none, or its hash does not fit."""
    try:
        data = json.loads(raw)
        if (
            not isinstance(data, dict)
            or set(data) != _KEYS
            or data["v"] != FORMAT
            or not isinstance(data["facts"], dict)
        ):
            return None
        at = datetime.fromisoformat(data["at"])
        line = Line(int(data["seq"]), at, str(data["event"]), data["facts"], str(data["prev"]), str(data["hash"]))
        return line if encode(line) == raw and text_hash(_canonical(_body(line))) == line.hash else None
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def format_of(raw: bytes) -> object:
    """Return the version that the line stored as *raw* gives itself; None where it is no line at all."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return data.get("v") if isinstance(data, dict) else None


def follows(line: Line, last: Line | None, name: str) -> bool:
    """Return whether *line* is the one written directly after *last*."""
    if last is None:
        return line.seq == 1 and line.prev == origin(name)
    return line.seq == last.seq + 1 and line.prev == last.hash


def _body(line: Line) -> dict[str, Any]:
    at = line.at.isoformat(timespec="milliseconds")
    return {"v": FORMAT, "seq": line.seq, "at": at, "event": line.event, "facts": line.facts, "prev": line.prev}


def _canonical(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
