"""
Files that survive a power cut: a file is there whole or not at all, a line is on the disk once returned.

Source: rename(2) is atomic within one file system (POSIX.1-2017); data and the name are each synced.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20

_unfinished: set[Path] = set()
"""Temporary files of this process that are being written."""


def text_hash(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of the file's bytes, 64 hex digits."""
    with path.open("rb") as stream:
        return stream_hash(stream)


def stream_hash(stream: BinaryIO) -> str:
    """Return the SHA-256 of what is left in *stream*, 64 hex digits."""
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


@contextmanager
def replacing(path: Path, *, suffix: str = "") -> Iterator[Path]:
    """
    Give a temporary path beside *path*; when the block ends well, put that file there, synced.

    If the block raises, nothing is left behind and *path* is as it was.

    Args:
        path: The final name; its folder is made if need be.
        suffix: Ending of the temporary name, for writers that look at it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=suffix or ".tmp", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    _unfinished.add(temporary)
    try:
        yield temporary
        _sync(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
        _unfinished.discard(temporary)


def discard_unfinished() -> None:
    """Remove every temporary file of this process, for one that is about to end without another word."""
    for temporary in tuple(_unfinished):
        temporary.unlink(missing_ok=True)


def write_file(path: Path, data: bytes) -> None:
    """Write *data* to *path*: afterwards the whole file is on the disk, or the old one still is."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    """Write *text* in UTF-8 with Unix line ends, as :func:`write_file` does."""
    write_file(path, text.encode("utf-8"))


def append_line(path: Path, line: bytes) -> None:
    """
    Append *line* and a line end to *path*; when this returns they are on the disk.

    Raises:
        OSError: Nothing was recorded; a torn tail may be left, without its line end.
    """
    fresh = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as stream:
        data = memoryview(line + b"\n")
        while data:
            data = data[stream.write(data) :]
        os.fsync(stream.fileno())
    if fresh:
        _sync_folder(path.parent)


def truncate(path: Path, size: int) -> None:
    """Cut the file back to its first *size* bytes, synced."""
    with path.open("r+b") as stream:
        stream.truncate(size)
        os.fsync(stream.fileno())


def _sync(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; NTFS journals the name itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
