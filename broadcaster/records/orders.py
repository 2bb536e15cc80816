"""
Orders by hand: stop, release, takeover. One file an order, put there whole; every player reads them itself.

In: what a person ordered. Out: the orders there are, and whether one of them keeps the station silent. A file that
is damaged, or that is no file but a link or a pipe, is refused: it sounds nothing and stops nothing.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from broadcaster.core.errors import Problem, os_reason
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import write_text
from broadcaster.records.order import FRESH, Lift, Order, Stop, Takeover, decode, encode

_NAME = re.compile(r"\d{8}-\d{6}-\d{3}-(stop|release|takeover)-[0-9a-f]{8}")
_LARGEST = 1 << 16  # bytes
_NO_FILE = (errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EFBIG)
"""What reading a link, a pipe, a folder or something endless gives, however often it is tried."""
_HINT = "tệp này bị bỏ qua; ra lệnh lại bằng broadcaster stop, release hoặc takeover"
_STANDS = timedelta(hours=4)
"""How long a stop counts at least: one of five to midnight, or of a clock that was a little slow, is no shorter."""

_Stamp = tuple[int, int]
"""Size and time of a file: what changes when it is written to."""


def new_id(kind: type[Order], at: datetime) -> str:
    """Return the name of a new order: sorts by time, guessed by nobody, used by no other."""
    return f"{at:%Y%m%d-%H%M%S}-{at.microsecond // 1000:03d}-{kind.kind}-{secrets.token_hex(4)}"


class Orders:
    """The folder of orders of one station. Each file is read once; a look lists their names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Order] = {}
        self._fresh: list[str] = []
        """Names of what was read and :meth:`new` has not returned yet, whoever's question it was read for."""
        self._refused: dict[str, Problem] = {}
        self._stamps: dict[str, _Stamp] = {}
        """How a file was when it was found to hold no order: one that was being copied is read again."""
        self._deaf: Problem | None = None

    def put(self, order: Order) -> None:
        """
        Give *order*: once this returns it is on the disk, and players have it within a look.

        Raises:
            OSError: The disk does not take it.
        """
        write_text(self.folder / f"{order.id}.json", encode(order))

    def new(self) -> tuple[Order, ...]:
        """Return the orders that were not there when this was last asked, the earliest first."""
        self._look()
        names, self._fresh = sorted(self._fresh), []
        return tuple(self._read[name] for name in names)

    def all(self) -> tuple[Order, ...]:
        """Return every order there is, the earliest first."""
        self._look()
        return tuple(order for _, order in sorted(self._read.items()))

    def refused(self) -> tuple[Problem, ...]:
        """Return what looks like an order and is none."""
        self._look()
        return tuple(problem for _, problem in sorted(self._refused.items()))

    def deaf(self) -> Problem | None:
        """Return why the folder itself could not be read at the last look: a stop in it is heard by nobody."""
        return self._deaf

    def blocked(self, now: datetime) -> Stop | None:
        """
        Return the stop that keeps the station silent at *now*, the latest where there are several; None: it may air.

        A stop counts until it is lifted, or until the day on which it was given is over, and for some hours at least.
        A release names what it lifts, so no step of the clock can put the two in the wrong order.

        Args:
            now: The true instant, in the station's zone.
        """
        standing = self.standing(now)
        return standing[-1] if standing else None

    def standing(self, now: datetime) -> tuple[Stop, ...]:
        """Return every stop that counts at *now*; what lifts them has to name them all."""
        orders = self.all()
        lifted = {stop for order in orders if isinstance(order, Lift) for stop in order.stops}
        stops = (order for order in orders if isinstance(order, Stop) and order.id not in lifted)
        return tuple(stop for stop in stops if _counts(stop, now))

    def overtaken(self, order: Takeover) -> Stop | None:
        """
        Return a stop that was given after *order*, lifted or not: what was ordered before a stop never sounds after it.

        Its release names the order, or it came while the order was fresh: later that begins no more, and a clock that
        was set back by an hour must not keep away what is ordered then.
        """
        until = order.at + timedelta(seconds=FRESH)
        given = self.all()
        named = {name for each in given if isinstance(each, Lift) and order.id in each.stops for name in each.stops}
        stops = (each for each in given if isinstance(each, Stop))
        return next((stop for stop in stops if stop.id in named or order.at <= stop.at <= until), None)

    def lifting(self, now: datetime) -> tuple[Stop | Takeover, ...]:
        """
        Return what a release at *now* has to name: the stops that count, and the takeovers that could yet begin.

        These were ordered before the stop, whatever the clock said then: while a station is stopped, none is taken.
        """
        stops = self.standing(now)
        return (*stops, *(order for order in self.takeovers() if order.is_fresh(now))) if stops else ()

    def takeovers(self) -> tuple[Takeover, ...]:
        """Return every takeover that was ordered, the earliest first."""
        return tuple(order for order in self.all() if isinstance(order, Takeover))

    def _look(self) -> None:
        """Read what has come since the last look, and what could not be read then: it may be a stop."""
        for name, stamp in self._found():
            self._take(name, stamp)

    def _found(self) -> list[tuple[str, _Stamp]]:
        """Return, by name, the files that were not read yet, or were written to since they were refused."""
        self._deaf = None
        try:
            with os.scandir(self.folder) as entries:
                coming = (entry for entry in entries if entry.name.endswith(".json") and entry.name not in self._read)
                found = sorted((entry.name, _stamp(entry)) for entry in coming)
        except FileNotFoundError:
            return []
        except OSError as error:
            what = f"không xem được thư mục lệnh ({os_reason(error)}): không ai nghe thấy lệnh dừng"
            hint = "sửa quyền của thư mục hoặc ổ đĩa; cần im ngay thì ngắt nguồn tăng âm"
            self._deaf = Problem(str(self.folder), what, hint)
            return []
        return [(name, stamp) for name, stamp in found if self._stamps.get(name) != stamp]

    def _take(self, name: str, stamp: _Stamp) -> None:
        """Read the file *name*; what holds no order stays refused while it is as *stamp* says."""
        self._refused.pop(name, None)
        try:
            if not _NAME.fullmatch(name.removesuffix(".json")):
                raise ValueError("not the name of an order")
            raw = read_plain(self.folder / name, _LARGEST, follow=False)  # no pipe is waited for
            self._read[name] = decode(name.removesuffix(".json"), raw)
            self._fresh.append(name)
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            self._refuse(name, stamp, error)

    def _refuse(self, name: str, stamp: _Stamp, error: Exception) -> None:
        """Remember what is wrong with a file; one that could not be read, which says nothing of it, is tried again."""
        if isinstance(error, OSError) and error.errno not in _NO_FILE:
            what = f"chưa đọc được, đang đọc lại: {os_reason(error)}"
        else:
            self._stamps[name] = stamp
            what = f"không phải là lệnh dùng được ({type(error).__name__})"
        self._refused[name] = Problem(str(self.folder / _printable(name)), what, _HINT)


def _counts(stop: Stop, now: datetime) -> bool:
    return now.date() <= stop.at.astimezone(now.tzinfo).date() or now < stop.at + _STANDS


def _stamp(entry: os.DirEntry[str]) -> _Stamp:
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError:
        return 0, 0
    return seen.st_size, seen.st_mtime_ns


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
