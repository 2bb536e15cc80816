"""``broadcaster init``: a new station."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import click

from broadcaster.core import values
from broadcaster.core.values import UnreadableError
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.seal import Seal, fingerprint
from broadcaster.station.setup.emergency import BATCH, SHELL
from broadcaster.station.setup.founding import Founding, found


@click.command(cls=Command)
@click.argument("folder", metavar="THƯ-MỤC", type=click.Path(path_type=Path))
@click.option("--name", metavar="TÊN", help="Tên đài, như “Đài Truyền thanh xã …”.")
@click.option("--hours", metavar="GIỜ", help="Các giờ phát mỗi ngày, ngăn bằng dấu phẩy, như 5:30, 17:00.")
@click.option("--output", metavar="URL", help="Ngõ ra, như soundcard: (card âm thanh mặc định).")
@click.option("--loudspeakers/--no-loudspeakers", default=None, help="Ngõ ra có nối loa ngoài đường không.")
def command(folder: Path, name: str | None, hours: str | None, output: str | None, *, loudspeakers: bool | None) -> int:
    """Tạo thư mục cho một đài mới; hỏi những gì chưa nêu."""
    name = name or click.prompt("Tên đài", prompt_suffix=": ")
    hours = hours or click.prompt("Các giờ phát mỗi ngày", default="5:30, 17:00")
    output = output or click.prompt("Ngõ ra", default="soundcard:")
    if loudspeakers is None:
        answer = click.prompt("Ngõ ra này có nối loa ngoài đường không (có/không)", default="có")
        loudspeakers = _yes(answer)
    made = found(folder, Founding(str(name).strip(), _hours(str(hours)), str(output), loudspeakers))
    click.echo(f"Đã tạo đài trong {folder}. Việc tiếp theo:")
    click.echo(f"  1. Đứng trong thư mục đó (cd {folder}), xem và sửa {made.shown(made.schedule)}.")
    click.echo(f"  2. Viết bài trong {made.shown(made.scripts)}, mỗi bài một tệp .md; kiểm tra: broadcaster check")
    click.echo('  3. Duyệt: broadcaster approve --all --by "TÊN NGƯỜI DUYỆT"')
    click.echo("  4. Xem lịch: broadcaster plan · Chạy đài: broadcaster run")
    click.echo("  5. Chọn giọng: broadcaster voices · Cài giọng tự nhiên hơn: broadcaster voices install vais1000")
    click.echo(f"Dừng loa ngay, từ cửa sổ nào cũng được: {(folder / SHELL).resolve()} (Windows: nhấp đúp {BATCH})")
    mark = fingerprint(Seal.open(made.key).public)
    click.echo(f"Ghi lại dấu vân tay khóa của đài, gửi cho nơi giữ các bản tóm tắt nhật ký: {mark}")
    return 0


def _hours(written: str) -> tuple[time, ...]:
    try:
        return tuple(values.hour(part.strip()) for part in written.split(",") if part.strip())
    except UnreadableError as error:
        raise click.UsageError(f"--hours: {error}") from error


def _yes(written: str) -> bool:
    try:
        return values.yes_no(written.strip())
    except UnreadableError as error:
        raise click.UsageError(str(error)) from error
