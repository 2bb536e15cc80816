"""``broadcaster coverage``: what a campaign asks for, what was heard of it, what is still possible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from broadcaster.faces.cli.screen import console, emit_json, table
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.report.coverage import Progress, State
from broadcaster.station.coverage import Standing, standings
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.option("--campaign", metavar="ĐỢT", default="", help="id của một đợt; mặc định là tất cả.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, campaign: str, *, as_json: bool) -> int:
    """Xem chỉ tiêu của đợt tuyên truyền: đã phát mấy lần, còn phát được mấy lần, nội dung nào còn trống."""
    found = standings(open_station(root), campaign)
    if as_json:
        emit_json({"campaigns": [_campaign_values(each) for each in found]})
    else:
        for each in found:
            _show(each)
        if not found:
            click.echo("Đài chưa có đợt tuyên truyền nào; khai ở mục campaigns của schedule.yaml.")
    behind = any(each.state in (State.BEHIND, State.LOST) for standing in found for each in standing.progress)
    return 1 if behind else 0


def _show(standing: Standing) -> None:
    campaign = standing.campaign
    left = "đã kết thúc" if standing.over else f"còn {standing.slots_left} khung giờ"
    click.echo(click.style(f"{campaign.name} ({campaign.days}): {left}", bold=True))
    if not standing.progress:
        click.echo("Đợt này chưa có chỉ tiêu; khai ở mục targets của đợt trong schedule.yaml.")
        return
    rows = table("", "Chỉ tiêu", "Cần", "Đã phát", "Đã tính", "Còn phát được", "Tình trạng")
    for each in standing.progress:
        counted, possible = f"{each.counted}/{each.wanted}", str(each.attainable)
        name = "\n".join(filter(None, (each.target.name, each.target.demand and f"({each.target.demand})")))
        stands = "không đạt" if standing.over and each.state is State.LOST else each.state.value
        state = "\n".join(filter(None, (stands, "" if standing.over else _note(each))))
        rows.add_row(name, each.target.wanted, str(each.aired), counted, possible, state)
    console().print(rows)
    bare = [each.target.name for each in standing.progress if each.bare]
    if bare:
        click.echo(f"Chưa phát lần nào: {'; '.join(bare)}.")


def _note(progress: Progress) -> str:
    if progress.state is State.MET:
        return ""
    if not progress.candidates:
        return "không còn bài nào phát được; viết hoặc duyệt thêm bài" if progress.bare else ""
    short = [each.name for each in progress.short if each.name and each.aired + each.possible < each.wanted]
    more = f" và {len(short) - 2} nữa" if len(short) > 2 else ""
    return f"thiếu: {'; '.join(short[:2])}{more}" if short else ""


def _campaign_values(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing.campaign.id,
        "from": standing.campaign.days.first.isoformat(),
        "to": standing.campaign.days.last.isoformat(),
        "slots_left": standing.slots_left,
        "targets": [_values(each) for each in standing.progress],
    }


def _values(progress: Progress) -> dict[str, Any]:
    return {
        "name": progress.target.name,
        "demand": progress.target.demand,
        "measure": progress.target.measure.value,
        "times": progress.target.times,
        "state": progress.state.name.lower(),
        "aired": progress.aired,
        "wanted": progress.wanted,
        "counted": progress.counted,
        "possible": progress.attainable,
        "candidates": progress.candidates,
        "bare": progress.bare,
        "short": [
            {"name": each.name, "wanted": each.wanted, "aired": each.aired, "possible": each.possible}
            for each in progress.short
        ],
        "lines": list(progress.seqs),
    }
