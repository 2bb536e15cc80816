"""``broadcaster init``: a new station."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import time
from pathlib import Path
from typing import TypeVar

import click

from broadcaster.core import values
from broadcaster.core.values import UnreadableError
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.seal import Seal, fingerprint
from broadcaster.station.setup import founding
from broadcaster.station.setup.emergency import BATCH, SHELL
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.founding import Founding

T = TypeVar("T")

_YES = ("c", "co", "y", *values.YES)
_NO = ("k", "ko", "khong", "n", *values.NO)


@click.command(cls=Command)
@click.argument("folder", metavar="THƯ-MỤC", type=click.Path(path_type=Path))
@click.option("--name", metavar="TÊN", help="Tên đài, như “Đài Truyền thanh xã …”.")
@click.option("--hours", metavar="GIỜ", help="Các giờ phát mỗi ngày, ngăn bằng dấu phẩy, như 5:30, 17:00.")
@click.option("--output", metavar="URL", help="Ngõ ra, như soundcard: (card âm thanh mặc định).")
@click.option("--loudspeakers/--no-loudspeakers", default=None, help="Ngõ ra có nối loa ngoài đường không.")
def command(folder: Path, name: str | None, hours: str | None, output: str | None, *, loudspeakers: bool | None) -> int:
    """Tạo thư mục cho một đài mới; hỏi những gì chưa nêu."""
    founding.require_room(folder)
    named = _asked("--name", name, "Tên đài", _name)
    aired = _asked("--hours", hours, "Các giờ phát mỗi ngày, ngăn bằng dấu phẩy", _hours, "5:30, 17:00")
    url = _asked("--output", output, "Ngõ ra (soundcard: là card âm thanh mặc định)", founding.output, "soundcard:")
    if loudspeakers is None:
        question = "Ngõ ra này có nối loa ngoài đường không (có/không, gõ c/k hay y/n cũng được)"
        loudspeakers = False if url.startswith("file:") else _asked("", None, question, _yes, "có")
    made = founding.found(folder, Founding(named, aired, url, loudspeakers))
    _tell(folder, made)
    return 0


def _tell(folder: Path, made: Folder) -> None:
    click.echo(f"Đã tạo đài trong {folder}. Việc tiếp theo:")
    click.echo(f"  1. Đứng trong thư mục đó: cd {shlex.quote(str(folder))}")
    click.echo(f"     rồi xem và sửa {made.shown(made.schedule)}.")
    click.echo(f"  2. Viết bài trong {made.shown(made.scripts)}, mỗi bài một tệp .md; kiểm tra: broadcaster check")
    click.echo('  3. Duyệt: broadcaster approve --all --by "TÊN NGƯỜI DUYỆT"')
    click.echo("  4. Xem lịch: broadcaster plan · Chạy đài: broadcaster run")
    click.echo("  5. Chọn giọng: broadcaster voices · Cài giọng tự nhiên hơn: broadcaster voices install vais1000")
    stop = shlex.quote(str((folder / SHELL).resolve()))
    click.echo(f"Dừng loa ngay, từ cửa sổ nào cũng được (Windows: nhấp đúp {BATCH}):")
    click.echo(f"  {stop}")
    click.echo("Ghi lại dấu vân tay khóa của đài, gửi cho nơi giữ các bản tóm tắt nhật ký:")
    click.echo(f"  {fingerprint(Seal.open(made.key).public)}")


def _asked(option: str, given: str | None, question: str, parse: Callable[[str], T], default: str | None = None) -> T:
    """Return what was *given* with the call, or the first answer to *question* that can be used."""
    if given is not None:
        try:
            return parse(given)
        except UnreadableError as error:
            raise click.UsageError(f"{option}: {error}") from error
    while True:
        try:
            return parse(str(click.prompt(question, default=default, prompt_suffix=": ")))
        except UnreadableError as error:
            click.echo(f"  Chưa dùng được: {error}")


def _name(written: str) -> str:
    name = " ".join(values.text(written).split())
    if not any(letter.isalpha() for letter in name):
        raise UnreadableError("đài cần một cái tên", "viết như Đài Truyền thanh xã …")
    return name


def _hours(written: str) -> Sequence[time]:
    parts = [part.strip() for part in written.replace(";", ",").split(",") if part.strip()]
    if not parts:
        raise UnreadableError("chưa có giờ nào", "viết như 5:30, 17:00")
    return founding.hours(values.hour(part) for part in parts)


def _yes(written: str) -> bool:
    answer = values.text(written).strip().lower()
    if answer not in (*_YES, *_NO):
        raise UnreadableError(f"“{written}” không rõ là có hay không", "gõ có hoặc không (c/k, y/n)")
    return answer in _YES
