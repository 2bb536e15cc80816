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

from broadcaster.core.clock import Alarm, Clock, FakeAlarm, FakeClock, ScheduleAlarm, ShiftedClock
from broadcaster.core.errors import BusyError
from broadcaster.production.cart import Cart
from broadcaster.production.silent import render_silent
from broadcaster.records.chain import Line
from broadcaster.station.air import outlets, tenancy
from broadcaster.station.air.diary import Diary
from broadcaster.station.air.keeper import Errand, Keeper
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

Say = Callable[[str], None]

DRY = OutputOptions("chay-thu", "memory:", loudspeakers=False)
"""Where a dry run plays to."""


def choose_outputs(
    station: Station, *, on_air: bool, say: Say, clock: Clock | None = None
) -> tuple[OutputOptions, ...]:
    """
    Return the outputs that this run may use, saying why others are not used.

    A rehearsal on a machine without a sound device writes what would have been heard to a file.

    Args:
        station: Whose outputs they are.
        on_air: Whether somebody asked for the loudspeakers though this is a rehearsal.
        say: Told why an output is not used.
        clock: The true one, where the station's is shifted.
    """
    now = (clock or station.clock).now()
    quiet = station.settings.schedule.quiet_hours
    chosen = []
    for output in station.settings.outputs:
        reason = outlets.closed(output, rehearsal=station.rehearsal, on_air=on_air, now=now, quiet=quiet)
        if reason:
            say(f"Không mở ngõ ra {output.name}: {reason}.")
            continue
        heard = station.folder.heard / f"{now:%Y%m%d-%H%M%S}-{output.name}-{{slot}}.flac"
        instead = outlets.heard_in_file(output, str(heard)) if station.rehearsal else None
        if instead is not None:
            shown = station.folder.shown(heard.parent)
            say(f"Máy này không có thiết bị âm thanh: những gì lẽ ra nghe ở {output.name} được ghi vào {shown}.")
        chosen.append(instead or output)
    if station.rehearsal and not chosen:
        chosen.append(_in_file(station, now, "Không còn ngõ ra nào để chạy thử", say))
    return tuple(chosen)


def practice_outputs(station: Station, say: Say) -> tuple[OutputOptions, ...]:
    """
    Return the outputs on which a takeover of the rehearsal *station* is practised; none that the real one is using.

    Raises:
        BusyError: A rehearsal is under way: its clock is another than that of the practice.
    """
    if tenancy.under_way(station, rehearsal=True):
        raise BusyError("Đài đang chạy thử, chưa chen phát gì. Tắt bản chạy thử (Ctrl-C) rồi tập chen phát.")
    if tenancy.under_way(station, rehearsal=False):
        return (_in_file(station, station.clock.now(), "Đài đang chạy thật", say),)
    return choose_outputs(station, on_air=False, say=say)


def _in_file(station: Station, now: datetime, why: str, say: Say) -> OutputOptions:
    heard = station.folder.heard / f"{now:%Y%m%d-%H%M%S}-{{slot}}.flac"
    say(f"{why}: những gì lẽ ra nghe được ghi vào {station.folder.shown(heard.parent)}.")
    return OutputOptions("chay-thu", f"file:{heard}", loudspeakers=False)


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
