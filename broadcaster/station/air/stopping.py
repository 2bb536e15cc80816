"""
Stop and release: the two orders that must work whatever else is broken.

In: who and why. Out: an order that players read themselves, and a line of the as-run log. Neither the settings nor
the station need be whole for it.
"""

from __future__ import annotations

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError, RecordError, os_reason
from broadcaster.records import asrun
from broadcaster.records.asrun import AsRun
from broadcaster.records.order import NO_REASON, NOBODY, Lift, Order, Stop, one_line
from broadcaster.records.orders import Orders, new_id
from broadcaster.station.setup.folder import Folder


def stop(folder: Folder, clock: Clock, *, by: str, reason: str) -> Stop:
    """
    Silence everything that sounds, and keep the station silent for the rest of the day.

    Raises:
        RecordError: The order cannot be put on the disk, or the log does not take it: the order stands even then.
    """
    now = clock.now()
    order = Stop(new_id(Stop, now), now, one_line(by, NOBODY), one_line(reason, NO_REASON))
    _give(folder, order)
    _record(folder, asrun.STOP, order)
    return order


def lift(folder: Folder, clock: Clock, *, by: str, reason: str) -> tuple[Stop, ...]:
    """
    Let the station air again; return the stops that are lifted, none where nothing was stopped.

    Raises:
        RecordError: As :func:`stop` says.
    """
    now = clock.now()
    stops = Orders(folder.orders).standing(now)
    if stops:
        told = (one_line(by, NOBODY), one_line(reason, NO_REASON))
        order = Lift(new_id(Lift, now), now, *told, tuple(each.id for each in stops))
        _give(folder, order)
        _record(folder, asrun.RELEASE, order, stops=list(order.stops))
    return stops


def _give(folder: Folder, order: Order) -> None:
    """Put *order* where the station looks, and where takeovers that are only practised do."""
    practised = folder.records(rehearsal=True) / folder.orders.name
    try:
        Orders(folder.orders).put(order)
        if practised.exists():
            Orders(practised).put(order)
    except OSError as error:
        where = folder.shown(folder.orders)
        message = f"Không ghi được lệnh vào {where}: {os_reason(error)}. Hãy ngắt nguồn tăng âm bằng tay."
        raise RecordError(message) from error


def _record(folder: Folder, event: str, order: Order, **facts: object) -> None:
    ledger = AsRun(folder.records(rehearsal=False) / "asrun")
    try:
        ledger.append(event, order.at, order=order.id, by=order.by, reason=order.reason, **facts)
    except BroadcasterError as error:
        raise RecordError(f"Lệnh đã có hiệu lực, nhưng nhật ký không ghi được. {error}") from error
