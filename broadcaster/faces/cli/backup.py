"""``broadcaster backup``: the whole station in one file."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import InputError
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.seal import fingerprint
from broadcaster.station.care.backup import back_up
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.backup import Wanted

_DEFAULT_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@click.command(cls=Command)
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--audio", is_flag=True, help="Cả các chương trình đã dựng; không có thì đài dựng lại được.")
@click.option("--secrets", is_flag=True, help="Cả mật khẩu và khóa riêng của đài; khi đó phải giữ tệp thật kín.")
@click.pass_obj
def command(root: Path, file: Path, *, audio: bool, secrets: bool) -> int:
    """Sao lưu cả đài vào một TỆP: bài, cài đặt, sổ sách, nhạc; đọc lại từng byte rồi mới xong."""
    folder = Folder(root)
    name, zone = "", _DEFAULT_ZONE
    try:
        settings = settings_file.load(folder)
        name, zone = settings.name, settings.zone
    except InputError as error:
        if not folder.schedule.exists():
            raise
        click.echo(f"Cài đặt đang có {len(error.problems)} lỗi; vẫn sao lưu nguyên như vậy.")
    manifest = back_up(folder, file, Wanted(audio, secrets), at=SystemClock(zone).now(), station=name)
    size = f"{file.stat().st_size / 1e6:.1f}".replace(".", ",")
    click.echo(f"Đã sao lưu {len(manifest.files)} tệp vào {file} ({size} MB) và đọc lại đủ.")
    for missed in manifest.left_out:
        click.echo(f"Không lấy được “{missed}”: tên tệp có ký tự lạ; đổi tên rồi sao lưu lại.")
    if secrets:
        click.echo("Trong tệp có mật khẩu và khóa riêng của đài: giữ kín, không gửi qua mạng.")
    else:
        click.echo("Không có mật khẩu và khóa riêng của đài; cần thì thêm --secrets và giữ tệp thật kín.")
    click.echo(f"Ký bằng khóa có dấu vân tay {fingerprint(manifest.public)}.")
    return 1 if manifest.left_out else 0
