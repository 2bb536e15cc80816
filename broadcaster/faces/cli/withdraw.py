"""``broadcaster withdraw``: what was approved may not air any more."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.faces.cli.vietnamese import Command
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.argument("items", metavar="BÀI...", nargs=-1, required=True)
@click.option("--by", metavar="TÊN", required=True, help="Người rút duyệt.")
@click.option("--reason", metavar="LÝ-DO", required=True, help="Vì sao, một câu ngắn; hiện cho biên tập viên thấy.")
@click.pass_obj
def command(root: Path, items: tuple[str, ...], by: str, reason: str) -> int:
    """Rút lại duyệt của các BÀI này: từ giờ không phát nữa, cho đến khi duyệt lại."""
    if not by.strip() or not reason.strip():
        raise click.UsageError("--by và --reason không được để trống.")
    station = open_station(root)
    news = station.newsroom.news()
    scripts = [news.find(name) for name in items]
    for script in scripts:
        station.newsroom.withdraw(script, by=by.strip(), reason=reason.strip(), at=station.clock.now())
        click.echo(f"{by} đã rút duyệt “{script.item.id}”: {reason}.")
    click.echo("Chương trình bắt đầu sau mười giây nữa trở đi không còn các bài này. Đang phát thì dừng bằng tay.")
    return 0
