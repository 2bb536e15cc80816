"""``broadcaster approve``: this text and this reading may air."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.faces.cli.screen import show_problems
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.approvals import State
from broadcaster.station.newsroom import Script
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.argument("items", metavar="[BÀI]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Duyệt mọi bài chưa duyệt.")
@click.option("--by", metavar="TÊN", required=True, help="Người duyệt.")
@click.option("--rehearsal", is_flag=True, help="Chỉ cho chạy thử; không bao giờ có hiệu lực khi phát thật.")
@click.pass_obj
def command(root: Path, items: tuple[str, ...], by: str, *, everything: bool, rehearsal: bool) -> int:
    """Duyệt cho phát đúng từng chữ các BÀI này. Sửa bài sau khi duyệt thì phải duyệt lại."""
    if not by.strip():
        raise click.UsageError("tùy chọn --by cần tên người duyệt.")
    if bool(items) == everything:
        raise click.UsageError("nêu tên bài, hoặc --all để duyệt mọi bài.")
    station = open_station(root, rehearsal=rehearsal)
    news = station.newsroom.news()
    chosen = news.scripts if everything else tuple(news.find(name) for name in items)
    waiting = [script for script in chosen if script.standing.state is not State.APPROVED]
    held = [script for script in waiting if script.not_ready]
    for script in waiting:
        if not script.not_ready:
            station.newsroom.approve(script, by=by.strip(), at=station.clock.now())
    _tell(waiting, held, len(chosen), by)
    show_problems(news.problems if everything else ())
    return 1 if held and not everything else 0


def _tell(waiting: list[Script], held: list[Script], chosen: int, by: str) -> None:
    click.echo(f"{by} duyệt {len(waiting) - len(held)} bài; {chosen - len(waiting)} bài đã duyệt từ trước.")
    for script in held:
        click.echo(f"Không duyệt “{script.item.id}”: {script.not_ready}.")
