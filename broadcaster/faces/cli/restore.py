"""``broadcaster restore``: a station put back from its backup."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.core.errors import Severity
from broadcaster.faces.cli.screen import show_problems
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.seal import fingerprint
from broadcaster.station.care.restore import restore
from broadcaster.station.setup.folder import Folder


@click.command(cls=Command)
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", "target", metavar="THƯ-MỤC", type=click.Path(path_type=Path), help="Vào đâu; mặc định là thư mục đang đứng."
)
@click.pass_obj
def command(root: Path, file: Path, target: Path | None) -> int:
    """Khôi phục đài từ TỆP sao lưu vào một thư mục trống; tệp hỏng hoặc bị sửa thì không làm gì."""
    place = target or root
    manifest, problems = restore(file, place)
    name = manifest.station or "đài"
    click.echo(
        f"Đã khôi phục {name} vào {place}: {len(manifest.files)} tệp, sao lưu lúc {manifest.made:%H:%M %d/%m/%Y}."
    )
    click.echo(f"Tệp được ký bằng khóa có dấu vân tay {fingerprint(manifest.public)}; so với dấu vân tay đã ghi lại.")
    folder = Folder(place)
    if not folder.secrets.exists():
        click.echo("Bản sao lưu không có mật khẩu: ghi lại secrets.yaml nếu đài có dùng.")
    if not folder.key.exists():
        click.echo("Bản sao lưu không có khóa riêng: đài sẽ làm khóa mới; báo cho nơi giữ các bản tóm tắt ngày.")
    show_problems(problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        click.echo("Sổ sách đã hỏng từ trước khi sao lưu; xem các dòng trên.")
        return 1
    click.echo("Sổ sách nguyên vẹn. Việc tiếp theo: broadcaster check, rồi broadcaster doctor.")
    return 0
