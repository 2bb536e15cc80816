"""
Takeovers that are long over: thrown away, with their carts and claims.

In: the folder of orders, the instant. Out: fewer files. What they did stands in the as-run log, from which report,
verification and digests are made; none of these opens an order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from broadcaster.records.orders import Orders
from broadcaster.station.setup.folder import Folder

KEPT = timedelta(days=30)
"""How long takeovers are kept, for whoever wants to hear once more what was said."""

_AHEAD = timedelta(days=1)


def sweep(folder: Folder, now: datetime) -> int:
    """
    Remove takeovers ordered more than :data:`KEPT` before *now*, real and practised, from *folder*; return how many.

    So goes what a clock that stood wrong has dated after tomorrow: no emergency may wait for that day to sound.
    Stops and releases stay for good: they are a few lines each, and a clock that stands wrong for a moment must not
    make the station forget that somebody has silenced it. What cannot be read stays too, for a person to look at.
    """
    return sum(_sweep(folder.records(rehearsal=rehearsal), now) for rehearsal in (False, True))


def _sweep(records: Path, now: datetime) -> int:
    given = Orders(records / "orders").takeovers()
    old = [order.id for order in given if not now - KEPT <= order.at <= now + _AHEAD]
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
