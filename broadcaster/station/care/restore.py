"""
A station put back from its backup.

In: a backup, an empty folder. Out: the folder filled, or as it was: nothing gets its name before all was checked. The
scripts that stop it are made anew: they call the program of this computer.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from broadcaster.core import storage
from broadcaster.core.errors import BackupError, Problem, os_reason
from broadcaster.records.archive import Archive
from broadcaster.station.care.bundle import Bundle, opened
from broadcaster.station.care.manifest import Manifest
from broadcaster.station.setup import emergency
from broadcaster.station.setup.folder import Folder

_WORK = ".dang-khoi-phuc"
"""Folder inside the new one that holds what is being put back."""
SPARE = 50_000_000
"""Bytes of disk that must be left over, unless somebody says otherwise."""


def restore(path: Path, root: Path, *, spare: int = SPARE) -> tuple[Manifest, tuple[Problem, ...]]:
    """
    Put the backup at *path* back into the folder *root*, which is empty or not there yet.

    Args:
        path: A file that may come from anywhere.
        root: Where to.
        spare: Bytes of disk that must be left over.

    Returns:
        What the backup holds, and what was wrong with its ledgers when it was made.

    Raises:
        BackupError: The folder is not empty, or the backup is damaged or was tampered with; nothing was put back.
    """
    try:
        _check_empty(root)
        with opened(path) as bundle:
            bundle.verify()
            _check_room(bundle.manifest.size + spare, root)
            storage.make_folder(root.absolute())
            _unpack(bundle, root)
            emergency.write_scripts(root)
        return bundle.manifest, Archive(Folder(root).records(rehearsal=False)).verify()
    except OSError as error:
        raise BackupError(f"Không khôi phục được vào {root}: {os_reason(error)}.") from error


def _unpack(bundle: Bundle, root: Path) -> None:
    work = root / _WORK
    try:
        work.mkdir()
        for name in bundle.manifest.files:
            target = work / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                bundle.copy(name, stream)
        for private in (Folder(work).secrets, Folder(work).key):
            if private.exists():
                private.chmod(0o600)
        if hasattr(os, "sync"):
            os.sync()
        settings = Folder(work).schedule.name  # last: without it the folder is no station
        for child in sorted(work.iterdir(), key=lambda child: child.name == settings):
            if child.name == settings:
                storage.disk.sync_folder(root)
            storage.disk.rename(child, root / child.name)
        storage.disk.sync_folder(root)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _check_empty(root: Path) -> None:
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise BackupError(f"Thư mục {root} không trống; chỉ khôi phục vào một thư mục mới hoặc trống (--to THƯ-MỤC).")


def _check_room(needed: int, root: Path) -> None:
    near = next(folder for folder in (root.absolute(), *root.absolute().parents) if folder.exists())
    if shutil.disk_usage(near).free < needed:
        raise BackupError(f"Ổ đĩa không đủ chỗ: cần {needed / 1e6:.0f} MB.")
