"""What commands print: tables and progress bars on a terminal, plain lines elsewhere, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from broadcaster.core.errors import Problem, Severity

_WIDE = 160  # columns where there is no terminal to ask


def console(*, err: bool = False) -> Console:
    """Return where people's output goes."""
    stream = sys.stderr if err else sys.stdout
    return Console(file=stream, highlight=False, markup=False, width=None if stream.isatty() else _WIDE)


def emit_json(value: Any) -> None:
    """Print *value* for a program to read."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def show_problems(problems: Iterable[Problem]) -> None:
    """Print one line a problem, errors before warnings."""
    for problem in sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR):
        mark = "✗" if problem.severity is Severity.ERROR else "•"
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        click.echo(f"{click.style(mark, fg=colour)} {problem}")


def problem_values(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON values."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "what": problem.what,
        "hint": problem.hint,
    }


def table(title: str, *columns: str) -> Table:
    """Return an empty table with these headings."""
    made = Table(
        title=title, title_justify="left", title_style="bold", header_style="bold", expand=False, show_lines=True
    )
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def late_by(milliseconds: float) -> str:
    """
    Return how late a start was, as people read it.

    >>> late_by(-0.04), late_by(12.34), late_by(92309.4)
    ('+0,0 ms', '+12,3 ms', '+92,3 giây')
    """
    if abs(milliseconds) >= 1000:
        return f"{milliseconds / 1000:+.1f} giây".replace(".", ",")
    return f"{round(milliseconds, 1) + 0.0:+.1f} ms".replace(".", ",")


def clock_length(seconds: float) -> str:
    """
    Return a length as a clock shows it.

    >>> clock_length(754.6)
    '12:35'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def megabytes(size: int) -> str:
    """
    Return an amount of disk as people read it.

    >>> megabytes(1_234_567)
    '1,2 MB'
    """
    return f"{size / 1e6:.1f} MB".replace(".", ",")


class Steps:
    """Progress of one long piece of work: told how far, shows it."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._tasks: dict[str, Any] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say that *done* of *total* steps of *what* are done."""
        if self._progress is None:
            if done in (0, total):
                click.echo(f"{what}: {done}/{total}")
            return
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)


@contextmanager
def steps() -> Iterator[Steps]:
    """Show progress while the block runs: a bar on a terminal, a line at the start and at the end elsewhere."""
    with _progress(MofNCompleteColumn(), TimeElapsedColumn()) as progress:
        yield Steps(progress)


@contextmanager
def downloads() -> Iterator[Steps]:
    """Show the bytes that came while the block runs, as :func:`steps` does."""
    with _progress(DownloadColumn(), TimeRemainingColumn()) as progress:
        yield Steps(progress)


@contextmanager
def _progress(*columns: ProgressColumn) -> Iterator[Progress | None]:
    if not sys.stdout.isatty():
        yield None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), *columns, console=console()) as progress:
        yield progress
