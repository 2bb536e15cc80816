"""The station's clock where its settings may be broken: a stop must not wait for anybody to mend a file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from broadcaster.core.clock import Clock, SystemClock
from broadcaster.core.errors import InputError, NotFoundError
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.folder import Folder

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def clock_of(folder: Folder) -> Clock:
    """
    Return the true clock in the zone of the station in *folder*; in Vietnam's where the settings do not say.

    Raises:
        NotFoundError: There is no station here.
    """
    if not folder.schedule.exists() and not folder.records(rehearsal=False).exists():
        raise NotFoundError(f"Trong {folder.root.resolve()} không có đài nào; vào đúng thư mục, hoặc dùng --station.")
    try:
        return SystemClock(settings_file.load(folder).zone)
    except (InputError, OSError):
        return SystemClock(_ZONE)
