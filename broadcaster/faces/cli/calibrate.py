"""``broadcaster calibrate``: how much later than it says an output is heard."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.faces.cli.vietnamese import Command
from broadcaster.playout.process import raise_priority
from broadcaster.station.air import byhand, measuring
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.option("--output", "output", metavar="NGÕ-RA", required=True, help="Tên ngõ ra trong schedule.yaml.")
@click.option("--on-air", is_flag=True, help="Cho phép phát tiếng đo ra ngõ ra nối loa ngoài đường.")
@click.option("--write", is_flag=True, help="Ghi luôn độ trễ đo được vào schedule.yaml.")
@click.pass_obj
def command(root: Path, output: str, *, on_air: bool, write: bool) -> int:
    """Đo xem loa nghe muộn hơn máy phát bao lâu. Đặt micrô cạnh loa, chọn làm thiết bị thu mặc định."""
    station = open_station(root)
    target = byhand.find_output(station, output)
    raise_priority()
    click.echo("Đang phát và nghe tiếng đo, mất chừng hai mươi giây…")
    found = measuring.measure(station, target, on_air=on_air)
    delay = target.delay + found.delay
    click.echo(f"Nghe được {found.heard} tiếng, lệch nhau {_milliseconds(found.spread)}.")
    click.echo(f"Ngõ ra {target.name} nghe muộn {_milliseconds(delay)}.")
    if write:
        measuring.keep(station.folder, target.name, delay)
        click.echo("Đã ghi vào schedule.yaml; đài đang chạy tự thấy.")
    else:
        click.echo(f"Ghi vào mục của ngõ ra này trong schedule.yaml: delay: {delay:.3f} giây")
    return 0


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}".replace(".", ",") + " ms"
