"""``reading``: how texts are read."""

from __future__ import annotations

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.core.units import Seconds
from broadcaster.reading.options import PauseOptions, ReadingOptions, Region


def read_reading(section: Section | None) -> ReadingOptions:
    """Return how texts are read."""
    default, pauses = ReadingOptions(), PauseOptions()
    if section is None:
        return default
    region = section.value("region", values.one_of({region.value: region for region in Region}), default.region)
    early_days = section.value("early_days", values.yes_no, default.early_days)
    seconds = values.number(0, 10)
    lengths = {
        key: Seconds(section.value(f"{key}_pause", seconds, getattr(pauses, key)))
        for key in ("sentence", "paragraph", "heading")
    }
    section.close()
    return ReadingOptions(region=region, early_days=early_days, pauses=PauseOptions(**lengths))
