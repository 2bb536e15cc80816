"""
A disk whose power can fail at any numbered step, and which then loses what nobody had synced.

In: the steps of :class:`broadcaster.core.disk.Disk`, on real files. Out: after a power cut the folder as a disk may
hold it: bytes that were not synced are lost or torn at any length, names that were not synced are as before or as
after, a folder whose parent was not synced may be gone.
"""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from broadcaster.core.disk import Disk

_TEMPORARY = re.compile(r"(?<=\.)[a-z0-9_]{8}(?=\.)")  # the part of a temporary name that differs each time


class CrashingDisk(Disk):
    """Keeps beside the files what of them would survive."""

    def __init__(self, root: Path, *, on_step: Callable[[str, Path], None] = lambda *_: None) -> None:
        """
        Take the folder as it stands for safely stored.

        Args:
            root: All below it is looked after.
            on_step: Told each step and its file beforehand; may raise.
        """
        self._root = root
        self.on_step = on_step
        self.steps = 0
        """Steps asked for so far."""
        self.names: list[str] = []
        """What each of them was."""
        self.crash_at = 0
        """Number of the step at which the power fails; 0: none."""
        self.crash_after = False
        """Whether that step is done first."""
        self.on_crash: Callable[[], None] = lambda: None
        """Called when the power fails; must raise."""
        self.full = False
        """Whether there is no room: nothing can be made or written."""
        self.read_only = False
        """Whether nothing can be changed at all."""
        self._synced: dict[int, bytes] = {}
        """Inode → the bytes that are safe."""
        self._safe: dict[Path, tuple[int, bytes]] = {}
        """Name that is safe → inode, and the bytes that are safe under it."""
        self._folders: set[Path] = set()
        self.settle()

    def settle(self) -> None:
        """All that is there now is safe, as half a minute after the last change."""
        self._safe = {path: (path.stat().st_ino, path.read_bytes()) for path in _files(self._root)}
        self._synced = dict(self._safe.values())
        self._folders = {path for path in self._root.rglob("*") if path.is_dir()}

    def store(self, path: Path) -> None:
        """This one file is safe as it is now, or safely gone."""
        self._forget(self._safe.pop(path, (0, b""))[0])
        if path.is_file():
            self._safe[path] = inode, data = path.stat().st_ino, path.read_bytes()
            self._synced[inode] = data

    def make_folder(self, folder: Path) -> None:
        with self._step("make_folder", folder, grows=True):
            super().make_folder(folder)

    def create(self, path: Path, suffix: str) -> Path:
        with self._step("create", path, grows=True):
            temporary = super().create(path, suffix)
            self._forget(_inode(temporary))
        return temporary

    def write(self, stream: FileIO, data: bytes) -> None:
        with self._step("write", _path(stream), grows=True):
            super().write(stream, data)

    def truncate(self, stream: FileIO, size: int) -> None:
        with self._step("truncate", _path(stream)):
            super().truncate(stream, size)

    def sync(self, stream: FileIO) -> None:
        with self._step("sync", _path(stream), grows=True):
            path, inode = _path(stream), os.fstat(stream.fileno()).st_ino
            data = path.read_bytes()
            self._synced[inode] = data
            if path in self._safe and self._safe[path][0] == inode:
                self._safe[path] = (inode, data)

    def rename(self, old: Path, new: Path) -> None:
        with self._step("rename", new):
            self._forget(_inode(new))
            super().rename(old, new)

    def remove(self, path: Path) -> None:
        with self._step("remove", path):
            self._forget(_inode(path))
            super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        with self._step("sync_folder", folder):
            for path in [path for path in self._safe if path.parent == folder]:
                del self._safe[path]
            for path in folder.iterdir():
                if path.is_dir():
                    self._folders.add(path)
                elif path.is_file():
                    inode = path.stat().st_ino
                    self._safe[path] = (inode, self._synced.get(inode, b""))

    def _forget(self, inode: int) -> None:
        """The number may soon be that of another file."""
        self._synced.pop(inode, None)

    def lose(self, seed: object) -> None:
        """Make of the folder what a power cut at this moment may leave, by *seed*; that is then safe."""
        for path in sorted({*self._safe, *_files(self._root)}):
            chance = random.Random(f"{seed} {_TEMPORARY.sub('', str(path.relative_to(self._root)))}")
            self._lose_file(path, chance)
        for folder in sorted(path for path in self._root.rglob("*") if path.is_dir()):
            if (
                folder.is_dir()
                and folder not in self._folders
                and random.Random(f"{seed} {folder.name}").random() < 0.5
            ):
                shutil.rmtree(folder)
        self.settle()

    def _lose_file(self, path: Path, chance: random.Random) -> None:
        now = path.read_bytes() if path.is_file() else None
        inode = _inode(path) if now is not None else 0
        before, safe = self._safe.get(path, (0, None))
        renamed_back = before != inode and chance.random() < 0.5
        if renamed_back or now is None:
            if safe is None:
                path.unlink()
            elif now is not None or chance.random() < 0.5:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)
                path.write_bytes(safe)
            return
        kept = safe if before == inode and safe is not None else self._synced.get(inode, b"")
        if kept != now:
            path.write_bytes(_torn(kept, now, chance))

    @contextmanager
    def _step(self, name: str, path: Path, *, grows: bool = False) -> Iterator[None]:
        """Count one step, and fail before or after it where told to."""
        self.on_step(name, path)
        if self.read_only:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        if self.full and grows:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        self.steps += 1
        self.names.append(f"{name} {_TEMPORARY.sub('', str(path.relative_to(self._root)))}")
        falls = self.steps == self.crash_at
        if falls and not self.crash_after:
            self.on_crash()
        yield
        if falls:
            self.on_crash()


def _torn(kept: bytes, now: bytes, chance: random.Random) -> bytes:
    """Return what may be left where *kept* is safe and *now* was written."""
    if now.startswith(kept):
        return now[: chance.randint(len(kept), len(now))]
    if kept.startswith(now):  # it was cut back, or was not yet
        return chance.choice([kept, now])
    return chance.choice([kept, now, now[: chance.randint(0, len(now))]])


def _files(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                yield path


def _inode(path: Path) -> int:
    """Return the number of the file, 0 where there is none."""
    return path.stat().st_ino if path.exists() else 0


def _path(stream: FileIO) -> Path:
    return Path(os.fsdecode(stream.name) if isinstance(stream.name, bytes) else str(stream.name))
