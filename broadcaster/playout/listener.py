"""
The ear of a player: what orders by hand mean for one programme on one output.

In: the folder of orders, looked at when something comes into it, and now and then, on a thread that never waits for a
log. Out: the programme stopped; takeovers handed on to whoever settles who has the air.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from broadcaster.core.arrivals import Arrivals
from broadcaster.core.clock import Clock
from broadcaster.playout.cue import Cue
from broadcaster.playout.precedence import Precedence
from broadcaster.playout.takeover import yields_to
from broadcaster.records.order import Order, Stop, Takeover
from broadcaster.records.orders import Orders

LOOK = 0.05
"""
Seconds between two looks while a stream runs, where the system does not tell of orders or a takeover sounds: with
what a card holds in store, a stop is heard well within 300 ms.
"""

_IDLE = 0.25  # seconds between two looks while nothing sounds here
_TOLD = 1.0  # seconds between two looks where the system tells of orders: one that it never told of must come, too
_RECENT = timedelta(hours=2)  # longer than any cart: what was ordered before that is over everywhere
_AHEAD = timedelta(seconds=60)  # an order that far in the future was given by another clock

_log = logging.getLogger(__name__)


class Listener:
    """Listens for one programme on one output."""

    def __init__(
        self,
        orders: Path,
        cue: Cue,
        output: str,
        clock: Clock,
        *,
        own: str = "",
        yields: bool = False,
    ) -> None:
        """
        Begin to listen.

        Args:
            orders: Folder of the orders.
            cue: Of the programme.
            output: URL of the output.
            clock: The true one, in the station's zone.
            own: Id of the takeover that the programme itself is; empty where it is none.
            yields: Whether it is a test or a rehearsal, which ends where the station needs the air.
        """
        self._orders = Orders(orders)
        self._arrivals = Arrivals(orders, clock)
        self._clock = clock
        self._own = own
        self._yields = yields
        self._unheeded: tuple[Order, ...] = ()
        self._looked = False
        self._complained = False
        self.air = Precedence(orders, cue, output, clock, own=own)
        """Who has the air of the output."""

    def look(self, stop: Callable[[str], None]) -> None:
        """
        Read what orders have come, and obey; whatever goes wrong, the next look sees them again.

        Args:
            stop: Ends the programme, given the reason in Vietnamese.
        """
        self._guarded(stop, self.air.settle)

    def listen(self, stop: Callable[[str], None], over: Callable[[], bool]) -> None:
        """Look again and again until *over*."""
        while not over():
            self._guarded(stop, self._settle_beside)
            self._wait()
        self._arrivals.close()

    def _wait(self) -> None:
        try:
            self._arrivals.wait(self._pace())
        except Exception:  # noqa: BLE001 - the border of a thread: the next look must come
            _log.exception("arrivals")
            self._arrivals.close()
            self._clock.sleep(LOOK)

    def _pace(self) -> float:
        """Return the seconds until the next look."""
        if self._arrivals.told and not self.air.disputed:
            return _TOLD
        return LOOK if self.air.streams else _IDLE

    def _guarded(self, stop: Callable[[str], None], settle: Callable[[], None]) -> None:
        try:
            self._look(stop, settle)
        except Exception:  # noqa: BLE001 - a programme goes on, and a stop that comes later must still be heard
            _log.exception("orders")

    def _look(self, stop: Callable[[str], None], settle: Callable[[], None]) -> None:
        self._unheeded += self._orders.new()
        if self._unheeded or not self._looked:
            self._heed(self._unheeded, stop)
            self._unheeded, self._looked = (), True
        if (deaf := self._orders.deaf()) is not None and not self._complained:
            self._complained = True
            self.air.complain(str(deaf))
        if self.air.unsettled:
            settle()
        self.air.follow()

    def _settle_beside(self) -> None:
        """Settle it on a thread of its own: a cart takes time to open, and a stop may come."""
        threading.Thread(target=self.air.settle, name="takeover", daemon=True).start()

    def _heed(self, new: tuple[Order, ...], stop: Callable[[str], None]) -> None:
        now = self._clock.now()
        given = self._orders.blocked(now) or self._overtaken()
        if given is not None:
            stop(given.why)
            return
        recent = [order for order in new if isinstance(order, Takeover) and order.id != self._own]
        recent = [order for order in recent if now - _RECENT < order.at < now + _AHEAD]
        recent = [order for order in recent if self._orders.overtaken(order) is None and not self.air.is_over(order)]
        if recent and self._yields:
            stop(yields_to(recent[0]))
        else:
            self.air.consider(recent)

    def _overtaken(self) -> Stop | None:
        """Return the stop, lifted since, that was given after what sounds here was ordered."""
        sounding = self.air.sounding
        orders = (order for order in self._orders.takeovers() if order.id in sounding)
        return next((stop for order in orders if (stop := self._orders.overtaken(order))), None)
