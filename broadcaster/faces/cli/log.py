"""``broadcaster log``: what truly went out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.screen import clock_length, console, emit_json, late_by, show_problems, table
from broadcaster.faces.cli.vietnamese import Command, Group
from broadcaster.records.asrun import AsRun
from broadcaster.records.chain import Line
from broadcaster.station.folder import Folder
from broadcaster.station.wiring import open_station

EVENTS = {
    "released": "cho phát",
    "armed": "sẵn sàng",
    "started": "bắt đầu",
    "ended": "kết thúc",
    "cut": "bị cắt",
    "missed": "không phát",
    "disarmed": "thôi chờ",
    "fault": "sự cố",
    "test": "thử tiếng",
    "repaired": "sửa sổ sau mất điện",
}


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
        emit_json([_values(line) for line in lines])
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


def show_lines(lines: tuple[Line, ...], none: str = "Nhật ký chưa có dòng nào.") -> None:
    """Print lines of the as-run log as a table, or *none* where there is no line."""
    if not lines:
        click.echo(none)
        return
    rows = table("Nhật ký phát sóng", "Số", "Lúc", "Việc", "Chương trình", "Ngõ ra", "Lệch", "Ghi chú")
    for line in lines:
        facts = line.facts
        late = late_by(facts["late_ms"]) if "late_ms" in facts else ""
        rows.add_row(
            str(line.seq),
            f"{line.at:%d/%m %H:%M:%S}",
            EVENTS.get(line.event, line.event),
            str(facts.get("slot", "")),
            _place(str(facts.get("output", ""))),
            late,
            _note(line),
        )
    console().print(rows)


def _place(url: str) -> str:
    """Return an output as the table shows it: a file by its name alone."""
    return f"file:{Path(url[5:]).name}" if url.startswith("file:") else url


def _note(line: Line) -> str:
    facts = line.facts
    if "reason" in facts:
        return str(facts["reason"])
    if line.event == "released":
        return f"{clock_length(facts['seconds'])}, {', '.join(facts['voices'])}"
    return ""


def _values(line: Line) -> dict[str, Any]:
    return {"seq": line.seq, "at": line.at.isoformat(), "event": line.event, "facts": line.facts, "hash": line.hash}
