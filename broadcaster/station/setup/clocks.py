"""
The station's clock, where nothing else of the settings matters: they may be broken, and a stop waits for nobody.

In: the station's folder. Out: the true clock in the station's zone.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from broadcaster.core import yamlfile
from broadcaster.core.clock import Clock, SystemClock
from broadcaster.core.errors import InputError
from broadcaster.core.section import Section
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.identity import read_identity

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def clock_of(folder: Folder) -> Clock:
    """
    Return the true clock in the zone of the station in *folder*; in Vietnam's where the settings do not say.

    Raises:
        NotFoundError: There is no station here.
    """
    folder.require()
    try:
        top = Section(yamlfile.load(folder.schedule), str(folder.schedule), [])
    except (InputError, OSError):
        return SystemClock(_ZONE)
    _, zone = read_identity(top.section("station"))
    return SystemClock(zone)
