"""
The command line as a whole: which commands there are, and what becomes of errors.

Each command lies in a module of its own as ``command`` and is imported when it is called.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from broadcaster import __version__
from broadcaster.core.errors import BroadcasterError, os_advice, os_reason
from broadcaster.faces.cli.vietnamese import Group, explain

DONE, PROBLEMS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

_COMMANDS = (
    *("check", "read", "say", "voices", "plan", "render", "approve", "withdraw", "approvals"),
    *("ready", "run", "dry-run", "play", "takeover", "stop", "release", "calibrate"),
    *("log", "coverage", "report"),
    *("backup", "restore", "init", "doctor"),
)


@click.group(
    cls=Group,
    modules={name: f"broadcaster.faces.cli.{name.replace('-', '_')}" for name in _COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "--station",
    "root",
    metavar="THƯ-MỤC",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Thư mục của đài; mặc định là thư mục đang đứng.",
)
@click.version_option(__version__, message="broadcaster %(version)s", help="Hiện phiên bản.")
@click.pass_context
def cli(context: click.Context, root: Path) -> None:
    """Broadcaster: đài truyền thanh xã tự đọc tin và phát loa đúng giờ."""
    context.obj = root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        result = cli.main(args=arguments, prog_name="broadcaster", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.ClickException as error:
        click.echo(f"Sai cách dùng: {explain(error)}", err=True)
        click.echo("Xem hướng dẫn: broadcaster --help", err=True)
        return WRONG_USE
    except BroadcasterError as error:
        click.echo(str(error), err=True)
        return PROBLEMS
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stdout = None
            return DONE
        click.echo(refused(error), err=True)
        return PROBLEMS
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng.", err=True)
        return INTERRUPTED


def refused(error: OSError) -> str:
    """
    Return what to tell of a file that the system refused; a file on its way to its name by its folder.

    >>> refused(PermissionError(13, "", "/dai/.bao-cao.docx.x1.tmp")).partition(" → ")[0]
    'Không làm được với /dai: không có quyền'
    """
    path = Path(str(error.filename)) if error.filename else Path("tệp")
    shown = path.parent if path.name.startswith(".") else path
    advice = os_advice(error)
    return f"Không làm được với {shown}: {os_reason(error)}{' → ' + advice if advice else ''}."
