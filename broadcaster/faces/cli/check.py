"""``broadcaster check``."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.core.errors import Severity
from broadcaster.faces.cli.screen import emit_json, problem_values, show_problems
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.station.folder import Folder
from broadcaster.station.inspection import inspect


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, *, as_json: bool) -> int:
    """Kiểm tra mọi bài, lịch phát, từ điển và nhạc; báo tất cả lỗi cùng lúc."""
    problems = inspect(Folder(root))
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
