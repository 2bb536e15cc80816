"""``loudness``: what finished programmes have to be like."""

from __future__ import annotations

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.mixing.master import MasterOptions, Profile
from broadcaster.mixing.parts import Finish


def read_loudness(section: Section | None) -> Finish:
    """Return how programmes are finished."""
    default = MasterOptions()
    if section is None:
        return Finish(default)
    profiles = {"horn": Profile.HORN, "line": Profile.LINE}
    options = MasterOptions(
        target=section.value("target", values.number(-30, -10), default.target),
        ceiling=section.value("ceiling", values.number(-9, -1), default.ceiling),
        chain=section.value("profile", values.one_of(profiles), Profile.HORN).chain,
    )
    section.close()
    return Finish(options)
