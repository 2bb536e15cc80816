"""``broadcaster approvals``: where each item stands."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.core.errors import Severity
from broadcaster.faces.cli.screen import console, emit_json, show_problems, table
from broadcaster.faces.cli.vietnamese import Command, Group
from broadcaster.records.approvals import Approvals, State
from broadcaster.station.folder import Folder
from broadcaster.station.newsroom import Script
from broadcaster.station.wiring import open_station


@click.group(cls=Group, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.option("--rehearsal", is_flag=True, help="Tính cả những lần duyệt chỉ để chạy thử.")
@click.pass_context
def command(context: click.Context, *, as_json: bool, rehearsal: bool) -> int:
    """Xem từng bài: đã duyệt, đã sửa sau khi duyệt, hay chưa duyệt."""
    if context.invoked_subcommand is not None:
        return 0
    news = open_station(context.obj, rehearsal=rehearsal).newsroom.news()
    if as_json:
        emit_json({"items": [_values(script) for script in news.scripts]})
    else:
        rows = table("Tình trạng duyệt", "Bài", "Loại", "Đầu đề", "Tình trạng", "Người duyệt", "Ghi chú")
        for script in news.scripts:
            approval = script.standing.approval
            who = f"{approval.by}, {approval.at:%H:%M %d/%m/%Y}" if approval else ""
            rows.add_row(script.item.id, script.item.kind.value, script.item.title, _state(script), who, _note(script))
        console().print(rows)
    waiting = (script for script in news.scripts if not script.item.placeholders)
    return 0 if all(script.standing.state is State.APPROVED for script in waiting) else 1


@command.command(cls=Command)
@click.option("--rehearsal", is_flag=True, help="Sổ của các lần chạy thử.")
@click.pass_obj
def verify(root: Path, *, rehearsal: bool) -> int:
    """Kiểm tra sổ duyệt có bị sửa, mất hay đổi chỗ dòng nào không."""
    problems = Approvals(Folder(root).records(rehearsal=rehearsal) / "approvals").verify()
    show_problems(problems)
    bad = any(problem.severity is Severity.ERROR for problem in problems)
    click.echo("Sổ duyệt bị sửa hoặc bị hỏng." if bad else "Sổ duyệt nguyên vẹn.")
    return 1 if bad else 0


def _state(script: Script) -> str:
    return script.standing.state.value


def _note(script: Script) -> str:
    if script.standing.outdated:
        return "bản mới của chương trình sẽ đọc khác; vẫn phát như đã duyệt"
    return script.not_ready or script.blocked


def _values(script: Script) -> dict[str, object]:
    approval = script.standing.approval
    return {
        "item": script.item.id,
        "title": script.item.title,
        "state": script.standing.state.name.lower(),
        "by": approval.by if approval else None,
        "at": approval.at.isoformat() if approval else None,
        "airs": not script.blocked,
        "reason": script.blocked,
        "outdated": script.standing.outdated,
        "guesses": [span.written for span in script.wording.guesses],
    }
