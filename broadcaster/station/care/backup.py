"""
The whole station in one file: texts, settings, records, music; sound and secrets if asked.

In: the station's folder, on the air or not. Out: a ZIP file that was read back whole before it got its name.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcaster import __version__
from broadcaster.core.errors import BackupError, os_reason
from broadcaster.core.storage import replacing
from broadcaster.records.archive import DIGESTS, Archive
from broadcaster.records.ledger import Ledger
from broadcaster.records.seal import Seal
from broadcaster.station.care.bundle import opened
from broadcaster.station.care.manifest import NAME, Entry, Manifest, belongs
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.backup import Wanted

_SQLITE = b"SQLite format 3\0"
_BESIDE_SQLITE = ("-wal", "-shm", "-journal")
_BLOCK = 1 << 18
_PACKED = (".flac", ".mp3", ".ogg")
"""Endings of files that no packing makes smaller."""


def back_up(folder: Folder, path: Path, wanted: Wanted, *, at: datetime, station: str) -> Manifest:
    """
    Put the station in *folder* into the file *path*; when this returns it is on the disk and was read back.

    Raises:
        BackupError: There is a file of that name, or the backup cannot be made.
        RecordError: A ledger cannot be read.
        BusyError: A ledger is held for too long.
    """
    if path.exists():
        raise BackupError(f"Đã có tệp {path}; đặt tên khác, hoặc xóa tệp cũ đi.")
    try:
        seal = Seal.open(folder.key)
        with replacing(path, suffix=".zip", private=wanted.secrets) as temporary:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                packer = _Packer(archive, at)
                for name, source in _sources(folder, wanted):
                    packer.add(name, source)
                manifest = packer.manifest(station).signed_by(seal)
                archive.writestr(packer.info(NAME), manifest.encode())
            with opened(temporary) as bundle:
                bundle.verify()
    except OSError as error:
        raise BackupError(f"Không sao lưu được vào {path}: {os_reason(error)}.") from error
    return manifest


class _Packer:
    """Adds files to an archive, one by one, and remembers what they were."""

    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self._archive = archive
        self._at = at
        self._files: dict[str, Entry] = {}
        self._left_out: list[str] = []

    def add(self, name: str, source: bytes | Path) -> None:
        if not belongs(name) or not name.isprintable() or name in self._files:
            self._left_out.append(name.encode("utf-8", "replace").decode("utf-8"))
            return
        digest, size = hashlib.sha256(), 0
        with self._archive.open(self.info(name), "w", force_zip64=True) as target:
            for block in [source] if isinstance(source, bytes) else _blocks(source):
                digest.update(block)
                size += target.write(block)
        self._files[name] = Entry(size, digest.hexdigest())

    def info(self, name: str) -> zipfile.ZipInfo:
        """Return how the archive describes a file."""
        info = zipfile.ZipInfo(name, self._at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info

    def manifest(self, station: str) -> Manifest:
        """Return the list of what was added, not signed yet."""
        return Manifest(self._at, station, __version__, self._files, tuple(self._left_out))


def _sources(folder: Folder, wanted: Wanted) -> Iterator[tuple[str, bytes | Path]]:
    """Yield every file by its name; of what hangs together, what points to the other first."""
    records = folder.records(rehearsal=False)
    archive = Archive(records)
    yield from _files(folder.root, archive.digests)
    ledgers = archive.names()
    for ledger in sorted(ledgers, key=lambda name: name == "approvals"):
        for name, data in Ledger(records / ledger, ledger).snapshot().items():
            yield f"records/{ledger}/{name}", data
    apart = (*ledgers, DIGESTS, "rehearsal", "players")
    for path in sorted(records.iterdir()) if records.is_dir() else ():
        if path.name not in apart:
            yield from _files(folder.root, path)
    yield from _files(folder.root, folder.root / ".gitignore")
    for path in (folder.scripts, folder.jingles, folder.schedule):
        yield from _files(folder.root, path)
    if wanted.audio:
        yield from _files(folder.root, folder.programmes)
    for path in (folder.secrets, folder.key) if wanted.secrets else ():
        yield from _files(folder.root, path)


def _files(root: Path, path: Path) -> Iterator[tuple[str, bytes | Path]]:
    """Yield the file *path*, or every file below the folder *path*, but for hidden ones."""
    if path.is_dir():
        found = [each for each in sorted(path.rglob("*")) if not _is_hidden(each.relative_to(path))]
    else:
        found = [path]
    for each in found:
        if each.is_file() and not each.name.endswith(_BESIDE_SQLITE):
            yield each.relative_to(root).as_posix(), each


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        start = stream.read(_BLOCK)
        if start.startswith(_SQLITE):
            yield _still(path)
            return
        while start:
            yield start
            start = stream.read(_BLOCK)


def _still(path: Path) -> bytes:
    """Return a database as it stood at one moment, whoever is writing to it."""
    with TemporaryDirectory(prefix="broadcaster-") as folder:
        copy = Path(folder) / "copy"
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy.read_bytes()
