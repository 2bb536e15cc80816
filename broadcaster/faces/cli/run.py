"""``broadcaster run``: the station on the air."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click

from broadcaster.core import values
from broadcaster.core.errors import NotFoundError
from broadcaster.core.values import UnreadableError
from broadcaster.faces.cli.day import Day, show_day
from broadcaster.faces.cli.journal import said_already, told
from broadcaster.faces.cli.logpage import show_lines
from broadcaster.faces.cli.render import describe, make
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.programme.plan import Plan
from broadcaster.station.air import onair, outlets, tenancy
from broadcaster.station.air.duty import GATE
from broadcaster.station.air.keeper import Keeper
from broadcaster.station.air.supervisor import Supervisor
from broadcaster.station.care.opening import open_up
from broadcaster.station.desk.newsroom import News
from broadcaster.station.live import Choose
from broadcaster.station.making.airtime import FIRST
from broadcaster.station.wiring import Station, open_station


class Hour(click.ParamType):
    """A time of day on the command line."""

    name = "giờ"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Return the hour written, or say why it is none."""
        if isinstance(value, time):
            return value
        try:
            return values.hour(value)
        except UnreadableError as error:
            self.fail(str(error), param, ctx)


@click.command(cls=Command)
@click.option(
    "--rehearse", "day", metavar="NGÀY", type=Day(), help="Chạy thử ngày này như thật, với đồng hồ của đài dời tới đó."
)
@click.option(
    "--at",
    "hour",
    metavar="GIỜ",
    type=Hour(),
    help="Khi chạy thử: bắt đầu từ giờ này; mặc định là mười giây trước khung giờ đầu.",
)
@click.option("--on-air", is_flag=True, help="Khi chạy thử: cho phép mở cả ngõ ra nối loa ngoài đường.")
@click.pass_obj
def command(root: Path, day: date | None, hour: time | None, *, on_air: bool) -> int:
    """Chạy đài: dựng chương trình, phát đúng giờ, ghi nhật ký. Dừng bằng Ctrl-C."""
    if day is None and (hour is not None or on_air):
        raise click.UsageError("--at và --on-air chỉ đi cùng --rehearse.")
    station = open_station(root, rehearsal=day is not None)
    with tenancy.sole(station):
        choose = partial(outlets.choose, on_air=on_air, say=click.echo, clock=station.clock)
        open_up(station, click.echo)
        if day is None:
            news = station.newsroom.news()
            show_day(station, station.plan(station.clock.now().date(), news), news)
            _keep(station, choose, timedelta(), None)
        else:
            _rehearse(station, choose, day, hour)
    return 0


def _rehearse(station: Station, choose: Choose, day: date, hour: time | None) -> None:
    news = station.newsroom.news()
    plan = station.plan(day, news)
    start = _beginning(station, plan, news, day, hour)
    show_day(station, plan, news)
    shifted, shift = onair.rehearse(station, start)
    click.echo(f"Chạy thử: đồng hồ của đài đang là {start:%H:%M:%S %d/%m/%Y}. Dừng bằng Ctrl-C.")
    click.echo("Xem nhật ký sau đó: broadcaster log --rehearsal --date " + day.isoformat())
    _keep(shifted, choose, shift, datetime.combine(day + timedelta(days=1), time(), station.settings.zone))


def _beginning(station: Station, plan: Plan, news: News, day: date, hour: time | None) -> datetime:
    """Return where the station's clock is to stand; make the programme that comes first there."""
    begin = datetime.combine(day, hour or time(), station.settings.zone)
    coming = [slot for slot in plan.slots if not slot.rundown.empty and slot.start >= begin]
    if not coming and hour is None:
        raise NotFoundError(
            f"Ngày {day:%d/%m/%Y} không có chương trình nào để phát; xem broadcaster plan --date {day.isoformat()}"
            " và broadcaster approvals."
        )
    if coming:
        make(station, coming[0], news, online=FIRST)
    return begin if hour is not None else coming[0].start - GATE


def _keep(station: Station, choose: Choose, shift: timedelta, until: datetime | None) -> None:
    before = station.asrun.length()
    keeper = onair.keeper(
        station,
        choose,
        shift=shift,
        say=click.echo,
        on_cart=lambda cart: click.echo(f"Đã dựng {describe(cart)}"),
        on_tick=_teller(station),
    )
    for output in keeper.outputs:
        click.echo(f"Phát ra {output.name}: {output.url.replace('{slot}', 'KHUNG-GIỜ')}")
    _stop_on_signal(keeper)
    supervisor = Supervisor(station.clock)
    supervisor.ready()
    keeper.run(until)
    supervisor.ending()
    click.echo("Đài đã dừng.")
    if lines := station.asrun.following(before):
        show_lines(lines)
    else:
        click.echo("Lần chạy này không ghi dòng nào.")


def _stop_on_signal(keeper: Keeper) -> None:
    """Let Ctrl-C be the operator's word, and SIGTERM the system's."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda sent, _: keeper.stop(by_hand=sent == signal.SIGINT))


def _teller(station: Station) -> Callable[[], None]:
    """Return what prints each new line of the as-run log as it comes."""
    seen = station.asrun.length()

    def tell() -> None:
        nonlocal seen
        for line in station.asrun.following(seen):
            seen = line.seq
            if not said_already(line):
                click.echo(told(line.event, line.at, line.facts))

    return tell
