"""
What was changed in a text since it was approved.

In: the text as approved and as it is now. Out: each change with both sides, the words as they are said.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from broadcaster.records.approvals import Text

_SAID = {"title": "lời đọc đầu đề", "body": "lời đọc"}
_WRITTEN = {
    "title": "chữ viết đầu đề",
    "body": "chữ viết",
    "kind": "kind",
    "priority": "priority",
    "valid_from": "from",
    "valid_until": "until",
    "repeat": "repeat",
    "voice": "voice",
    "readings": "reading",
}
"""What an approval binds, by the name that people know it by: the key of the front matter."""


@dataclass(frozen=True)
class Change:
    """One place that differs."""

    where: str
    """What it is a place of, in Vietnamese, or the key of the front matter."""
    before: str
    """As approved; empty for what is new."""
    after: str
    """As it is now; empty for what is gone."""


def changes(approved: Text, now: Text) -> tuple[Change, ...]:
    """Return what differs, the words said first; a written change that leaves the words alone is told as written."""
    found = [change for part in _SAID for change in _said(part, approved, now)]
    parts = {part for part in _SAID if any(change.where == _SAID[part] for change in found)}
    for name, where in _WRITTEN.items():
        before, after = approved.bound.get(name), now.bound.get(name)
        if approved.bound and before != after and name not in parts:
            found += _written(where, before, after)
    return tuple(found)


def _said(part: str, approved: Text, now: Text) -> Iterator[Change]:
    return _lines(_SAID[part], _sentences(approved, part), _sentences(now, part))


def _lines(where: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, stop in matcher.get_opcodes():
        if tag != "equal":
            for old, new in zip_longest(before[first:last], after[start:stop], fillvalue=""):
                yield Change(where, old, new)


def _sentences(text: Text, part: str) -> list[str]:
    """Return the sentences of one part as they are said, a comma for each breath."""
    rows: Sequence[Mapping[str, Any]] = text.words.get(part, ())
    return [", ".join(row.get("groups", ())) + ("?" if row.get("question") else "") for row in rows]


def _written(where: str, before: object, after: object) -> Iterator[Change]:
    if isinstance(before, str) and isinstance(after, str) and "\n" in before + after:
        yield from _lines(where, before.split("\n"), after.split("\n"))
    else:
        yield Change(where, _shown(before), _shown(after))


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{written}: {spoken}" for written, spoken in value.items())
    text = "" if value in (None, "") else str(value)
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text
