"""
What players know of a takeover: its cue, what the log keeps of it, and who may play it.

In: an order. Out: a cue as any other, facts, the claim while it is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from broadcaster.core.clock import Clock
from broadcaster.core.hours import LatePolicy, QuietHours
from broadcaster.core.priority import Priority
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.records.claims import Claim
from broadcaster.records.order import FRESH, Takeover
from broadcaster.records.orders import Orders

MARGIN = 1.0
"""Seconds over its own length that a takeover may take."""

_OPENING = 5.0  # seconds until an output that was closed sounds


def cue_of(order: Takeover, orders: Path, quiet: Sequence[QuietHours]) -> Cue:
    """
    Return the cue of a takeover.

    Args:
        order: The takeover.
        orders: Folder of the orders; its carts lie beside it.
        quiet: The station's quiet hours; an emergency alone may air in them.
    """
    folder = orders.parent / "takeovers"
    return Cue(
        slot=order.slot,
        at=order.at,
        cart=folder / f"{order.id}.flac",
        release=folder / f"{order.id}.json",
        late=LatePolicy.START,
        grace=FRESH,
        longest=Seconds(order.seconds + MARGIN),
        quiet=() if order.priority is Priority.EMERGENCY else tuple(quiet),
        priority=order.priority,
        title=order.title,
    )


def facts_of(order: Takeover) -> dict[str, Any]:
    """Return what the as-run log keeps of a takeover."""
    return {
        "order": order.id,
        "by": order.by,
        "why": order.reason,
        "priority": order.priority.value,
        "title": order.title,
        "cart_hash": order.cart_hash,
        "voice": order.voice,
        "times": order.times,
        "then": order.then.value,
    }


def yields_to(order: Takeover) -> str:
    """Return why what had the air ends, where it does."""
    return f"nhường cho phát {order.priority.value}: {order.title}"


@contextmanager
def claimed(job: Job, clock: Clock) -> Iterator[Takeover | None]:
    """
    Hold the claim on the takeover that *job* plays while the block runs.

    Yields:
        The order; None where another process plays it or may play it, it is over, or nobody knows of it.
    """
    orders = job.orders or job.asrun.parent / "orders"
    order = next((each for each in Orders(orders).takeovers() if each.id == job.takeover), None)
    claim = Claim(orders, order, job.output) if order is not None else None
    try:
        mine = claim is not None and claim.take()
    except OSError:
        mine = False
    if order is None or claim is None or not mine:
        yield None
        return
    claim.tell(clock.now() + timedelta(seconds=order.seconds + job.preroll.lead_in + _OPENING), over=False)
    try:
        yield order
        claim.tell(clock.now(), over=True)
    finally:
        claim.let_go()
