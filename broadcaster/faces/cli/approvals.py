"""``broadcaster approvals``: where each item stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from broadcaster.core.errors import Severity
from broadcaster.faces.cli.changes import change_values, show_changes
from broadcaster.faces.cli.screen import console, emit_json, show_problems, table
from broadcaster.faces.cli.vietnamese import Command, Group
from broadcaster.records.approvals import Approvals
from broadcaster.station.desk.script import Script
from broadcaster.station.setup.folder import Folder
from broadcaster.station.wiring import open_station


@click.group(cls=Group, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.option("--rehearsal", is_flag=True, help="Tính cả những lần duyệt chỉ để chạy thử.")
@click.pass_context
def command(context: click.Context, *, as_json: bool, rehearsal: bool) -> int:
    """Xem từng bài: đã duyệt, đã sửa sau khi duyệt (sửa gì), đã rút, hết hiệu lực, hay chưa duyệt."""
    if context.invoked_subcommand is not None:
        return 0
    station = open_station(context.obj, rehearsal=rehearsal)
    news, today = station.newsroom.news(), station.clock.now().date()
    if as_json:
        emit_json({"items": [_values(script, today) for script in news.scripts]})
    else:
        _show(news.scripts, today)
    waiting = (script for script in news.scripts if not script.item.form)
    return 1 if any(script.waits_on(today) for script in waiting) else 0


def _show(scripts: Sequence[Script], today: date) -> None:
    rows = table("Tình trạng duyệt", "Bài", "Đầu đề", "Tình trạng", "Ghi chú")
    rows.columns[0].no_wrap = True
    for script in scripts:
        approval, item = script.standing.approval, script.item
        state = _state(script, today) + (f"\n{approval.by}, {approval.at:%H:%M %d/%m/%Y}" if approval else "")
        rows.add_row(f"{item.id}\n({item.kind.value})", item.title, state, _note(script, today))
    console().print(rows)
    for script in scripts:
        if script.changes:
            click.echo(f"{script.item.id}: khác với lời đã duyệt (− đã duyệt, + bây giờ)")
            show_changes(script.changes)


@command.command(cls=Command)
@click.option("--rehearsal", is_flag=True, help="Sổ của các lần chạy thử.")
@click.pass_obj
def verify(root: Path, *, rehearsal: bool) -> int:
    """Kiểm tra sổ duyệt có bị sửa, mất hay đổi chỗ dòng nào không."""
    folder = Folder(root)
    folder.require()
    found = Approvals(folder.records(rehearsal=rehearsal) / "approvals").verify()
    problems = [replace(problem, file=folder.shown(Path(problem.file))) for problem in found]
    show_problems(problems)
    bad = any(problem.severity is Severity.ERROR for problem in problems)
    click.echo("Sổ duyệt bị sửa hoặc bị hỏng." if bad else "Sổ duyệt nguyên vẹn.")
    return 1 if bad else 0


def _state(script: Script, today: date) -> str:
    if script.item.form:
        return "mẫu"
    return "hết hiệu lực" if script.standing.ended(today) else script.standing.state.value


def _note(script: Script, today: date) -> str:
    if script.item.form:
        return "không phát"
    if script.standing.outdated:
        return "bản mới của chương trình sẽ đọc khác; vẫn phát như đã duyệt"
    reason = script.not_ready or ("" if script.standing.approval is None else script.blocked_on(today))
    if not reason and script.standing.last_day:
        return f"đến hết ngày {script.standing.last_day:%d/%m/%Y}"
    return reason


def _values(script: Script, today: date) -> dict[str, object]:
    approval, last_day = script.standing.approval, script.standing.last_day
    return {
        "item": script.item.id,
        "title": script.item.title,
        "state": "form" if script.item.form else script.standing.state.name.lower(),
        "by": approval.by if approval else None,
        "at": approval.at.isoformat() if approval else None,
        "until": last_day.isoformat() if last_day else None,
        "airs": not script.blocked_on(today),
        "reason": script.blocked_on(today),
        "outdated": script.standing.outdated,
        "guesses": [span.written for span in script.wording.guesses],
        "changes": [change_values(change) for change in script.changes],
    }
