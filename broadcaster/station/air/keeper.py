"""
The keeper: looks at plan, ledger and clock, and does what each slot needs now.

It never plays, blocks or raises. Everything it knows is on the disk, so it can be killed and started at any
moment: it looks again, and goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from broadcaster.core.clock import Alarm
from broadcaster.core.errors import BroadcasterError, Problem
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import FAULT
from broadcaster.station.air import clockwatch
from broadcaster.station.air.agenda import Agenda, midnight
from broadcaster.station.air.clockwatch import ClockWatch
from broadcaster.station.air.continuity import Continuity
from broadcaster.station.air.duty import gate_before, latest_start
from broadcaster.station.air.players import Players
from broadcaster.station.air.presence import Presence
from broadcaster.station.air.rounds import STAGES
from broadcaster.station.air.transmission import Transmission
from broadcaster.station.care.upkeep import Upkeep
from broadcaster.station.desk.newsroom import News
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import Kitchen
from broadcaster.station.making.studio import slot_key
from broadcaster.station.notices import STATION, Notices
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station

LOOK = 5.0
"""Seconds between two looks when nothing rings."""
TICK = 0.25
"""Seconds between two questions to the alarm."""

Errand = Callable[[Sequence[PlannedSlot], News, datetime], None]
"""Something else to do with the slots of the moment."""


class Keeper:
    """Keeps one station on the air."""

    def __init__(
        self,
        live: Live,
        transmission: Transmission,
        players: Players,
        kitchen: Kitchen,
        alarm: Alarm,
        notices: Notices,
        ticks: Sequence[Callable[[], None]] = (),
        errands: Sequence[Errand] = (),
    ) -> None:
        """
        Set up.

        Args:
            live: The station whose plan and ledgers count.
            transmission: Puts programmes on the air.
            players: Who plays.
            kitchen: Who makes carts.
            alarm: Rings when it is time to look.
            notices: Told what people should know.
            ticks: Called some four times a second, each by itself too.
            errands: Done at each look, each by itself: whatever goes wrong with one keeps nothing from the air.
        """
        self._live = live
        self._transmission = transmission
        self._players = players
        self._kitchen = kitchen
        self._alarm = alarm
        self._notices = notices
        self._upkeep = Upkeep(kitchen)
        self._ticks = tuple(ticks)
        self._errands = tuple(errands)
        self._agenda = Agenda(live)
        self._clockwatch = ClockWatch(live.station.clock)
        self._set_from: datetime | None = None
        """What the clock stood at before it was set, until the stops of that hour are known to be kept."""
        self._presence = Presence(live, notices)
        self._continuity = Continuity(live, transmission, kitchen, notices, self._presence)
        self._faults: set[tuple[date, str]] = set()
        """What was recorded, and on which day: each fault once a day."""
        self._stopped, self._by_hand = False, True

    @property
    def outputs(self) -> tuple[OutputOptions, ...]:
        """To play to, as the settings now stand."""
        return self._live.outputs

    @property
    def _station(self) -> Station:
        return self._live.station

    def run(self, until: datetime | None = None) -> None:
        """Keep the station on the air until told to stop, or until an instant of the station."""
        try:
            while not self._stopped and (until is None or self._station.clock.now() < until):
                self.look()
                self._guarded(self._rest)
        finally:
            self._presence.leave(by_hand=self._by_hand)  # first: what hangs here is no power cut
            self._players.stop(by_hand=self._by_hand)
            self._kitchen.close()

    def stop(self, *, by_hand: bool = True) -> None:
        """
        End :meth:`run` soon; from any thread or signal handler.

        Args:
            by_hand: Whether a person wants it: then what is on the air is over. What the system ends may go on later.
        """
        self._stopped, self._by_hand = True, by_hand

    def look(self) -> None:
        """Do what the moment asks for. Whatever goes wrong is said and recorded; the day goes on."""
        self._guarded(lambda: self._look(self._station.clock.now()))

    def _guarded(self, step: Callable[[], None], subject: str = STATION) -> None:
        try:
            step()
        except BroadcasterError as error:
            self._notices.tell(subject, f"Chưa phát được: {error}")
        except Exception as error:  # noqa: BLE001 - the border: an unknown fault must not end the day
            reason = f"{type(error).__name__}: {error}"
            told = f"Lỗi chương trình ({reason}). Đài vẫn chạy tiếp; gửi dòng này cho người hỗ trợ."
            self._notices.tell(STATION, told, about=reason)
            self._record_fault(reason)

    def _look(self, now: datetime) -> None:
        if moved := self._clockwatch.moved(self._station.clock):
            self._notices.tell(STATION, f"Đồng hồ máy vừa bị chỉnh thành {now:%H:%M:%S}; đài tính lại lịch.")
            self._set_from = self._set_from or now - moved
        if self._set_from is not None:  # where the log cannot take it this look ends: nothing airs against a stop
            self._transmission.keep_stopped(self._set_from, now)
            self._set_from = None
        if wrong := clockwatch.behind(self._station.asrun, now):
            self._notices.tell(STATION, wrong, about="clock")
            return
        self._guarded(partial(self._presence.note, now))
        self._agenda.begin(now)
        self._guarded(partial(self._take_edits, now))
        for slot in self._transmission.on_air():
            self._guarded(partial(self._transmission.watch, slot, now), slot)
        news = self._station.newsroom.news()
        self._tell_problems(news)
        slots = self._agenda.slots(news, now)
        self._arm(slots, now)
        self._kitchen.expect(slot.start for slot in slots)
        for index, planned in enumerate(slots):
            until = slots[index + 1].start if index + 1 < len(slots) else None
            self._guarded(partial(self._continuity.tend, planned, until, news, now), slot_key(planned))
        for errand in self._errands:
            self._guarded(partial(errand, slots, news, now))
        self._guarded(partial(self._upkeep.tend, self._station, slots, news, now))

    def _take_edits(self, now: datetime) -> None:
        edit = self._live.refresh(now)
        if edit is None:
            return
        if edit.problems:
            self._tell_bad_edit("schedule.yaml có lỗi, đài chạy tiếp với cài đặt cũ", edit.problems)
        else:
            mended = "schedule.yaml đã hết lỗi. " if edit.mended else ""
            self._notices.tell(STATION, f"{mended}Đã nhận schedule.yaml vừa sửa, từ {now:%H:%M:%S}.")

    def _tell_problems(self, news: News) -> None:
        """Say what is wrong with texts; a broken lexicon is recorded too, for it concerns them all."""
        wrong: dict[str, list[str]] = {}
        for problem in news.keeping_silent:
            if problem not in news.lexicon:
                wrong.setdefault(problem.file, []).append(str(problem))
        for file, told in wrong.items():
            self._notices.tell(file, f"{'; '.join(told)}; bài này không phát cho đến khi sửa xong.")
        if news.lexicon:
            self._tell_bad_edit("từ điển có lỗi, đài đọc theo lần đọc được trước đó và lời đã duyệt", news.lexicon)

    def _tell_bad_edit(self, what: str, problems: tuple[Problem, ...]) -> None:
        reason = f"{what}: {'; '.join(str(problem) for problem in problems)}"
        self._notices.tell(STATION, reason, about=what)
        self._record_fault(reason)

    def _record_fault(self, reason: str) -> None:
        now = self._station.clock.now()
        self._faults = {(day, text) for day, text in self._faults if day == now.date()}
        if (now.date(), reason) in self._faults:
            return
        self._faults.add((now.date(), reason))
        try:
            self._station.asrun.append(FAULT, now, reason=reason)
        except BroadcasterError as error:
            self._notices.tell(STATION, str(error), about="log")

    def _arm(self, slots: tuple[PlannedSlot, ...], now: datetime) -> None:
        instants, gate = [midnight(now)], gate_before(self._live.outputs)
        for slot in slots:
            instants += [slot.start - stage for stage in STAGES]
            instants += [slot.start - gate, slot.start, latest_start(slot) + timedelta(seconds=1), slot.end]
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
            for tick in self._ticks:
                self._guarded(tick)
