"""
The station put on the air: for real, in rehearsal with its clock shifted, or dry, on a clock that jumps.

In: a station. Out: a keeper at work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcaster.core.clock import Alarm, FakeAlarm, FakeClock, ScheduleAlarm, ShiftedClock
from broadcaster.production.cart import Cart
from broadcaster.production.silent import render_silent
from broadcaster.records.chain import Line
from broadcaster.station.air.diary import Diary
from broadcaster.station.air.keeper import Errand, Keeper
from broadcaster.station.air.outlets import Say
from broadcaster.station.air.players import InlinePlayers, Players, ProcessPlayers
from broadcaster.station.air.rounds import Rounds
from broadcaster.station.air.supervisor import Supervisor
from broadcaster.station.air.transmission import Transmission
from broadcaster.station.air.urgent import Urgent
from broadcaster.station.care.evening import Evening
from broadcaster.station.care.machine.awake import Vigil, wakefulness
from broadcaster.station.live import Choose, Live
from broadcaster.station.making.kitchen import InlineKitchen, Kitchen, WorkerKitchen
from broadcaster.station.notices import STATION, Notices
from broadcaster.station.setup import secrets
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station, open_station

DRY = OutputOptions("chay-thu", "memory:", loudspeakers=False)
"""Where a dry run plays to."""


def rehearse(station: Station, start: datetime) -> tuple[Station, timedelta]:
    """Return the station with its clock standing at *start* now, and the shift."""
    shift = start - station.clock.now()
    return replace(station, clock=ShiftedClock(station.clock, shift)), shift


def keeper(
    station: Station,
    choose: Choose,
    *,
    shift: timedelta = timedelta(),
    say: Say,
    on_cart: Callable[[Cart], None],
    on_tick: Callable[[], None],
) -> Keeper:
    """Return the keeper of *station*, with players and a kitchen that are processes."""
    diary, supervisor = Diary(station.records / "station.log", station.clock), Supervisor(station.clock)

    def told(text: str) -> None:
        diary.write(text)
        say(text)

    notices = Notices(told)
    live = Live(station, choose)
    players = ProcessPlayers(station.records / "players", lambda: secrets.of_outputs(live.station.folder, live.outputs))
    kitchen = WorkerKitchen(
        station.folder.root, station.settings.zone, station.clock, on_cart, lambda: live.station.engines
    )
    backup = ThreadPoolExecutor(1, thread_name_prefix="backup")
    errands = () if station.rehearsal else (Vigil(wakefulness()).keep,)

    def tick() -> None:
        supervisor.alive()
        on_tick()

    alarm = ScheduleAlarm(station.clock)
    return conduct(live, players, kitchen, alarm, notices, backup, shift=shift, on_tick=tick, errands=errands)


def conduct(
    live: Live,
    players: Players,
    kitchen: Kitchen,
    alarm: Alarm,
    notices: Notices,
    backup: Executor,
    *,
    shift: timedelta = timedelta(),
    on_tick: Callable[[], None] = lambda: None,
    errands: Sequence[Errand] = (),
) -> Keeper:
    """Return the keeper of a station with all its duties, whoever plays, cooks, rings and copies for it."""
    station = live.station
    evening = Evening(live, notices, backup)
    urgent = Urgent(
        lambda: live.station,
        lambda: () if station.rehearsal else live.outputs,
        players,
        wait=timedelta(seconds=1),
        say=lambda text: notices.tell(STATION, text),
    )
    urgent.look_back()
    transmission = Transmission(live, players, notices, shift)
    rounds = Rounds(live, kitchen, notices)
    ticks = (urgent.tick, on_tick, evening.tick)
    return Keeper(live, transmission, players, kitchen, alarm, notices, ticks, (rounds.go, *errands))


def dry_run(
    root: Path, first: date, last: date, say: Say, *, keep: Path | None = None
) -> Iterator[tuple[date, tuple[Line, ...]]]:
    """
    Yield each day from *first* to *last* with the lines of its as-run log, as it would go.

    Everything is the station's own: texts, plan, approvals, gate, keeper, player, ledger. Only the sound is silence,
    the clock jumps, and all that is written is thrown away, or lies in the folder *keep*.
    """
    with nullcontext(str(keep)) if keep else TemporaryDirectory(prefix="broadcaster-") as folder:
        probe = open_station(root, rehearsal=True)
        clock = FakeClock(datetime.combine(first, time(), probe.settings.zone))
        station = open_station(root, rehearsal=True, clock=clock, work=Path(folder))
        alarm, notices = FakeAlarm(clock), Notices(say)
        players = InlinePlayers(clock, station.asrun)
        kitchen = InlineKitchen(lambda order: render_silent(order, station.studio.jingle_length, station.programmes))
        live = Live(station, lambda _: (DRY,))
        transmission = Transmission(live, players, notices, timedelta())
        mind = Keeper(live, transmission, players, kitchen, alarm, notices)
        day = first
        while day <= last:
            midnight = datetime.combine(day + timedelta(days=1), time(), probe.settings.zone)
            while clock.now() < midnight:
                mind.look()
                ahead = min(alarm.next() or midnight, midnight) - clock.now()
                clock.sleep(ahead.total_seconds())
                alarm.rang()
            yield day, station.asrun.of_day(day)
            day += timedelta(days=1)
