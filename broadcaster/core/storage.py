"""
Files that survive a power cut: a file is there whole or not at all, a line is on the disk once returned.

Source: rename(2) is atomic within one file system (POSIX.1-2017); data and the name are each synced.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from broadcaster.core.disk import Disk

_BLOCK = 1 << 20

disk = Disk()
"""Where everything below is kept."""

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
def replacing(path: Path, *, suffix: str = "", durable: bool = True, private: bool = False) -> Iterator[Path]:
    """
    Give a temporary path beside *path*; when the block ends well, put that file there, synced.

    If the block raises, nothing is left behind and *path* is as it was.

    Args:
        path: The final name; its folder is made if need be.
        suffix: Ending of the temporary name, for writers that look at it.
        durable: Whether it has to outlive a power cut. What can be made again, and tells when it is damaged, need
            not wait for the disk.
        private: Nobody but this user may ever read it, not even while it is written.
    """
    with scratch(path, suffix=suffix) as temporary:
        yield temporary
        if not private:
            temporary.chmod(0o666 & ~_umask())
        if durable:
            put_in_place(temporary, path)
        else:
            disk.rename(temporary, path)


def put_in_place(finished: Path, path: Path) -> None:
    """Give *finished*, which lies beside it, the name *path*; afterwards bytes and name are on the disk."""
    with finished.open("r+b", buffering=0) as stream:
        disk.sync(stream)
    disk.rename(finished, path)
    disk.sync_folder(path.parent)


@contextmanager
def scratch(path: Path, *, suffix: str = "") -> Iterator[Path]:
    """Give a temporary path beside *path*, whose folder is made if need be; the file is gone when the block ends."""
    make_folder(path.parent)
    temporary = disk.create(path, suffix or ".tmp")
    _unfinished.add(temporary)
    try:
        yield temporary
    finally:
        disk.remove(temporary)
        _unfinished.discard(temporary)


def discard_unfinished() -> None:
    """Remove every temporary file of this process, for one that is about to end without another word."""
    for temporary in tuple(_unfinished):
        disk.remove(temporary)


def make_folder(folder: Path) -> None:
    """Make *folder* with all above it that is not there; each name is on the disk when this returns."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    disk.make_folder(folder)
    disk.sync_folder(folder.parent)


def write_file(path: Path, data: bytes) -> None:
    """Write *data* to *path*: afterwards the whole file is on the disk, or the old one still is."""
    with replacing(path) as temporary, temporary.open("wb", buffering=0) as stream:
        disk.write(stream, data)


def write_private(path: Path, data: bytes) -> None:
    """Write *data* as :func:`write_file` does, for this user's eyes only (mode 600)."""
    with replacing(path, private=True) as temporary, temporary.open("wb", buffering=0) as stream:
        disk.write(stream, data)


def write_text(path: Path, text: str) -> None:
    """Write *text* in UTF-8 with Unix line ends, as :func:`write_file` does."""
    write_file(path, text.encode("utf-8"))


def append_line(path: Path, line: bytes) -> None:
    """
    Append *line* and a line end to *path*; when this returns they are on the disk.

    Raises:
        OSError: Nothing was recorded; a torn tail may be left, without its line end.
    """
    make_folder(path.parent)
    with path.open("ab", buffering=0) as stream:
        if not stream.tell():  # a new file: its name comes first, so that no line can be lost with it
            disk.sync_folder(path.parent)
        disk.write(stream, line + b"\n")
        disk.sync(stream)


def truncate(path: Path, size: int) -> None:
    """Cut the file back to its first *size* bytes, synced."""
    with path.open("r+b", buffering=0) as stream:
        disk.truncate(stream, size)
        disk.sync(stream)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
