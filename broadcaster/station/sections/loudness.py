"""``loudness``: what finished programmes have to be like."""

from __future__ import annotations

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.mixing.master import MasterOptions, Profile


def read_loudness(section: Section | None) -> MasterOptions:
    """Return how programmes are mastered."""
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
