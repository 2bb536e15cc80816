"""``reading``: how texts are read."""

from __future__ import annotations

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.reading.options import ReadingOptions, Region


def read_reading(section: Section | None) -> ReadingOptions:
    """Return how texts are read."""
    default = ReadingOptions()
    if section is None:
        return default
    region = section.value("region", values.one_of({region.value: region for region in Region}), default.region)
    early_days = section.value("early_days", values.yes_no, default.early_days)
    section.close()
    return ReadingOptions(region=region, early_days=early_days)
