"""``scripts_content/lexicon.yaml`` → readings; every problem at once, with line and column."""

from __future__ import annotations

from pathlib import Path

from broadcaster.core import yamlfile
from broadcaster.core.errors import InputError, Problem
from broadcaster.reading.lexicon import check, clean


def load(path: Path, file: str) -> dict[str, str]:
    """
    Return the readings in the file at *path*, named *file* in messages.

    Raises:
        InputError: The file cannot be read, or readings in it cannot be said.
    """
    return _readings(yamlfile.load(path, file), file)


def parse(text: str, file: str) -> dict[str, str]:
    """
    Return the readings that *text* holds.

    Raises:
        InputError: Not YAML, or readings that cannot be said.
    """
    return _readings(yamlfile.parse(text, file), file)


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
