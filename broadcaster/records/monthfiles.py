"""
The files of a ledger: one a month, read forwards for its lines or backwards for the last one.

In: the ledger's folder. Out: raw lines as stored. Nothing here knows what a line says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from broadcaster.core.errors import RecordError, os_reason
from broadcaster.core.plainfile import open_plain

_NAME = re.compile(r"\d{4}-\d{2}\.jsonl")
_BLOCK = 1 << 14
"""Bytes read at a time from the end; a line is seldom longer."""


class Tail(NamedTuple):
    """The end of a ledger's files."""

    path: Path
    """The file that is written to."""
    last: bytes | None
    """The last whole line of all files; None where there is none."""
    whole: int
    """Bytes of *path* up to the end of its last whole line."""
    torn: bytes
    """What stands after that: the beginning of a line that a power cut left unfinished."""


def files(folder: Path, *, since: str = "") -> list[Path]:
    """Return the month files in order, from the month *since* (``2025-10``) on."""
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    return [path for path in found if path.stem >= since]


def strays(folder: Path) -> list[Path]:
    """Return files that call themselves a ledger's and are not read as one: renamed, copied, put aside."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if ".jsonl" in path.name and not _NAME.fullmatch(path.name))


def whole_lines(path: Path, offset: int = 0) -> Iterator[bytes]:
    """Yield each whole line from *offset* on, without its line end."""
    with _opened(path) as stream:
        stream.seek(offset)
        for raw in stream:
            if raw.endswith(b"\n"):
                yield raw[:-1]


def tail(folder: Path) -> Tail | None:
    """Return the end of the files in *folder*, however long they are; None where there is no file."""
    paths = files(folder)
    if not paths:
        return None
    last, whole, torn = _end(paths[-1])
    for path in reversed(paths[:-1]):
        if last is not None:
            break
        last = _end(path)[0]
    return Tail(paths[-1], last, whole, torn)


def size(path: Path) -> int:
    """Return the size of the file in bytes; -1 where it is not there, or nothing that has one."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """
    Open one file of a ledger.

    Raises:
        RecordError: It cannot be read, or is no plain file.
    """
    try:
        with open_plain(path) as stream:
            yield stream
    except OSError as error:
        raise RecordError(f"Không đọc được tệp sổ {path}: {os_reason(error)}; lấy lại từ bản sao lưu.") from error


def _end(path: Path) -> tuple[bytes | None, int, bytes]:
    """Return the last whole line of one file, where it ends, and what stands after it."""
    with _opened(path) as stream:
        start = stream.seek(0, 2)
        data = b""
        while start and data.count(b"\n") < 2:
            step = min(_BLOCK, start)
            start -= step
            stream.seek(start)
            data = stream.read(step) + data
    lines, _, torn = data.rpartition(b"\n")
    if b"\n" not in data:
        return None, 0, data
    return lines.rpartition(b"\n")[2], start + len(lines) + 1, torn
