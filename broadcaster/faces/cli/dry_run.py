"""``broadcaster dry-run``: whole days in seconds."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from broadcaster.content.item import Kind
from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.screen import console, emit_json, table
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.chain import Line
from broadcaster.station.air.onair import dry_run
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.option("--from", "first", metavar="NGÀY", type=Day(), required=True, help="Ngày đầu.")
@click.option("--to", "last", metavar="NGÀY", type=Day(), required=True, help="Ngày cuối, kể cả ngày đó.")
@click.option(
    "--keep",
    metavar="THƯ-MỤC",
    type=click.Path(path_type=Path, file_okay=False),
    help="Giữ lại sổ của lần chạy thử trong thư mục mới này, để xem báo cáo sẽ ra sao.",
)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, first: date, last: date, keep: Path | None, *, as_json: bool) -> int:
    """Chạy thử nhiều ngày trong vài giây, không ra loa: cho biết sẽ phát những gì, vì sao không phát."""
    if last < first:
        raise click.UsageError("ngày cuối phải sau ngày đầu.")
    if keep is not None and keep.is_dir() and any(keep.iterdir()):
        raise click.UsageError(f"--keep: {keep} đã có tệp; chọn một thư mục mới.")
    trial = open_station(root, rehearsal=True).newsroom.news().airable
    real = open_station(root).newsroom.news().airable
    if len(real) < len(trial):
        text = (
            f"Lưu ý: {len(trial) - len(real)} bài chỉ được duyệt để chạy thử; khi phát thật các bài ấy sẽ không phát."
        )
        click.echo(text, err=True)
    found: list[dict[str, Any]] = []
    rows = table(f"Chạy thử {first:%d/%m/%Y} – {last:%d/%m/%Y}", "Chương trình", "Phát", "Các bài", "Kết quả")
    for _, lines in dry_run(root, first, last, lambda text: click.echo(text, err=True), keep=keep):
        for slot in dict.fromkeys(str(line.facts["slot"]) for line in lines if "slot" in line.facts):
            found.append(_outcome(slot, lines))
            rows.add_row(*_row(found[-1]))
    aired = sum(outcome["ended"] is not None for outcome in found)
    if as_json:
        emit_json({"aired": aired, "slots": found})
    else:
        console().print(rows)
        click.echo(f"{aired} chương trình được phát, {len(found) - aired} không phát.")
    return 0 if aired == len(found) else 1


def _outcome(slot: str, lines: tuple[Line, ...]) -> dict[str, Any]:
    own = [line for line in lines if line.facts.get("slot") == slot]
    events = {line.event: line for line in own}
    started, ended = events.get("started"), events.get("ended")
    reasons = [str(line.facts["reason"]) for line in own if "reason" in line.facts]
    named = next((line for line in own if "name" in line.facts), None)
    contents = events["released"].facts["contents"] if "released" in events else []
    return {
        "slot": slot,
        "name": named.facts["name"] if named else slot,
        "planned": named.facts["planned"] if named else "",
        "started": started.at.isoformat() if started else None,
        "ended": ended.at.isoformat() if ended else None,
        "starts": sum(line.event == "started" for line in own),
        "items": events["released"].facts["items"] if "released" in events else [],
        "titles": [each["title"] for each in contents if not Kind(each["kind"]).fixed],
        "reason": "; ".join(reasons),
    }


def _row(outcome: dict[str, Any]) -> tuple[str, ...]:
    when = f"{datetime.fromisoformat(outcome['planned']):%d/%m %H:%M}\n" if outcome["planned"] else ""
    start, end = (value[11:19] if value else "–" for value in (outcome["started"], outcome["ended"]))
    heard = f"{start}\n{end}" if outcome["started"] else "–"
    titles = "\n".join(f"· {title}" for title in outcome["titles"])
    result = "phát đủ" if outcome["ended"] and not outcome["reason"] else outcome["reason"] or "chưa xong"
    return when + outcome["name"], heard, titles, result
