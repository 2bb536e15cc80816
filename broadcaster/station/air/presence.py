"""
Whether anybody kept the station: when it last gave a sign of life, and the stretches in which nobody looked.

In: each look, and how a run ends. Out: a line of the as-run log about a run that ended without a word; why nobody saw
to a slot at its instant. A rehearsal has no past.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from broadcaster.core.plainfile import read_plain
from broadcaster.records.asrun import OFF
from broadcaster.station.air.released import stamp
from broadcaster.station.live import Live
from broadcaster.station.notices import STATION, Notices

EVERY = 60.0
"""Seconds between two signs of life on the disk."""
GAP = timedelta(seconds=60)
"""Longer between two looks of one run than the slowest look takes."""

_KILLED = "bị tắt đột ngột: mất điện, treo máy hoặc tiến trình bị tắt ngang"
_ASLEEP = "máy ngủ, máy treo hoặc đồng hồ bị chỉnh"
_ENDS = {b"by hand": "người trực tắt", b"system": "hệ thống tắt"}
"""How a run told that it ends, and what that means; one that lives, or was killed, has told nothing."""
_LARGEST = 20  # bytes
_KEPT = 5  # absences remembered: the days to look back at all lie in the first


@dataclass(frozen=True)
class Absence:
    """A stretch in which nobody looked."""

    since: datetime
    """The last sign of life."""
    until: datetime
    """The first one after it."""
    why: str
    """What it was, Vietnamese."""

    @property
    def told(self) -> str:
        """All of it in words, with the days where these differ."""
        day = "" if self.since.date() == self.until.date() else " %d/%m/%Y"
        since, until = (instant.strftime("%H:%M:%S" + day) for instant in (self.since, self.until))
        return f"{self.why}, lần cuối thấy đài chạy lúc {since}, chạy lại lúc {until}"


class Presence:
    """Knows it of one run of the station."""

    def __init__(self, live: Live, notices: Notices) -> None:
        self._live = live
        self._notices = notices
        self._path = live.station.records / "players" / "alive"
        self._last: datetime | None = None
        self._signed = 0.0
        self._absences: tuple[Absence, ...] = ()
        self._untold: Absence | None = None
        """The end of a run that the log does not know of yet."""

    def note(self, now: datetime) -> None:
        """
        Take note that somebody looks at *now*; the first time, see how the last run ended.

        Raises:
            RecordError: The log does not take the line; it is tried again at the next look.
        """
        if self._live.station.rehearsal:
            return
        if self._last is None:
            self._come_back(now)
        elif now - self._last > GAP:
            self._add(Absence(self._last, now, _ASLEEP))
        self._last = now
        self._sign(now)
        if self._untold is not None:
            self._tell(self._untold, now)

    def leave(self, *, by_hand: bool) -> None:
        """Leave word that this run ends, and who wants it."""
        if not self._live.station.rehearsal and self._last is not None:
            self._write(self._live.station.clock.now(), b"by hand" if by_hand else b"system")

    def missing(self, instant: datetime) -> str:
        """Return why nobody looked at *instant*, Vietnamese; empty where somebody may have."""
        found = (each.told for each in reversed(self._absences) if each.since <= instant <= each.until)
        return next(found, "")

    def _come_back(self, now: datetime) -> None:
        try:
            seen = datetime.fromtimestamp(self._path.stat().st_mtime, UTC).astimezone(now.tzinfo)
            word = read_plain(self._path, _LARGEST)
        except OSError:
            return
        if seen < now:
            how = _ENDS.get(word, _KILLED)
            absence = Absence(seen, now, f"đài không chạy ({how})")
            self._add(absence)
            self._untold = absence if how == _KILLED else None

    def _add(self, absence: Absence) -> None:
        self._absences = (*self._absences, absence)[-_KEPT:]

    def _tell(self, absence: Absence, now: datetime) -> None:
        facts = {"since": stamp(absence.since), "until": stamp(absence.until), "reason": absence.told}
        self._live.station.asrun.append(OFF, now, **facts)
        self._untold = None
        self._notices.tell(STATION, f"{absence.told[0].upper()}{absence.told[1:]}.", about="presence")

    def _sign(self, now: datetime) -> None:
        monotonic = self._live.station.clock.monotonic()
        if not self._signed or monotonic - self._signed >= EVERY:
            self._signed = monotonic
            self._write(now, b"")

    def _write(self, now: datetime, word: bytes) -> None:
        with suppress(OSError):  # a full disk: then less is known later
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(word)
            os.utime(self._path, (now.timestamp(), now.timestamp()))
