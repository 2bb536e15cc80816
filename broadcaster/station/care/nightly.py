"""
The station's own backups: one a night, the last few kept; one before a new version of the program touches anything.

In: the folder, the settings. Out: files in the folder for backups.
"""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path

from broadcaster import __version__
from broadcaster.core.errors import BackupError, os_reason
from broadcaster.core.storage import make_folder, write_text
from broadcaster.station.care.backup import back_up
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.backup import BackupOptions

ROOM = 500_000_000
"""Bytes of disk that a backup at night must leave to programmes and ledgers."""
NIGHT, UPGRADE = "sao-luu", "truoc-ban"
"""How the names of the two sorts begin; files of other names are never touched."""
UPGRADES = 3
"""How many of those made before an upgrade are kept."""


def place(folder: Folder, options: BackupOptions) -> Path:
    """Return the folder that backups go to."""
    return folder.root / options.folder if options.folder else folder.backups


def keep_night(
    folder: Folder, options: BackupOptions, day: date, *, at: datetime, station: str, room: int = ROOM
) -> Path | None:
    """
    Make the backup of the night after *day* and remove the oldest beyond those kept; None where there is one already.

    Args:
        folder: The station's.
        options: Where to, what, how many.
        day: That is over.
        at: Now, aware.
        station: The station's name.
        room: Bytes of disk that must be free before it is begun.

    Raises:
        BackupError: It cannot be made; nothing was removed.
    """
    target = place(folder, options)
    path = target / f"{NIGHT}-{day.isoformat()}.zip"
    if options.keep == 0 or path.exists():
        return None
    if _free(target) < room:
        raise BackupError(f"Ổ đĩa của {target} sắp đầy; xóa bớt tệp cũ, hoặc đặt backup: folder ở ổ khác.")
    back_up(folder, path, options.wanted, at=at, station=station)
    _prune(target, NIGHT, options.keep)
    return path


def before_upgrade(folder: Folder, options: BackupOptions, *, at: datetime, station: str) -> Path | None:
    """
    Make a backup if another version of the program wrote here last, and remember this version.

    Returns:
        The backup; None where none was called for.

    Raises:
        BackupError: It cannot be made; the version is not remembered, so that it is tried again.
    """
    stamp = folder.records(rehearsal=False) / "program.json"
    before = _version(stamp)
    if before == __version__:
        return None
    path = None
    if before:
        target = place(folder, options)
        path = target / f"{UPGRADE}-{__version__}-{at:%Y%m%d-%H%M%S}.zip"
        back_up(folder, path, options.wanted, at=at, station=station)
        _prune(target, UPGRADE, UPGRADES)
    write_text(stamp, json.dumps({"version": __version__}) + "\n")
    return path


def latest(folder: Folder, options: BackupOptions) -> Path | None:
    """Return the newest backup that the station made of its own accord; None where there is none."""
    found = sorted(place(folder, options).glob(f"{NIGHT}-*.zip"))
    return found[-1] if found else None


def _free(target: Path) -> int:
    """Return the bytes that are free where backups go, a folder that is made if need be."""
    try:
        make_folder(target.absolute())
        return shutil.disk_usage(target).free
    except OSError as error:
        raise BackupError(f"Không dùng được thư mục sao lưu {target}: {os_reason(error)}.") from error


def _version(stamp: Path) -> str:
    try:
        return str(json.loads(stamp.read_bytes())["version"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def _prune(target: Path, sort: str, keep: int) -> None:
    def age(path: Path) -> tuple[float, str]:
        return path.stat().st_mtime, path.name

    for path in sorted(target.glob(f"{sort}-*.zip"), key=age)[:-keep]:
        path.unlink(missing_ok=True)
