"""
Ready scripts that stop a station at once, from any window or with a double click.

In: the station folder. Out: ``dung-khan-cap.sh`` and ``dung-khan-cap.bat`` in it, which call this very Python; which of
them are missing or call another, as after a move to another computer.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import write_file

SHELL = "dung-khan-cap.sh"
BATCH = "dung-khan-cap.bat"


def write_scripts(root: Path) -> None:
    """Write both scripts into *root*; they find the station by where they lie, so the folder may be moved."""
    for name, script in _scripts().items():
        write_file(root / name, script)
    (root / SHELL).chmod(0o755)


def unfit(root: Path) -> tuple[str, ...]:
    """Return the names of the scripts in *root* that are missing, cannot be run or call another program than this."""
    return tuple(name for name, script in _scripts().items() if not _fits(root / name, script))


def _fits(path: Path, script: bytes) -> bool:
    try:
        same = read_plain(path, len(script)) == script
    except OSError:
        return False
    return same and (path.name == BATCH or os.access(path, os.X_OK))


def _scripts() -> dict[str, bytes]:
    python = sys.executable
    shell = f'#!/bin/sh\nexec {shlex.quote(python)} -m broadcaster --station "$(dirname "$0")" stop "$@"\n'
    quoted = python.replace("%", "%%")
    lines = ("@chcp 65001 >nul", f'@"{quoted}" -m broadcaster --station "%~dp0." stop %*', "@pause", "")
    return {SHELL: shell.encode(), BATCH: "\r\n".join(lines).encode()}
