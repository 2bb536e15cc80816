"""``approval``: who may approve what, and for how long that holds."""

from __future__ import annotations

from broadcaster.content.item import Kind
from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.records.rules import Rules

LASTING = frozenset(kind.value for kind in Kind if kind.fixed)
"""Greetings, idents, links, slogans are approved once."""

_MOST_DAYS = 3650


def read_approval(section: Section | None) -> Rules:
    """Return the station's rules."""
    default = Rules(lasting=LASTING)
    if section is None:
        return default
    rules = Rules(
        approvers=section.values("approvers", values.text),
        own=section.value("own", values.yes_no, default.own),
        days=section.value("days", values.whole(0, _MOST_DAYS), default.days),
        exempt=frozenset(kind.value for kind in section.values("exempt", Kind.parse)),
        lasting=LASTING,
    )
    section.close()
    return rules
