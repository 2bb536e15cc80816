"""``broadcaster release``: what was stopped may air again."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.order import NO_REASON
from broadcaster.station.air import stopping
from broadcaster.station.setup.clocks import clock_of
from broadcaster.station.setup.folder import Folder


@click.command(cls=Command)
@click.option("--by", metavar="TÊN", required=True, help="Ai cho phát lại.")
@click.option("--reason", metavar="LÝ-DO", default=NO_REASON, help="Vì sao; ghi vào nhật ký.")
@click.pass_obj
def command(root: Path, by: str, reason: str) -> int:
    """Cho đài phát lại sau lệnh stop. Chương trình đã bị cắt thì không phát tiếp."""
    if not by.strip():
        raise click.UsageError("tùy chọn --by cần tên người cho phát lại.")
    folder = Folder(root)
    stops = stopping.lift(folder, clock_of(folder), by=by.strip(), reason=reason.strip())
    for stop in stops:
        click.echo(f"Bỏ lệnh dừng lúc {stop.at:%H:%M %d/%m} của {stop.by}: {stop.reason}")
    click.echo("Đài được phát lại từ bây giờ." if stops else "Không có lệnh dừng nào đang có hiệu lực.")
    return 0
