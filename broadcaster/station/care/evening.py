"""
The evening: what a station does once a day when its last programme is over.

In: the plan of the day and the clock. Out: the signed digest of the day, a backup. A station that was off in the
evening makes up for it when it is on again.
"""

from __future__ import annotations

from concurrent.futures import Executor, Future
from datetime import date, datetime, time, timedelta
from pathlib import Path

from broadcaster.core.errors import BroadcasterError
from broadcaster.records.archive import Archive
from broadcaster.records.seal import Seal
from broadcaster.station.care import nightly
from broadcaster.station.live import Live
from broadcaster.station.notices import STATION, Notices

AFTER = timedelta(minutes=10)
"""How long after the end of its last slot a day is over."""
IDLE = time(20)
"""When a day without slots is over."""
_LOOK = 60.0  # seconds between two looks at the plan
_AGAIN = 3600.0  # seconds before a backup that failed is tried again


class Evening:
    """Closes each day of one station."""

    def __init__(self, live: Live, notices: Notices, aside: Executor) -> None:
        """
        Set up.

        Args:
            live: The station as it stands, whose days are closed.
            notices: Told what people should know.
            aside: Does the long work, so that the station is not kept from its own.
        """
        self._aside = aside
        self._backup: Future[Path | None] | None = None
        self._live = live
        self._notices = notices
        self._archive = Archive(live.station.records)
        self._next = self._next_backup = 0.0
        self._closed: date | None = None
        self._kept: date | None = None

    def tick(self) -> None:
        """Close the day that is over, and keep a copy of the station, if not done yet; may be called often."""
        self._collect()
        clock = self._live.station.clock
        if clock.monotonic() < self._next or self._live.station.rehearsal:
            return
        self._next = clock.monotonic() + _LOOK
        now = clock.now()
        day = self._over(now)
        if day != self._closed:
            self._close(day, now)
        if day != self._kept and clock.monotonic() >= self._next_backup:
            self._keep(day, now)

    def _over(self, now: datetime) -> date:
        """Return the last day that is over."""
        today = now.date()
        slots = self._live.station.plan(today, self._live.station.newsroom.news()).slots
        ends = [slot.end + AFTER for slot in slots] or [datetime.combine(today, IDLE, now.tzinfo)]
        return today if now >= max(ends) else today - timedelta(days=1)

    def _close(self, day: date, now: datetime) -> None:
        try:
            seal = Seal.open(self._live.station.folder.key)
            path = self._archive.close(day, now, self._live.station.settings.name, seal)
        except BroadcasterError as error:
            self._notices.tell(STATION, f"Chưa ký được bản tóm tắt ngày {day:%d/%m/%Y}: {error}", about="digest")
            return
        self._closed = day
        if path is not None:
            shown = self._live.station.folder.shown(path)
            text = f"Đã ký bản tóm tắt ngày {day:%d/%m/%Y}: {shown}. Gửi một bản cho nơi khác giữ."
            self._notices.tell(STATION, text, about="digest")

    def _keep(self, day: date, now: datetime) -> None:
        if self._backup is None:
            self._kept = day
            folder, settings = self._live.station.folder, self._live.station.settings
            self._backup = self._aside.submit(
                nightly.keep_night, folder, settings.backup, day, at=now, station=settings.name
            )

    def _collect(self) -> None:
        """Tell what came of the backup, once it is done; one that failed is tried again later."""
        if self._backup is None or not self._backup.done():
            return
        done, self._backup = self._backup, None
        try:
            path = done.result()
        except (BroadcasterError, OSError) as error:
            self._kept, self._next_backup = None, self._live.station.clock.monotonic() + _AGAIN
            self._notices.tell(STATION, f"Chưa sao lưu được: {error}", about="backup")
        else:
            if path is not None:
                shown = self._live.station.folder.shown(path)
                self._notices.tell(STATION, f"Đã sao lưu đài vào {shown}.", about="backup")
