"""``broadcaster log``: what truly went out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.journal import line_values, show_lines
from broadcaster.faces.cli.screen import emit_json, show_problems
from broadcaster.faces.cli.vietnamese import Command, Group
from broadcaster.records.asrun import AsRun
from broadcaster.station.folder import Folder
from broadcaster.station.wiring import open_station


@click.group(cls=Group, invoke_without_command=True)
@click.option("--date", "day", metavar="NGÀY", type=Day(), help="Ngày nào; mặc định là hôm nay.")
@click.option("--rehearsal", is_flag=True, help="Nhật ký của các lần chạy thử.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_context
def command(context: click.Context, day: date | None, *, rehearsal: bool, as_json: bool) -> int:
    """Xem nhật ký phát sóng của một ngày: giờ kế hoạch và giờ thực phát."""
    if context.invoked_subcommand is not None:
        return 0
    station = open_station(context.obj)
    asrun = AsRun(station.folder.records(rehearsal=rehearsal) / "asrun")
    lines = asrun.of_day(day or station.clock.now().date())
    if as_json:
        emit_json([line_values(line) for line in lines])
    else:
        shown = day or station.clock.now().date()
        show_lines(lines, none=f"Ngày {shown:%d/%m/%Y} nhật ký chưa có dòng nào; xem ngày khác bằng --date.")
    return 0


@command.command(cls=Command)
@click.option("--rehearsal", is_flag=True, help="Nhật ký của các lần chạy thử.")
@click.pass_obj
def verify(root: Path, *, rehearsal: bool) -> int:
    """Kiểm tra nhật ký có bị sửa, mất hay đổi chỗ dòng nào không."""
    problems = AsRun(Folder(root).records(rehearsal=rehearsal) / "asrun").verify()
    show_problems(problems)
    click.echo("Nhật ký bị sửa hoặc bị hỏng." if problems else "Nhật ký nguyên vẹn.")
    return 1 if problems else 0
