"""
The steps by which bytes come to stay on a disk, one at a time.

In: open files and paths. Out: what the operating system promises for each step, and no more. All that must survive
a power cut goes through these steps; tests put a disk in their place whose power fails between any two of them.
"""

from __future__ import annotations

import os
import tempfile
from io import FileIO
from pathlib import Path


class Disk:
    """The real one."""

    def make_folder(self, folder: Path) -> None:
        """Make one folder, whose parent is there; nothing happens where it is there already."""
        folder.mkdir(exist_ok=True)

    def create(self, path: Path, suffix: str) -> Path:
        """Make an empty file beside *path*, under a name that nobody uses, and return it."""
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=suffix, dir=path.parent)
        os.close(handle)
        return Path(name)

    def write(self, stream: FileIO, data: bytes) -> None:
        """Write all of *data* at the stream's place; it may be lost or torn until :meth:`sync`."""
        left = memoryview(data)
        while left:
            left = left[stream.write(left) :]

    def truncate(self, stream: FileIO, size: int) -> None:
        """Cut the open file back to its first *size* bytes."""
        stream.truncate(size)

    def sync(self, stream: FileIO) -> None:
        """Return once the file's bytes are on the disk; its name may still be lost."""
        os.fsync(stream.fileno())

    def rename(self, old: Path, new: Path) -> None:
        """Give the file *old* the name *new*, in one step; it may be undone until :meth:`sync_folder`."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Return once the names in *folder* are on the disk."""
        if os.name == "nt":  # Windows cannot open a folder; NTFS journals the name itself
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
