"""
Carts made while the station is on the air, one at a time, in a process of their own.

The keeper asks again and again for what it lacks; asking is free, and what is being made is not made twice. What can
wait, a better voice or a tidy cache, is done by the same worker when it has nothing else to do.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError, os_reason
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.station.desk.casting import Better
from broadcaster.station.making.airtime import online_seconds
from broadcaster.station.making.cook import Ticket, cook, worker
from broadcaster.station.making.larder import Shelf, tidy
from broadcaster.voice.cache import Pruned
from broadcaster.voice.engine import Engine

T = TypeVar("T")

AGAIN = 60.0
"""Seconds before an order that failed is tried again."""
PATIENCE = 900.0
"""Seconds after which a worker is taken to hang. What it has spoken and mastered by then need not be done again."""
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""What ends a process that hears nothing any more; on Windows SIGTERM does."""


class Kitchen(Protocol):
    """Whoever makes carts for the keeper."""

    def ask(self, order: Order) -> None:
        """Have the cart of *order* made, if nothing else is being made now."""
        ...

    def expect(self, instants: Iterable[datetime]) -> None:
        """Know when programmes begin: shortly before, nobody is asked over the network, whatever it is for."""
        ...

    def improve(self, order: Order, better: tuple[Better, ...]) -> bool:
        """
        Have the cart of *order*, which is there, made again if the voices of *better* can speak now.

        Returns:
            Whether that was begun; else something is being made, and it may be asked for again.
        """
        ...

    def tidy(self, shelf: Shelf) -> bool:
        """Have thrown away what nobody needs; return whether that was begun."""
        ...

    def failure(self, slot: str) -> str:
        """Return why the cart of *slot* could not be made, in Vietnamese; empty where nothing failed."""
        ...

    def close(self) -> None:
        """Make nothing more."""
        ...


class WorkerKitchen:
    """Makes carts in a worker of its own."""

    def __init__(
        self,
        root: Path,
        zone: ZoneInfo,
        clock: Clock,
        on_cart: Callable[[Cart], None],
        engines: Callable[[], Mapping[str, Engine]],
        *,
        pool: Callable[[], Executor] = worker,
        recipe: Callable[[Ticket], Cart | None] = cook,
    ) -> None:
        """
        Set up; the worker starts with the first order.

        Args:
            root: The station's folder.
            zone: Its zone.
            clock: The station's; measures how long a failed order rests, and how long there is until air.
            on_cart: Told each finished cart, on the thread of :meth:`ask`.
            engines: Returns those of the moment, by name.
            pool: Returns a new worker; asked again when one has died.
            recipe: What the worker does.
        """
        self._root = root
        self._zone = zone
        self._clock = clock
        self._on_cart = on_cart
        self._engines = engines
        self._new_pool = pool
        self._recipe = recipe
        self._pool: Executor | None = None
        self._worker: Future[int] | None = None
        self._order: Order | None = None
        self._making: Future[Cart | Pruned | None] | None = None
        self._begun = 0.0
        self._failed: dict[str, tuple[str, float, str]] = {}
        self._beginnings: tuple[datetime, ...] = ()

    def ask(self, order: Order) -> None:
        self._collect()
        if self._making is None and not self._resting(order):
            self._begin(self._recipe, self._ticket(order), order)

    def expect(self, instants: Iterable[datetime]) -> None:
        self._beginnings = tuple(instants)

    def improve(self, order: Order, better: tuple[Better, ...]) -> bool:
        self._collect()
        return self._making is None and self._begin(self._recipe, replace(self._ticket(order), better=better))

    def tidy(self, shelf: Shelf) -> bool:
        self._collect()
        return self._making is None and self._begin(tidy, shelf)

    def failure(self, slot: str) -> str:
        self._collect()
        return self._failed[slot][2] if slot in self._failed else ""

    def close(self) -> None:
        if self._pool is None:
            return
        if self._making is not None:
            self._signal(signal.SIGTERM)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def _signal(self, number: int) -> None:
        if self._worker is not None and self._worker.done():
            with suppress(OSError, BrokenProcessPool):
                os.kill(self._worker.result(), number)

    def _ticket(self, order: Order) -> Ticket:
        now = self._clock.now()
        begin = [order.begins(self._zone), *(instant for instant in self._beginnings if instant > now)]
        online = min(online_seconds(instant, now) for instant in begin)
        return Ticket(self._root, self._zone, self._engines(), order, online)

    def _begin(self, task: Callable[[T], Cart | Pruned | None], told: T, order: Order | None = None) -> bool:
        """Have *task* done; *order* is what waits for it, None where nothing does. Return whether there is a worker."""
        try:
            if self._pool is None:
                self._pool = self._new_pool()
                self._worker = self._pool.submit(os.getpid)
            self._making, self._order = self._pool.submit(task, told), order
            self._begun = self._clock.monotonic()
        except BrokenProcessPool:
            self._pool = None
        except OSError as error:  # no memory, too many processes: what stands in must not be kept from the air too
            self._pool = None
            self._fail(order, f"không mở được tiến trình dựng chương trình: {os_reason(error)}")
        return self._pool is not None

    def _resting(self, order: Order) -> bool:
        key, at, _ = self._failed.get(order.slot, ("", 0.0, ""))
        return key == order.key and self._clock.monotonic() - at < AGAIN

    def _collect(self) -> None:
        if self._making is None:
            return
        if not self._making.done():
            if self._clock.monotonic() - self._begun > PATIENCE:
                self._give_up()
            return
        order, making, self._making = self._order, self._making, None
        try:
            made = making.result()
        except BrokenProcessPool:
            self._pool = None
            self._fail(order, "tiến trình dựng chương trình bị tắt đột ngột; sẽ dựng lại")
        except BroadcasterError as error:
            self._fail(order, str(error))
        except OSError as error:
            self._fail(order, f"không ghi được chương trình: {os_reason(error)}")
        except Exception as error:  # noqa: BLE001 - the border to another process: whatever it was, the day goes on
            self._fail(order, f"lỗi chương trình khi dựng ({type(error).__name__}: {error})")
        else:
            if isinstance(made, Cart):
                self._failed.pop(made.slot, None)
                self._on_cart(made)

    def _give_up(self) -> None:
        """End a worker that hangs, in an engine or on a disk, so that other programmes are made."""
        self._signal(_KILL)
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._making = self._pool = None
        what = f"dựng quá {PATIENCE / 60:.0f} phút chưa xong, có lẽ bộ đọc hoặc ổ đĩa bị treo"
        self._fail(self._order, f"{what}; đã dừng, sẽ làm tiếp từ chỗ dở")

    def _fail(self, order: Order | None, reason: str) -> None:
        """Remember why an order failed; what nothing waits for may fail, there is a cart or room enough."""
        if order is not None:
            self._failed[order.slot] = (order.key, self._clock.monotonic(), reason)


class InlineKitchen:
    """Makes carts at once, in this process."""

    def __init__(self, make: Callable[[Order], Cart]) -> None:
        self._make = make
        self._failed: dict[str, str] = {}

    def ask(self, order: Order) -> None:
        try:
            self._make(order)
            self._failed.pop(order.slot, None)
        except BroadcasterError as error:
            self._failed[order.slot] = str(error)
        except OSError as error:
            self._failed[order.slot] = f"không ghi được chương trình: {os_reason(error)}"

    def expect(self, instants: Iterable[datetime]) -> None:
        """Ignore it: nobody is asked over the network here."""

    def improve(self, order: Order, better: tuple[Better, ...]) -> bool:  # noqa: ARG002  what it makes is the best there is
        return True

    def tidy(self, shelf: Shelf) -> bool:  # noqa: ARG002  it keeps nothing
        return True

    def failure(self, slot: str) -> str:
        return self._failed.get(slot, "")

    def close(self) -> None:
        """Nothing runs on."""
