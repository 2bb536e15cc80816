"""``broadcaster stop``: silence now, and for the rest of the day."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.order import NO_REASON
from broadcaster.station.air import stopping
from broadcaster.station.setup.clocks import clock_of
from broadcaster.station.setup.folder import Folder


@click.command(cls=Command)
@click.option("--reason", metavar="LÝ-DO", default=NO_REASON, help="Vì sao; ghi vào nhật ký.")
@click.option("--by", metavar="TÊN", default="", help="Ai ra lệnh; không nêu thì ghi tài khoản trên máy.")
@click.pass_obj
def command(root: Path, reason: str, by: str) -> int:
    """Im lặng ngay, và cả ngày hôm nay, cho đến khi có lệnh release."""
    folder = Folder(root)
    order = stopping.stop(folder, clock_of(folder), by=by.strip() or _account(), reason=reason.strip())
    click.echo(f"{order.at:%H:%M:%S} đã dừng. Hôm nay đài không phát gì nữa, kể cả khẩn cấp.")
    click.echo("Muốn phát lại: broadcaster release --by TÊN")
    return 0


def _account() -> str:
    """Return who gave the order, as far as the machine knows; it never knows a person's name."""
    try:
        return f"người dùng tài khoản “{getpass.getuser()}” trên máy"
    except (OSError, KeyError, ImportError):
        return "người dùng không rõ tên"
