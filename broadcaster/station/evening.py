"""
The evening: what a station does once a day when its last programme is over.

In: the plan of the day and the clock. Out: the signed digest of the day. A station that was off in the evening makes
up for it when it is on again.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from broadcaster.records.archive import Archive
from broadcaster.records.seal import Seal
from broadcaster.station.live import Live
from broadcaster.station.notices import STATION, Notices

AFTER = timedelta(minutes=10)
"""How long after the end of its last slot a day is over."""
IDLE = time(20)
"""When a day without slots is over."""
_LOOK = 60.0  # seconds between two looks at the plan


class Evening:
    """Closes each day of one station."""

    def __init__(self, live: Live, notices: Notices) -> None:
        self._live = live
        self._notices = notices
        self._archive = Archive(live.station.records)
        self._next = 0.0
        self._closed: date | None = None

    def tick(self) -> None:
        """
        Close the day that is over, if it is not closed yet; may be called at any time, and often.

        Raises:
            RecordError: The digest cannot be made; it is tried again after a while.
        """
        clock = self._live.station.clock
        if clock.monotonic() < self._next or self._live.station.rehearsal:
            return
        self._next = clock.monotonic() + _LOOK
        day = self._over(clock.now())
        if day != self._closed:
            self._close(day, clock.now())
            self._closed = day

    def _over(self, now: datetime) -> date:
        """Return the last day that is over."""
        today = now.date()
        slots = self._live.station.plan(today, self._live.station.newsroom.news()).slots
        ends = [slot.end + AFTER for slot in slots] or [datetime.combine(today, IDLE, now.tzinfo)]
        return today if now >= max(ends) else today - timedelta(days=1)

    def _close(self, day: date, now: datetime) -> None:
        seal = Seal.open(self._live.station.folder.key)
        path = self._archive.close(day, now, self._live.station.settings.name, seal)
        if path is not None:
            shown = self._live.station.folder.shown(path)
            self._notices.tell(
                STATION, f"Đã ký bản tóm tắt ngày {day:%d/%m/%Y}: {shown}. Gửi một bản cho nơi khác giữ."
            )
