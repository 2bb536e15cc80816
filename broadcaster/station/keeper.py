"""
The keeper: looks at plan, ledger and clock, and does what each slot needs now.

It never plays, blocks or raises. Everything it knows is on the disk, so it can be killed and started at any
moment: it looks again, and goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from broadcaster.core.clock import Alarm
from broadcaster.core.errors import BroadcasterError, NotApprovedError
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import FAULT
from broadcaster.station.duty import GATE, Duty, duty, latest_start
from broadcaster.station.kitchen import Kitchen
from broadcaster.station.newsroom import News
from broadcaster.station.notices import STATION, Notices
from broadcaster.station.players import Players
from broadcaster.station.studio import slot_key
from broadcaster.station.transmission import Transmission
from broadcaster.station.upkeep import Upkeep
from broadcaster.station.wiring import Station

LOOK = 5.0
"""Seconds between two looks when nothing rings."""
TICK = 0.25
"""Seconds between two questions to the alarm."""
SETTLED = timedelta(seconds=60)
"""How long before its instant a cart that is there is not replaced any more."""
TOMORROW = timedelta(hours=12)
"""How long before midnight the next day's carts are begun."""
CATCH_UP = timedelta(days=31)
"""How far back a station that starts again says what it has missed."""
_STEP = timedelta(seconds=2)  # between two clocks; more than that, somebody set one


class Keeper:
    """Keeps one station on the air."""

    def __init__(
        self,
        station: Station,
        transmission: Transmission,
        players: Players,
        kitchen: Kitchen,
        alarm: Alarm,
        notices: Notices,
        on_tick: Callable[[], None] = lambda: None,
    ) -> None:
        """
        Set up.

        Args:
            station: Whose plan and ledgers count.
            transmission: Puts programmes on the air.
            players: Who plays.
            kitchen: Who makes carts.
            alarm: Rings when it is time to look.
            notices: Told what people should know.
            on_tick: Called some four times a second.
        """
        self._on_tick = on_tick
        self._station = station
        self._transmission = transmission
        self._players = players
        self._kitchen = kitchen
        self._alarm = alarm
        self._notices = notices
        self._upkeep = Upkeep(kitchen)
        self._refusals: dict[str, str] = {}
        self._caught_up: date | None = None
        self._last_fault = ""
        self._drift = self._wall_less_monotonic()
        self._stopped = False

    def run(self, until: datetime | None = None) -> None:
        """Keep the station on the air until told to stop, or until an instant of the station."""
        try:
            while not self._stopped and (until is None or self._station.clock.now() < until):
                self.look()
                self._guarded(self._rest)
        finally:
            self._players.stop()
            self._kitchen.close()

    def stop(self) -> None:
        """End :meth:`run` soon; from any thread or signal handler."""
        self._stopped = True

    def look(self) -> None:
        """Do what the moment asks for. Whatever goes wrong is said and recorded; the day goes on."""
        self._guarded(lambda: self._look(self._station.clock.now()))

    def _guarded(self, step: Callable[[], None], subject: str = STATION) -> None:
        try:
            step()
        except BroadcasterError as error:
            self._notices.tell(subject, f"Chưa phát được: {error}")
        except Exception as error:  # noqa: BLE001 - the border: an unknown fault must not end the day
            self._fault(f"{type(error).__name__}: {error}")

    def _look(self, now: datetime) -> None:
        if self._clock_went_back(now):
            return
        news = self._station.newsroom.news()
        slots = self._slots(now, news)
        self._arm(slots, now)
        for slot in slots:
            self._guarded(partial(self._tend, slot, news, now), slot_key(slot))
        self._guarded(partial(self._upkeep.tend, self._station, slots, news, now))

    def _slots(self, now: datetime, news: News) -> tuple[PlannedSlot, ...]:
        """
        Return the slots to look at: today's, those of tomorrow when it is near, and what earlier days left open.

        A rehearsal knows of no earlier day.
        """
        today = now.date()
        days = [today]
        if _midnight(now) - now < TOMORROW:
            days.append(today + timedelta(days=1))
        slots = [slot for day in days for slot in self._station.plan(day, news).slots]
        if self._station.rehearsal:
            return tuple(slots)
        first = self._caught_up or self._last_day(today)
        past = [first + timedelta(days=number) for number in range((today - first).days)]
        open_slots = [slot for day in past for slot in self._station.plan(day, news).slots]
        self._caught_up = today - timedelta(days=1)
        return (*open_slots, *slots)

    def _last_day(self, today: date) -> date:
        """Return the day after that of the last line, or the earliest one worth catching up."""
        lines = self._station.asrun.lines()
        last = lines[-1].at.date() if lines else today
        return max(last, today - CATCH_UP)

    def _tend(self, slot: PlannedSlot, news: News, now: datetime) -> None:
        lines = self._station.asrun.of_slot(slot_key(slot))
        match duty(slot, lines, now):
            case Duty.WAIT:
                self._prepare(slot, news, now)
            case Duty.RELEASE:
                self._release(slot, news, now)
            case Duty.WATCH:
                self._transmission.watch(slot, lines, now)
            case Duty.MISS:
                self._miss(slot, now)
            case Duty.NOTHING:
                pass

    def _prepare(self, slot: PlannedSlot, news: News, now: datetime) -> None:
        """See that the cart of a coming slot is made, and made again where its texts have changed in time."""
        if slot.rundown.empty:
            return
        order = self._station.studio.order(slot, news)
        found = self._station.studio.whole(order.slot)
        if found is None or (found.order != order.key and now < slot.start - SETTLED):
            self._kitchen.ask(order)
            if failure := self._kitchen.failure(order.slot):
                self._refuse(order.slot, failure)
        else:
            self._refusals.pop(order.slot, None)

    def _release(self, slot: PlannedSlot, news: News, now: datetime) -> None:
        key = slot_key(slot)
        cart = self._station.studio.whole(key)
        try:
            if cart is None:
                raise NotApprovedError(key, self._kitchen.failure(key) or "chưa có tệp phát sẵn")
            self._transmission.release(slot, cart, self._station.newsroom.news(fresh=True), now)
        except NotApprovedError as error:
            self._kitchen.ask(self._station.studio.order(slot, news))
            self._refuse(key, str(error))
        else:
            self._transmission.watch(slot, self._station.asrun.of_slot(key), now)

    def _miss(self, slot: PlannedSlot, now: datetime) -> None:
        if slot.rundown.empty:
            reason = "không có bài nào được phát trong khung giờ này"
        else:
            reason = self._refusals.get(
                slot_key(slot), "đã quá giờ phát; đến giờ đó đài chưa chạy, hoặc đồng hồ vừa nhảy"
            )
        self._transmission.miss(slot, reason, now)

    def _refuse(self, key: str, reason: str) -> None:
        self._refusals[key] = reason
        self._notices.tell(key, f"Chưa phát được: {reason}")

    def _fault(self, reason: str) -> None:
        self._notices.tell(STATION, f"Lỗi chương trình ({reason}). Đài vẫn chạy tiếp; gửi dòng này cho người hỗ trợ.")
        if reason == self._last_fault:
            return
        self._last_fault = reason
        try:
            self._station.asrun.append(FAULT, self._station.clock.now(), reason=reason)
        except BroadcasterError as error:
            self._notices.tell(STATION, str(error))

    def _clock_went_back(self, now: datetime) -> bool:
        """Return whether the clock is earlier than the last line of the log: then nothing airs."""
        drift = self._wall_less_monotonic()
        if abs(drift - self._drift) > _STEP:
            self._notices.tell(STATION, f"Đồng hồ máy vừa bị chỉnh thành {now:%H:%M:%S}; đài tính lại lịch.")
            self._drift = drift
        lines = self._station.asrun.lines()
        if not lines or lines[-1].at - now <= _STEP:
            return False
        last, shown = f"{lines[-1].at:%H:%M:%S %d/%m/%Y}", f"{now:%H:%M:%S %d/%m/%Y}"
        text = f"Đồng hồ máy ({shown}) sớm hơn dòng nhật ký cuối ({last}); không phát gì cho đến khi chỉnh lại giờ."
        self._notices.tell(STATION, text)
        return True

    def _wall_less_monotonic(self) -> timedelta:
        clock = self._station.clock
        return timedelta(seconds=clock.now().timestamp() - clock.monotonic())

    def _arm(self, slots: tuple[PlannedSlot, ...], now: datetime) -> None:
        instants = [_midnight(now)]
        for slot in slots:
            instants += [slot.start - GATE, slot.start, latest_start(slot) + timedelta(seconds=1), slot.end]
        self._alarm.arm(instants)

    def _rest(self) -> None:
        """Wait until the alarm rings, a player ends, or it is time to look anyway."""
        clock = self._station.clock
        playing = self._players.running()
        until = clock.monotonic() + LOOK
        while not self._stopped and clock.monotonic() < until:
            if self._alarm.rang() or self._players.running() != playing:
                return
            clock.sleep(TICK)
            self._on_tick()


def _midnight(now: datetime) -> datetime:
    """Return the coming midnight, in the zone of *now*."""
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
