"""``station``: what the station is called, and by whose clock it lives."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from broadcaster.core import values
from broadcaster.core.section import Section


def read_identity(section: Section | None) -> tuple[str, ZoneInfo]:
    """Return the station's name and zone."""
    default = ZoneInfo("Asia/Ho_Chi_Minh")
    if section is None:
        return "", default
    section.require("name")
    name = section.value("name", values.text, "")
    zone = section.value("zone", values.zone, default)
    section.close()
    return name, zone
