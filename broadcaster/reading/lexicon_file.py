"""
``scripts_content/lexicon.yaml`` → Lexicon; every problem at once, with line and column.

Apart from the lexicon itself, since YAML takes longer to import than all of reading.
"""

from __future__ import annotations

from pathlib import Path

from broadcaster.core import yamlfile
from broadcaster.core.errors import InputError, Problem
from broadcaster.reading.lexicon import Lexicon, check, clean


def load(path: Path, file: str | None = None) -> Lexicon:
    """
    Return the lexicon in the file at *path*.

    Args:
        path: A YAML file whose lines are ``written: spoken``.
        file: Name for messages; the path by default.

    Raises:
        InputError: The file cannot be read, or as :func:`parse` says.
    """
    name = file or str(path)
    return Lexicon(_readings(yamlfile.load(path, name), name))


def parse(text: str, file: str = "lexicon.yaml") -> Lexicon:
    """
    Return the lexicon that *text* holds.

    Raises:
        InputError: Not YAML, or readings that cannot be said; all of them at once.
    """
    return Lexicon(_readings(yamlfile.parse(text, file), file))


def _readings(table: yamlfile.Table, file: str) -> dict[str, str]:
    problems: list[Problem] = []
    readings: dict[str, str] = {}
    for name, node in table.entries:
        if not isinstance(node, yamlfile.Text):
            what = f"cách đọc của “{name.value}” phải là chữ"
            problems.append(Problem(file, what, "viết trên một dòng: “chữ viết: lời đọc”", node.line, node.column))
        elif fault := check(name.value, node.value):
            hint = "viết lời đọc bằng chữ thường, như người đọc sẽ nói"
            problems.append(Problem(file, fault, hint, node.line, node.column))
        else:
            readings[clean(name.value)] = clean(node.value).lower()
    if problems:
        raise InputError(problems)
    return readings
