"""
Who keeps a station's folder: one process puts it on the air, or rehearses it, at a time.

In: a station. Out: the right to it while a block runs, or the error that somebody else has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from broadcaster.core.errors import BusyError
from broadcaster.station.air import earlier
from broadcaster.station.wiring import Station

_LOCK = ".station.lock"
_GLANCE = 1.0  # seconds; longer than another process holds it to see whether it is free


@contextmanager
def sole(station: Station) -> Iterator[None]:
    """
    Hold the station's folder for one process while the block runs.

    Raises:
        BusyError: Another process keeps this station on the air, or rehearses it: both may write to one output.
    """
    path = station.records / _LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(path, timeout=_GLANCE)
        lock.acquire()
    except Timeout as error:
        raise BusyError("Đài này đang chạy ở một cửa sổ khác; tắt bên kia trước (Ctrl-C).") from error
    try:
        if under_way(station, rehearsal=not station.rehearsal):
            other = "chạy thật" if station.rehearsal else "chạy thử"
            raise BusyError(f"Đài này đang {other} ở một cửa sổ khác; tắt bên kia trước (Ctrl-C).")
        _clear(station)
        yield
    finally:
        lock.release()


def _clear(station: Station) -> None:
    """
    End the players that a rehearsal left on when it was killed, for no run goes on with it.

    Raises:
        BusyError: It is the real station that left some, and a rehearsal that has to wait for them.
    """
    if station.rehearsal and earlier.left_in(station.folder.records(rehearsal=False) / "players"):
        raise BusyError(
            "Trình phát của đài vẫn đang phát thật, hoặc chờ phát, sau khi đài bị tắt ngang. Đợi phát xong, hoặc gõ "
            "“broadcaster run” rồi Ctrl-C để dừng; xong hãy chạy thử."
        )
    earlier.end(earlier.left_in(station.folder.records(rehearsal=True) / "players"))


def under_way(station: Station, *, rehearsal: bool) -> bool:
    """Return whether a process keeps this station on the air, or rehearses it."""
    path = station.folder.records(rehearsal=rehearsal) / _LOCK
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except Timeout:
        return True
