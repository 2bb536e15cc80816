"""
What the station does in its quiet hours: programmes that a substitute spoke are made again where the wanted voice can
speak now, and takeovers long over and spoken sentences that nobody needs any more are thrown away.

In: the station, its slots, its texts, the instant. Out: orders to the kitchen, one at a time, each once a night.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from broadcaster.content.item import Item
from broadcaster.core.hours import QuietHours
from broadcaster.production.cart import Role
from broadcaster.programme.plan import PlannedSlot
from broadcaster.programme.rundown import Part
from broadcaster.station.care.sweeping import sweep
from broadcaster.station.desk.casting import improvable
from broadcaster.station.desk.newsroom import News
from broadcaster.station.making.airtime import CALM, near
from broadcaster.station.making.kitchen import Kitchen
from broadcaster.station.making.larder import Need, Shelf
from broadcaster.station.making.studio import slot_key
from broadcaster.station.wiring import Station

AHEAD = timedelta(days=7)
"""How far ahead nothing that is needed is thrown away."""
_SMALL_HOURS = QuietHours(time(0), time(4))
"""The night of a station that has no quiet hours."""
_ROOM = 2 * CALM
"""How long before air the last thing is begun: it has to be over when the calm before air begins."""


class Upkeep:
    """One station's work at night."""

    def __init__(self, kitchen: Kitchen) -> None:
        self._kitchen = kitchen
        self._night: date | None = None
        self._done: set[str] = set()

    def tend(self, station: Station, slots: Sequence[PlannedSlot], news: News, now: datetime) -> None:
        """Begin one thing that is still to be done this night, if it is night and no programme is near."""
        quiet = station.settings.schedule.quiet_hours or _SMALL_HOURS
        if station.rehearsal or not quiet.covers(now) or any(near(slot.start, slot.end, now, _ROOM) for slot in slots):
            return
        night = (now - timedelta(hours=12)).date()
        if night != self._night:
            self._night, self._done = night, set()
            station.today.condense(now.date())
            sweep(station.folder, now)
        for slot in slots:
            if slot.start > now and not self._improved(station, slot, news):
                return
        if "" not in self._done and self._kitchen.tidy(shelf(station, news, now)):
            self._done.add("")

    def _improved(self, station: Station, slot: PlannedSlot, news: News) -> bool:
        """Return whether nothing is left to do for the voices of *slot*; else begin it, once the kitchen is free."""
        key = slot_key(slot)
        if key in self._done or slot.rundown.empty:
            return True
        order = station.studio.order(slot, news)
        cart = station.studio.cart(order)
        if cart is None:
            return True
        better = improvable(cart, order, station.studio.casting)
        if not better or self._kitchen.improve(order, better):
            self._done.add(key)
        return not better


def shelf(station: Station, news: News, now: datetime) -> Shelf:
    """Return what the station keeps of spoken sentences, and what of it the next days need."""
    voices = station.settings.voices
    needs = tuple(need for item in news.airable if _airs(item, now.date()) for need in _needs(station, item, news))
    return Shelf(station.folder.root, voices.cache, voices.delivery, station.engines, needs, now, station.settings.keep)


def _needs(station: Station, item: Item, news: News) -> Iterator[Need]:
    words = news.by_id[item.id].words
    for part, role in ((Part.TITLE, Role.HEADLINE), (Part.BODY, Role.ITEM)):
        sentences = tuple(sentence.words for sentence in words.part(part))
        yield Need(sentences, station.studio.casting.voices(item, role))


def _airs(item: Item, today: date) -> bool:
    """Return whether *item* may air within the next days."""
    begins, ends = item.valid_from or today, item.valid_until or today
    return begins <= today + AHEAD and ends >= today
