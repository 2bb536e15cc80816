"""``broadcaster check``."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.core.errors import Problem, Severity
from broadcaster.faces.cli.screen import emit_json, problem_values, show_problems
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.station.desk import copydesk
from broadcaster.station.desk.inspection import inspect
from broadcaster.station.setup.folder import Folder
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.option(
    "--facts", is_flag=True, help="Soát thêm nội dung: tên riêng, ngày tháng, khẩu hiệu, câu dài; chỉ nhắc, không sửa."
)
@click.argument("files", metavar="[TỆP]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def command(root: Path, files: tuple[Path, ...], *, as_json: bool, facts: bool) -> int:
    """
    Kiểm tra mọi bài, lịch phát, từ điển và nhạc; báo tất cả lỗi cùng lúc.

    Với --facts và TỆP: chỉ soát nội dung các văn bản ấy, như kế hoạch, công văn.
    """
    if files and not facts:
        raise click.UsageError("nêu TỆP thì phải có --facts.")
    problems = () if files else inspect(Folder(root))
    if facts:
        problems = tuple(dict.fromkeys((*problems, *_facts(root, files))))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if as_json:
        emit_json([problem_values(problem) for problem in problems])
    else:
        show_problems(problems)
        if errors:
            click.echo(f"Có {errors} lỗi phải sửa, {len(problems) - errors} điều cần lưu ý.")
        else:
            click.echo(f"Nội dung dùng được. {len(problems)} điều cần lưu ý." if problems else "Nội dung dùng được.")
    return 1 if errors else 0


def _facts(root: Path, files: tuple[Path, ...]) -> tuple[Problem, ...]:
    station = open_station(root)
    lexicon = station.newsroom.lexicon()
    if not files:
        return copydesk.desk(station.folder, station.settings, lexicon)
    return tuple(problem for file in files for problem in copydesk.document(file, station.settings, lexicon))
