"""
Orders by hand that are long over: thrown away, with the carts and claims of their takeovers.

In: the folder of orders, the instant. Out: fewer files. What they did stands in the as-run log, from which report,
verification and digests are made; none of these opens an order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from broadcaster.records.order import Lift
from broadcaster.records.orders import Orders
from broadcaster.station.setup.folder import Folder

KEPT = timedelta(days=30)
"""How long orders are kept, for whoever wants to hear once more what was said."""


def sweep(folder: Folder, now: datetime) -> int:
    """
    Remove orders given more than :data:`KEPT` before *now*, real and practised, from *folder*; return how many.

    A stop that still counts stays, and so does a release as long as a stop that it lifts is there. What cannot be
    read stays too, for a person to look at.
    """
    return sum(_sweep(folder.records(rehearsal=rehearsal), now) for rehearsal in (False, True))


def _sweep(records: Path, now: datetime) -> int:
    orders = Orders(records / "orders")
    standing = {stop.id for stop in orders.standing(now)}
    given = orders.all()
    recent = {order.id for order in given if order.at >= now - KEPT} | standing
    for order in given:
        if isinstance(order, Lift) and recent & set(order.stops):
            recent.add(order.id)
    old = [order.id for order in given if order.id not in recent]
    for name in old:
        for path in _files(records, name):
            with suppress(OSError):  # held by another program; tomorrow is another night
                path.unlink(missing_ok=True)
    return len(old)


def _files(records: Path, name: str) -> Iterator[Path]:
    """Yield the files of one order, itself last: what it leaves is found again as long as it is there."""
    yield from records.glob(f"takeovers/{name}.*")
    yield from records.glob(f"orders/claims/{name}.*")
    yield records / "orders" / f"{name}.json"
