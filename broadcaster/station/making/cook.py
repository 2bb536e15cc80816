"""
The cook: makes one cart, or a better one, in a process of its own that lets the station and the players go first.

In: a ticket, which holds all that the process has to know. Out: the cart.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

from broadcaster.core.clock import SystemClock
from broadcaster.core.storage import discard_unfinished
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.station.desk.casting import Better
from broadcaster.station.making.studio import rehearsed, render
from broadcaster.station.making.worker import Worker
from broadcaster.station.setup.folder import Folder
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import SpeechRun
from broadcaster.voice.engine import Engine


def worker() -> Executor:
    """Return one worker process of lower priority, that ends when this one does."""
    return Worker(_begin)


@dataclass(frozen=True)
class Ticket:
    """What a worker is told of one cart."""

    root: Path
    """The station's folder."""
    zone: ZoneInfo
    engines: Mapping[str, Engine]
    order: Order
    online: float
    """Seconds for which voices may be asked over the network."""
    better: tuple[Better, ...] = ()
    """Of a cart that is there: what other voices may now say; it is made again if one of them can."""


def cook(ticket: Ticket) -> Cart | None:
    """Make one cart, None where it would be no better than the one there is; runs in any process."""
    folder, clock = Folder(ticket.root), SystemClock(ticket.zone)
    speech = SpeechRun(SpeechCache(folder.cache), clock, online_seconds=ticket.online)
    if ticket.better and not rehearsed(ticket.better, speech, ticket.engines, ticket.order.delivery):
        return None
    return render(folder, ticket.engines, speech, ticket.order, folder.programmes)


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
