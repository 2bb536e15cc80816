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
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from broadcaster.core.errors import Problem, os_reason
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import write_text
from broadcaster.records.order import FRESH, Lift, Order, Stop, Takeover, decode, encode

_NAME = re.compile(r"\d{8}-\d{6}-\d{3}-(stop|release|takeover)-[0-9a-f]{8}")
_LARGEST = 1 << 16  # bytes
_SURE = 5  # glances after a change in which it is listed again
_ANYWAY = 32  # glances
_NO_FILE = (errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EFBIG)
"""What reading a link, a pipe, a folder or something endless gives, however often it is tried."""
_HINT = "tệp này bị bỏ qua; ra lệnh lại bằng broadcaster stop, release hoặc takeover"


def new_id(kind: type[Order], at: datetime) -> str:
    """Return the name of a new order: sorts by time, guessed by nobody, used by no other."""
    return f"{at:%Y%m%d-%H%M%S}-{at.microsecond // 1000:03d}-{kind.kind}-{secrets.token_hex(4)}"


class Orders:
    """The folder of orders of one station. Each file is read once; looking again is cheap."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Order | None] = {}
        self._fresh: list[str] = []
        """Names of what was read and :meth:`new` has not returned yet, whoever's question it was read for."""
        self._refused: dict[str, Problem] = {}
        self._touched = 0
        self._glances = 0
        self._unread = False
        """Whether something could not be read; it may be a stop, so it is tried at every look."""

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
        return tuple(order for name in names if (order := self._read[name]) is not None)

    def all(self) -> tuple[Order, ...]:
        """Return every order there is, the earliest first."""
        self._look()
        return tuple(order for _, order in sorted(self._read.items()) if order is not None)

    def refused(self) -> tuple[Problem, ...]:
        """Return what looks like an order and is none."""
        self._look()
        return tuple(problem for _, problem in sorted(self._refused.items()))

    def blocked(self, now: datetime) -> Stop | None:
        """
        Return the stop that keeps the station silent at *now*, the latest where there are several; None: it may air.

        A stop counts until it is lifted, or until the day on which it was given is over. It names what it lifts, so
        no step of the clock can put the two in the wrong order.

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
        return tuple(stop for stop in stops if now.date() <= stop.at.astimezone(now.tzinfo).date())

    def overtaken(self, order: Takeover) -> Stop | None:
        """
        Return a stop that was given after *order*, lifted or not: what was ordered before a stop never sounds after it.

        Only stops that came while the order was fresh are asked: later it begins no more, and a clock that was set
        back by an hour must not keep away what is ordered then.
        """
        until = order.at + timedelta(seconds=FRESH)
        stops = (each for each in self.all() if isinstance(each, Stop))
        return next((stop for stop in stops if order.at <= stop.at <= until), None)

    def takeovers(self) -> tuple[Takeover, ...]:
        """Return every takeover that was ordered, the earliest first."""
        return tuple(order for order in self.all() if isinstance(order, Takeover))

    def _look(self) -> None:
        """Read what has come since the last look."""
        if self._may_have_changed():
            self._unread = False
            for name in sorted(name for name in self._names() if name not in self._read):
                self._take(name)

    def _may_have_changed(self) -> bool:
        """
        Return whether the folder is to be listed: its time has changed, or did so a few glances ago.

        A file system keeps time in steps: what comes within the step of a listing shows no other time. Once in a
        while it is listed whatever its time says.
        """
        try:
            touched = self.folder.stat().st_mtime_ns
        except OSError:
            return False
        self._glances = 0 if touched != self._touched else self._glances + 1
        self._touched = touched
        return self._unread or self._glances < _SURE or self._glances % _ANYWAY == 0

    def _names(self) -> Iterator[str]:
        try:
            with os.scandir(self.folder) as entries:
                yield from (entry.name for entry in entries if entry.name.endswith(".json"))
        except FileNotFoundError:
            return
        except OSError:
            self._unread = True

    def _take(self, name: str) -> None:
        """Read the file *name*, for good if that says what it holds."""
        try:
            self._refused.pop(name, None)
            self._read[name] = self._order(name)
            self._fresh.append(name)
        except FileNotFoundError:
            return
        except OSError as error:
            self._unread = True
            self._refuse(name, f"chưa đọc được, đang đọc lại: {os_reason(error)}")

    def _order(self, name: str) -> Order | None:
        """
        Return the order in the file *name*, or None and remember what is wrong with it.

        Raises:
            OSError: It could not be read this time; that says nothing of what it holds.
        """
        try:
            if not _NAME.fullmatch(name.removesuffix(".json")):
                raise ValueError("not the name of an order")
            return decode(name.removesuffix(".json"), self._bytes(name))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno not in _NO_FILE:
                raise
            self._refuse(name, f"không phải là lệnh dùng được ({type(error).__name__})")
        return None

    def _refuse(self, name: str, what: str) -> None:
        self._refused[name] = Problem(str(self.folder / _printable(name)), what, _HINT)

    def _bytes(self, name: str) -> bytes:
        """Return what the file holds; a pipe is not waited for, a link is not followed."""
        return read_plain(self.folder / name, _LARGEST, follow=False)


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
