"""
What airs in place of a programme that is missing: the last one of the same slot, else the shortest that can be made.

In: the slot, the texts of this moment, the carts on the disk. Out: carts to ask the gate about, the best first. A slot
whose plan is empty has none: no item may air in it today, so the gate would let none of these pass whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from broadcaster.core.errors import NotApprovedError
from broadcaster.production.cart import Cart, CartFiles
from broadcaster.programme.plan import PlannedSlot
from broadcaster.station.desk import gate
from broadcaster.station.desk.newsroom import News
from broadcaster.station.making.studio import brief_key, slot_key
from broadcaster.station.wiring import Station

BACK = 7
"""Days to look back for a programme of the same slot: one that airs on Mondays has the last one a week ago."""


class Kind(Enum):
    """What a stand-in is, as the log has it."""

    EARLIER = "earlier"
    """The last programme of the same slot, whole: all in it is still valid and approved."""
    BRIEF = "brief"
    """The shortest programme of today's texts, by a voice that needs no network."""


@dataclass(frozen=True)
class StandIn:
    """A programme to air in place of another."""

    kind: Kind
    cart: Cart
    reason: str
    """Why the slot's own programme does not air, in Vietnamese."""

    @property
    def told(self) -> str:
        """What it is, in Vietnamese."""
        if self.kind is Kind.EARLIER:
            return f"phát lại chương trình {self.cart.slot}"
        return "phát chương trình rút gọn"


def stand_ins(station: Station, slot: PlannedSlot, news: News, reason: str) -> Iterator[StandIn]:
    """Yield what may air in *slot*, its own programme being missing for *reason*; the gate has passed each whole."""
    for kind, cart in _candidates(station, slot):
        if cart is not None and cart.seconds <= slot.longest and _whole(cart, news, slot.start.date()):
            yield StandIn(kind, cart, reason)


def _candidates(station: Station, slot: PlannedSlot) -> Iterator[tuple[Kind, Cart | None]]:
    for back in range(1, BACK + 1):
        day = slot.start.date() - timedelta(days=back)
        for key in _keys(station, day, slot.id):
            yield Kind.EARLIER, station.studio.whole(key)
    yield Kind.BRIEF, station.studio.whole(brief_key(slot_key(slot)))


def _keys(station: Station, day: date, name: str) -> list[str]:
    """Return the slots called *name* of which there is a cart of *day*, whatever their hour was."""
    folder = CartFiles.of(station.programmes, f"{day}/x").cue_sheet.parent
    if not folder.is_dir():
        return []
    return sorted(f"{day}/{path.stem}" for path in folder.glob(f"*-{name}.json") if path.stem[5:] == name)


def _whole(cart: Cart, news: News, day: date) -> bool:
    """Return whether the gate lets the whole of *cart* on the air on *day*."""
    try:
        return not gate.ask(cart, news, day).withheld
    except NotApprovedError:
        return False
