"""
A backup opened for reading by somebody who trusts nothing in it.

In: the path of a ZIP file. Out: its files, each held against the signed list; never more bytes than the list says.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from broadcaster.core.errors import BackupError, os_reason
from broadcaster.station.care.manifest import NAME, Entry, Manifest

_LARGEST_LIST = 1 << 25
"""Bytes of the longest list that is read; that of a hundred thousand files."""
_DENSEST, _SPARE = 200, 1 << 26
"""How many times its own size, and how many bytes beyond, a backup may hold: text shrinks to a tenth, sound hardly."""
_BLOCK = 1 << 18


class Bundle:
    """The files of one backup."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def copy(self, name: str, target: BinaryIO | None = None) -> None:
        """
        Read the file *name* to its end, into *target* if there is one.

        Raises:
            BackupError: It is not what the list says.
        """
        entry, digest, size = self.manifest.files[name], hashlib.sha256(), 0
        try:
            with self._archive.open(name) as stream:
                while block := stream.read(min(_BLOCK, entry.size - size + 1)):
                    size += len(block)
                    if size > entry.size:
                        break
                    digest.update(block)
                    if target is not None:
                        target.write(block)
        except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeError, NotImplementedError, RuntimeError) as error:
            raise BackupError(f"Tệp sao lưu hỏng ở “{name}”.") from error
        if Entry(size, digest.hexdigest()) != entry:
            raise BackupError(f"Tệp sao lưu hỏng hoặc bị sửa ở “{name}”.")

    def verify(self) -> None:
        """
        Read every file.

        Raises:
            BackupError: One is not what the list says.
        """
        for name in self.manifest.files:
            self.copy(name)


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """
    Open the backup at *path* while the block runs.

    Raises:
        BackupError: It is none, or holds other files than its list says, or too much for its size.
    """
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(path))
            manifest = _manifest(archive)
            size = path.stat().st_size
        except (zipfile.BadZipFile, EOFError, UnicodeDecodeError) as error:
            raise BackupError(f"{path} không phải tệp sao lưu, hoặc đã hỏng.") from error
        except OSError as error:
            raise BackupError(f"Không đọc được tệp sao lưu {path}: {os_reason(error)}.") from error
        if sorted(archive.namelist()) != sorted([*manifest.files, NAME]):
            raise BackupError(f"Tệp sao lưu {path} bị sửa: có tệp thừa, thiếu, hoặc hai tệp cùng tên.")
        if manifest.size > size * _DENSEST + _SPARE:
            raise BackupError(f"Tệp sao lưu {path} bung ra lớn bất thường; không mở.")
        yield Bundle(archive, manifest)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        with archive.open(NAME) as stream:
            data = stream.read(_LARGEST_LIST + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BackupError("Không phải tệp sao lưu của đài, hoặc đã hỏng: không có danh sách bên trong.") from error
    if len(data) > _LARGEST_LIST:
        raise BackupError("Tệp sao lưu có danh sách lớn bất thường; không mở.")
    return Manifest.decode(data)
