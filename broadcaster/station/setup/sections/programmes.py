"""``programmes``: how long finished programmes are kept."""

from __future__ import annotations

from broadcaster.core import values
from broadcaster.core.section import Section

KEEP = 60
"""Days by default: two months of two programmes a day are some 6 GB."""
_MOST = 3660


def read_programmes(section: Section | None) -> int:
    """Return for how many days after its own a programme is kept; 0: for ever."""
    if section is None:
        return KEEP
    keep = section.value("keep", values.whole(0, _MOST), KEEP)
    section.close()
    return keep
