"""``broadcaster approve``: this text and this reading may air."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.core.errors import NotApprovedError
from broadcaster.faces.cli.screen import show_problems
from broadcaster.faces.cli.vietnamese import Command
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
    now = station.clock.now()
    texts = tuple(script for script in news.scripts if not script.item.form)
    chosen = texts if everything else tuple(news.find(name) for name in items)
    waiting = [script for script in chosen if script.waits_on(now.date()) or (items and script.standing.outdated)]
    held = []
    for script in waiting:
        try:
            station.newsroom.approve(script, by=by.strip(), at=now)
        except NotApprovedError as error:
            held.append(f"Không duyệt “{script.item.id}”: {error.reason}.")
    click.echo(f"{by} duyệt {len(waiting) - len(held)} bài; {len(chosen) - len(waiting)} bài đã duyệt từ trước.")
    for line in held:
        click.echo(line)
    show_problems(news.faults if everything else ())
    return 1 if held and not everything else 0
