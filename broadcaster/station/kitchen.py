"""
Carts made while the station is on the air, one at a time, in a process of their own.

The keeper asks again and again for what it lacks; asking is free, and what is being made is not made twice.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol
from zoneinfo import ZoneInfo

from broadcaster.core.clock import Clock, SystemClock
from broadcaster.core.errors import BroadcasterError, os_reason
from broadcaster.core.storage import discard_unfinished
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.station.airtime import online_seconds
from broadcaster.station.folder import Folder
from broadcaster.station.studio import render
from broadcaster.voice.engine import Engine

AGAIN = 60.0
"""Seconds before an order that failed is tried again."""


class Kitchen(Protocol):
    """Whoever makes carts for the keeper."""

    def ask(self, order: Order) -> None:
        """Have the cart of *order* made, if nothing else is being made now."""
        ...

    def failure(self, slot: str) -> str:
        """Return why the cart of *slot* could not be made, in Vietnamese; empty where nothing failed."""
        ...

    def close(self) -> None:
        """Make nothing more."""
        ...


def worker() -> Executor:
    """Return one worker process of lower priority, that ends when this one does."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


@dataclass(frozen=True)
class Ticket:
    """What a worker is told of one cart."""

    root: Path
    """The station's folder."""
    zone: ZoneInfo
    engines: Mapping[str, Engine]
    order: Order
    online: float | None
    """Seconds for which voices may be asked over the network; None: as long as it takes."""


def cook(ticket: Ticket) -> Cart:
    """Make one cart; runs in any process."""
    folder, clock = Folder(ticket.root), SystemClock(ticket.zone)
    return render(folder, ticket.engines, clock, ticket.order, folder.programmes, online=ticket.online)


class WorkerKitchen:
    """Makes carts in a worker of its own."""

    def __init__(
        self,
        root: Path,
        zone: ZoneInfo,
        clock: Clock,
        on_cart: Callable[[Cart], None],
        engines: Mapping[str, Engine],
        *,
        pool: Callable[[], Executor] = worker,
        recipe: Callable[[Ticket], Cart] = cook,
    ) -> None:
        """
        Set up; the worker starts with the first order.

        Args:
            root: The station's folder.
            zone: Its zone.
            clock: The station's; measures how long a failed order rests, and how long there is until air.
            on_cart: Told each finished cart, on the thread of :meth:`ask`.
            engines: By name.
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
        self._making: Future[Cart] | None = None
        self._failed: dict[str, tuple[str, float, str]] = {}

    def ask(self, order: Order) -> None:
        self._collect()
        if self._making is not None or self._resting(order):
            return
        if self._pool is None:
            self._pool = self._new_pool()
            self._worker = self._pool.submit(os.getpid)
        try:
            online = online_seconds(order.begins(self._zone), self._clock.now())
            ticket = Ticket(self._root, self._zone, self._engines, order, online)
            self._making = self._pool.submit(self._recipe, ticket)
            self._order = order
        except BrokenProcessPool:
            self._pool = None

    def failure(self, slot: str) -> str:
        self._collect()
        return self._failed[slot][2] if slot in self._failed else ""

    def close(self) -> None:
        if self._pool is None:
            return
        if self._making is not None and self._worker is not None and self._worker.done():
            with suppress(OSError, BrokenProcessPool):
                os.kill(self._worker.result(), signal.SIGTERM)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def _resting(self, order: Order) -> bool:
        key, at, _ = self._failed.get(order.slot, ("", 0.0, ""))
        return key == order.key and self._clock.monotonic() - at < AGAIN

    def _collect(self) -> None:
        if self._making is None or self._order is None or not self._making.done():
            return
        order, making, self._making = self._order, self._making, None
        try:
            cart = making.result()
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
            self._failed.pop(order.slot, None)
            self._on_cart(cart)

    def _fail(self, order: Order, reason: str) -> None:
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

    def failure(self, slot: str) -> str:
        return self._failed.get(slot, "")

    def close(self) -> None:
        """Nothing runs on."""


def _begin() -> None:
    """Let the players and the keeper go first; leave Ctrl-C to the keeper; when told to end, clean up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(OSError, AttributeError):
        os.nice(10)


def _end_with_parent() -> None:
    """End this worker when the station has gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        discard_unfinished()
        os._exit(1)


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the shape of a signal handler
    discard_unfinished()
    os._exit(0)
