"""``broadcaster plan``: the day on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from broadcaster.faces.cli.day import Day, plan_values, show_day
from broadcaster.faces.cli.screen import emit_json
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.option("--date", "day", metavar="NGÀY", type=Day(), help="Ngày nào, như 2025-10-01; mặc định là hôm nay.")
@click.option("--rehearsal", is_flag=True, help="Tính cả những lần duyệt chỉ để chạy thử.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, day: date | None, *, rehearsal: bool, as_json: bool) -> int:
    """Xem lịch phát của một ngày: khung giờ, các bài, thời lượng, còn thiếu gì."""
    station = open_station(root, rehearsal=rehearsal)
    news = station.newsroom.news()
    plan = station.plan(day or station.clock.now().date(), news)
    if as_json:
        emit_json(plan_values(station, plan, news))
    else:
        show_day(station, plan, news)
    return 0
