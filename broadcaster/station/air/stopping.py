"""
Stop and release: the two orders that must work whatever else is broken.

In: who and why. Out: an order that players read themselves, and a line of the as-run log. Neither the settings nor
the station need be whole for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError, RecordError, os_reason
from broadcaster.records import asrun
from broadcaster.records.asrun import AsRun
from broadcaster.records.order import NO_REASON, NOBODY, Lift, Order, Stop, one_line
from broadcaster.records.orders import Orders, new_id
from broadcaster.station.setup.folder import Folder

_AHEAD = timedelta(days=1)
"""How much later than the clock a stop may be dated: one that was set back a little. More, and a wrong one is asked."""


def stop(folder: Folder, clock: Clock, *, by: str, reason: str) -> Stop:
    """
    Silence everything that sounds, and keep the station silent for the rest of the day, four hours at least.

    Raises:
        RecordError: The order cannot be put on the disk, or the log does not take it: the order stands even then.
    """
    now = clock.now()
    order = Stop(new_id(Stop, now), now, one_line(by, NOBODY), one_line(reason, NO_REASON))
    _give(folder, order)
    _record(folder, asrun.STOP, order)
    return order


def keep(folder: Folder, before: datetime, now: datetime) -> Stop | None:
    """
    Give anew, for the day that it is *now*, the stop that counted at *before*, when the clock was set.

    Only a person lifts a stop, or the end of its day, not a clock that is put right; nor a night that the machine
    slept through, which looks the same. It is kept once: each night that a machine sleeps would keep it anew. Nor does
    one come back that was over long ago, where the clock of a dead battery (2020) is put right.

    Returns:
        The order that keeps it; None where none counted, or one still does.

    Raises:
        RecordError: As :func:`stop` says.
    """
    orders = Orders(folder.orders)
    stood = [stop for stop in orders.standing(before) if not stop.of and stop.at - before <= _AHEAD]
    if not stood or orders.blocked(now) is not None:
        return None
    order = replace(stood[-1], id=new_id(Stop, now), at=now, of=stood[-1].id)
    _give(folder, order)
    _record(folder, asrun.STOP, replace(order, reason=f"giữ lại khi đồng hồ máy đổi ngày: {order.reason}"), of=order.of)
    return order


def lift(folder: Folder, clock: Clock, *, by: str, reason: str) -> tuple[Stop, ...]:
    """
    Let the station air again; return the stops that are lifted, none where nothing was stopped.

    Raises:
        RecordError: As :func:`stop` says.
    """
    now = clock.now()
    over = Orders(folder.orders).lifting(now)
    stops = tuple(each for each in over if isinstance(each, Stop))
    if stops:
        told = (one_line(by, NOBODY), one_line(reason, NO_REASON))
        order = Lift(new_id(Lift, now), now, *told, tuple(each.id for each in over))
        _give(folder, order)
        _record(folder, asrun.RELEASE, order, stops=[each.id for each in stops])
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
