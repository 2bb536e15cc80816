"""
Ready scripts that stop a station at once, from any window or with a double click.

In: the station folder. Out: ``dung-khan-cap.sh`` and ``dung-khan-cap.bat`` in it, which call this very Python.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from broadcaster.core.storage import write_text

SHELL = "dung-khan-cap.sh"
BATCH = "dung-khan-cap.bat"


def write_scripts(root: Path) -> None:
    """Write both scripts into *root*; they find the station by where they lie, so the folder may be moved."""
    python = sys.executable
    shell = f'#!/bin/sh\nexec {shlex.quote(python)} -m broadcaster --station "$(dirname "$0")" stop "$@"\n'
    write_text(root / SHELL, shell)
    (root / SHELL).chmod(0o755)
    quoted = python.replace("%", "%%")
    write_text(root / BATCH, f'@chcp 65001 >nul\n@"{quoted}" -m broadcaster --station "%~dp0." stop %*\n@pause\n')
