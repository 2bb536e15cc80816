"""
``secrets.yaml``: passwords and keys, each under a name that ``schedule.yaml`` uses. Never printed, never logged.

In: the station's folder. Out: name → value; nothing where there is no file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from broadcaster.core import yamlfile
from broadcaster.core.errors import InputError, Problem
from broadcaster.core.yamlfile import Text
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.outputs import OutputOptions


def load(folder: Folder) -> Mapping[str, str]:
    """
    Return the station's secrets by name.

    Raises:
        InputError: The file has problems, or others on this machine may read it.
    """
    path, file = folder.secrets, folder.shown(folder.secrets)
    if not path.exists():
        return {}
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise InputError([Problem(file, "người khác trên máy này đọc được tệp mật khẩu", f"chạy: chmod 600 {file}")])
    return _values(path, file)


def _values(path: Path, file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    problems = []
    for name, node in yamlfile.load(path, file).entries:
        if isinstance(node, Text) and node.value.strip():
            found[name.value] = node.value.strip()
        else:
            hint = f"viết trên một dòng: “{name.value}: …”"
            problems.append(Problem(file, f"“{name.value}” chưa có giá trị", hint, node.line))
    if problems:
        raise InputError(problems)
    return found


def of_outputs(folder: Folder, outputs: Iterable[OutputOptions]) -> Mapping[str, str]:
    """
    Return the passwords of those *outputs* that ask for one, by URL.

    Raises:
        InputError: The file has problems, or a password is not in it.
    """
    asking = [output for output in outputs if output.password]
    known = load(folder) if asking else {}
    file = folder.shown(folder.secrets)
    hint = "thêm một dòng “{0}: …” vào tệp này"
    problems = [
        Problem(file, f"chưa có mật khẩu “{output.password}” của ngõ ra {output.name}", hint.format(output.password))
        for output in asking
        if output.password not in known
    ]
    if problems:
        raise InputError(problems)
    return {output.url: known[output.password] for output in asking}
