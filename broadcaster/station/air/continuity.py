"""
Continuity: each slot of the plan gets its programme, or what may stand in for it, or silence with a reason.

In: a slot, the news, the moment. Out: orders to the kitchen, a release, a line that says why not.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broadcaster.core.errors import BroadcasterError, NotApprovedError
from broadcaster.core.hours import LatePolicy
from broadcaster.production.cart import Cart
from broadcaster.programme.plan import PlannedSlot
from broadcaster.station.air.agenda import aired_as
from broadcaster.station.air.duty import GATE, Duty, duty, gate_before
from broadcaster.station.air.presence import Presence
from broadcaster.station.air.standin import stand_ins
from broadcaster.station.air.transmission import Transmission
from broadcaster.station.desk import gate
from broadcaster.station.desk.newsroom import News
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import Kitchen
from broadcaster.station.making.studio import slot_key
from broadcaster.station.notices import Notices

SETTLED = timedelta(seconds=60)
"""How long before its instant a cart that is there is not replaced any more."""
BRIEF = timedelta(minutes=10)
"""How long before its instant the shortest programme is made, where neither its own nor an earlier one may air."""
PATIENCE = timedelta(seconds=60)
"""How late a programme that is being made may be waited for, within the slot's grace, before another stands in."""


class Continuity:
    """Sees to the slots of the plan until they are released."""

    def __init__(
        self, live: Live, transmission: Transmission, kitchen: Kitchen, notices: Notices, presence: Presence
    ) -> None:
        self._live = live
        self._transmission = transmission
        self._kitchen = kitchen
        self._notices = notices
        self._presence = presence
        self._refusals: dict[str, str] = {}

    def tend(self, slot: PlannedSlot, until: datetime | None, news: News, now: datetime) -> None:
        """Do what *slot* needs; whatever airs is silent by *until*."""
        key = slot_key(slot)
        match duty(slot, self._live.station.asrun.of_slot(key), now, gate_before(self._live.outputs)):
            case Duty.WAIT:
                self._prepare(slot, news, now)
            case Duty.RELEASE:
                try:
                    self._release(slot, until, news, now)
                except BroadcasterError as error:  # a full disk, a damaged ledger: tried again with the next look
                    self._refuse(key, str(error))
            case Duty.MISS:
                self._transmission.miss(slot, self._why_missed(slot), now)
            case Duty.NOTHING:
                self._refusals.pop(key, None)

    def _prepare(self, slot: PlannedSlot, news: News, now: datetime) -> None:
        """See that the cart of a coming slot is made, and made again where its texts have changed in time."""
        if slot.rundown.empty:
            return
        studio = self._live.station.studio
        order = studio.order(slot, news)
        found = studio.whole(order.slot)
        if found is not None and (found.order == order.key or now >= slot.start - SETTLED):
            self._refusals.pop(order.slot, None)
            return
        self._kitchen.ask(order)
        if failure := self._kitchen.failure(order.slot):
            self._refuse(order.slot, failure)
        if now >= slot.start - BRIEF and not _airs(found, slot, news):
            self._make_brief(slot, news)

    def _make_brief(self, slot: PlannedSlot, news: News) -> None:
        """Have the shortest programme made where nothing else could stand in."""
        station = self._live.station
        order = station.studio.brief(slot, news)
        nothing = next(stand_ins(station, slot, news, ""), None) is None
        if nothing and order.chain and station.studio.cart(order) is None:
            self._kitchen.ask(order)

    def _release(self, slot: PlannedSlot, until: datetime | None, news: News, now: datetime) -> None:
        key, studio = slot_key(slot), self._live.station.studio
        if before := aired_as(self._live.station.asrun, slot):
            reason = f"hôm nay khung giờ này đã phát rồi ({before}); giờ mới tính từ ngày mai"
            self._transmission.miss(slot, reason, now)
            return
        if stop := self._transmission.stopped(now):
            self._refuse(key, stop)
            return
        fresh = self._live.station.newsroom.news(fresh=True)
        cart = studio.whole(key)
        try:
            if cart is None:
                raise NotApprovedError(key, self._kitchen.failure(key) or "chưa có tệp phát sẵn")
            self._transmission.release(slot, cart, fresh, now, until)
        except NotApprovedError as error:
            self._kitchen.ask(studio.order(slot, news))
            self._refuse(key, str(error))
            if cart is not None or self._kitchen.failure(key) or now >= _deadline(slot):
                self._stand_in(slot, until, fresh, str(error), now)

    def _stand_in(self, slot: PlannedSlot, until: datetime | None, news: News, reason: str, now: datetime) -> None:
        """Air what may stand in for the slot's own programme, if there is anything."""
        found = next(stand_ins(self._live.station, slot, news, reason), None)
        if found is None:
            self._make_brief(slot, news)
            return
        self._transmission.release(slot, found.cart, news, now, until, found)
        self._notices.tell(slot_key(slot), f"Thay thế: {found.told}, vì {reason}")

    def _why_missed(self, slot: PlannedSlot) -> str:
        if slot.rundown.empty:
            return "không có bài nào được phát trong khung giờ này"
        if slot_key(slot) in self._refusals:
            return self._refusals[slot_key(slot)]
        if self._live.since is not None and slot.start < self._live.since:
            return f"khung giờ này được ghi vào lịch lúc {self._live.since:%H:%M}, sau giờ phát"
        if missing := self._presence.missing(slot.start):
            return f"đã quá giờ phát: {missing}"
        return "đã quá giờ phát; đến giờ đó đài chưa chạy, hoặc đồng hồ vừa nhảy"

    def _refuse(self, key: str, reason: str) -> None:
        self._refusals[key] = reason
        self._notices.tell(key, f"Chưa phát được: {reason}")


def _airs(cart: Cart | None, slot: PlannedSlot, news: News) -> bool:
    """Return whether the gate would let anything of *cart* pass now."""
    try:
        return cart is not None and bool(gate.ask(cart, news, slot.start.date()).keep)
    except NotApprovedError:
        return False


def _deadline(slot: PlannedSlot) -> datetime:
    """Return until when the slot's own programme is waited for while it is being made."""
    if slot.late is LatePolicy.SKIP:
        return slot.start - GATE
    return slot.start + min(PATIENCE, timedelta(seconds=slot.grace / 2))
