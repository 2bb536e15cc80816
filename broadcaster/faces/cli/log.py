"""``broadcaster log``: what truly went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from broadcaster.core.errors import Severity
from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.journal import line_values
from broadcaster.faces.cli.logpage import show_differences, show_lines
from broadcaster.faces.cli.screen import emit_json, show_problems
from broadcaster.faces.cli.vietnamese import Command, Group
from broadcaster.programme.calendar import Days
from broadcaster.records.archive import Archive
from broadcaster.records.asrun import AsRun
from broadcaster.records.chain import Line
from broadcaster.records.seal import fingerprint
from broadcaster.records.takes import takes
from broadcaster.report.period import tell
from broadcaster.station.air import clockwatch
from broadcaster.station.setup.folder import Folder
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
    shown = day or station.clock.now().date()
    lines = asrun.of_day(shown)
    if as_json:
        emit_json([line_values(line) for line in lines])
        return 0
    if not lines:
        click.echo(f"Ngày {shown:%d/%m/%Y} nhật ký chưa có dòng nào; xem ngày khác bằng --date.")
    elif rehearsal:
        _show_rehearsals(takes(lines), shown)
    else:
        show_lines(lines)
        show_differences(tell(asrun.lines(), Days(shown, shown)))
    return 0


def _show_rehearsals(found: Sequence[Sequence[Line]], day: date) -> None:
    """Print the rehearsals of *day* one after another, each against the plan by itself."""
    for number, lines in enumerate(found, start=1):
        if len(found) > 1:
            click.echo(click.style(f"── Lần chạy thử {number} trong {len(found)} ──", bold=True))
        show_lines(lines)
        show_differences(tell(lines, Days(day, day)))
        click.echo()


@command.command(cls=Command)
@click.option("--rehearsal", is_flag=True, help="Sổ của các lần chạy thử.")
@click.option(
    "--digest",
    "kept",
    metavar="TỆP",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Bản tóm tắt ngày đã cất ở nơi khác; nhiều bản thì nhắc lại --digest.",
)
@click.pass_obj
def verify(root: Path, kept: tuple[Path, ...], *, rehearsal: bool) -> int:
    """Kiểm tra nhật ký và sổ duyệt có bị sửa, cắt, viết lại hay thay bằng bản cũ không, theo các bản tóm tắt đã ký."""
    folder = Folder(root)
    folder.require()
    archive = Archive(folder.records(rehearsal=rehearsal))
    problems = [replace(problem, file=folder.shown(Path(problem.file))) for problem in archive.verify(kept)]
    show_problems(problems)
    bad = any(problem.severity is Severity.ERROR for problem in problems)
    click.echo("Sổ bị sửa hoặc bị hỏng." if bad else "Nhật ký và sổ duyệt nguyên vẹn.")
    if (digest := archive.latest()) is not None:
        count = len(archive.files()) + len(kept)
        click.echo(f"Đã đối chiếu {count} bản tóm tắt, mới nhất của đài là ngày {digest.day:%d/%m/%Y}.")
        click.echo(f"Dấu vân tay khóa của đài: {fingerprint(digest.public)}")
    elif not rehearsal:
        click.echo("Chưa có bản tóm tắt ngày nào; đài ký mỗi ngày một bản, sau khung giờ cuối.")
    return 1 if bad else 0


@command.command("accept-clock", cls=Command)
@click.option("--by", metavar="HỌ-TÊN", required=True, help="Người xác nhận rằng đồng hồ máy bây giờ là đúng.")
@click.option("--rehearsal", is_flag=True, help="Nhật ký của các lần chạy thử.")
@click.pass_obj
def accept_clock(root: Path, by: str, *, rehearsal: bool) -> int:
    """Xác nhận đồng hồ máy bây giờ là đúng, khi trước đó đồng hồ từng chạy trước và đài vì thế im lặng."""
    station = open_station(root)
    now = station.clock.now()
    line = clockwatch.accept(AsRun(station.folder.records(rehearsal=rehearsal) / "asrun"), now, by=by)
    if line is None:
        click.echo(f"Đồng hồ máy ({now:%H:%M:%S %d/%m/%Y}) không sớm hơn nhật ký; không có gì phải xác nhận.")
    else:
        click.echo(f"Đã ghi: {by} xác nhận đồng hồ {now:%H:%M:%S %d/%m/%Y} là đúng. Đài phát tiếp từ bây giờ.")
    return 0
