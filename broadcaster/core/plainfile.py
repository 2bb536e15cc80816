"""
Reading a file of ours, whatever has been put in its place: a pipe is not waited for, a device is not read without end.

In: a path. Out: the open file, or its bytes; an OSError where it is no plain file, or is larger than any of its kind.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

LARGEST = 16 << 20
"""Bytes that are read of a file at most, unless it says otherwise: more than any file of ours but sound."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def open_plain(path: Path, *, follow: bool = True) -> BinaryIO:
    """
    Open a plain file for reading.

    Args:
        path: The file.
        follow: Whether it may be a link to one.

    Raises:
        OSError: It cannot be opened, or is a folder, a pipe, a device.
        ValueError: No file can have such a name.
    """
    descriptor = os.open(path, _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            code = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO
            raise OSError(code, os.strerror(code), str(path))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_plain(path: Path, largest: int = LARGEST, *, follow: bool = True) -> bytes:
    """
    Return the bytes of a plain file.

    Raises:
        OSError: As :func:`open_plain` says; EFBIG where there are more than *largest* bytes.
        ValueError: No file can have such a name.
    """
    with open_plain(path, follow=follow) as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data
