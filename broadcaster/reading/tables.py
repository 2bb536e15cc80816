"""The lexicons that come with the program: ``data/*.tsv``, one entry a line, read when first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of ``data/NAME.tsv`` split at tabs; empty lines and those that begin with # are left out."""
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def mapping(name: str) -> dict[str, str]:
    """Return the first two columns of ``data/NAME.tsv`` as written → spoken."""
    return {row[0]: row[-1] if len(row) < 2 else row[1] for row in rows(name)}


@cache
def rows_by_key(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of ``data/NAME.tsv`` by their first column."""
    return {row[0]: row for row in rows(name)}
