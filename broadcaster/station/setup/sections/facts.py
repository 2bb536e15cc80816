"""``facts``: what the station knows for certain, to hold texts against."""

from __future__ import annotations

from dataclasses import dataclass

from broadcaster.core import values
from broadcaster.core.section import Section


@dataclass(frozen=True)
class FactOptions:
    """What the station knows for certain, to hold texts against."""

    names: tuple[str, ...] = ()
    """Names as they must be written."""
    level: str = "xã"
    """The level that the station's own papers speak for."""
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(term as it must be written, ways in which it must not)."""


def read_facts(section: Section | None) -> FactOptions:
    """Return what the station knows for certain."""
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
