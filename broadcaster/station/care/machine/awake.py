"""
Keeps the computer awake from a quarter of an hour before a slot until it is over.

In: the slots ahead, the moment. Out: the system is asked not to sleep, by whatever way it has; where it has none,
that is known.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol

from broadcaster.programme.plan import PlannedSlot
from broadcaster.station.desk.newsroom import News

BEFORE = timedelta(minutes=15)
"""How long before a slot the computer is kept awake."""
AFTER = timedelta(minutes=1)
"""How long after its end it may sleep again: the log is written, amplifiers are switched off."""
ATTEMPTS = 3
"""Helpers started for one slot; a system that refuses is not asked for ever."""

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001  # SetThreadExecutionState, Windows


class Wakefulness(Protocol):
    """Whoever can keep this computer awake."""

    def hold(self) -> None:
        """Keep it awake from now on; may be called again and again."""
        ...

    def let_go(self) -> None:
        """Let it sleep again."""
        ...


class NoWakefulness:
    """Where the system offers no way; also for dry runs."""

    def hold(self) -> None:
        """Nothing can be done."""

    def let_go(self) -> None:
        """Nothing was done."""


class HelperWakefulness:
    """A small program of the system that keeps it awake for as long as its standard input is open."""

    def __init__(self, command: Iterable[str]) -> None:
        self._command = tuple(command)
        self._helper: subprocess.Popen[bytes] | None = None
        self._attempts = 0

    def hold(self) -> None:
        if self._attempts >= ATTEMPTS or (self._helper is not None and self._helper.poll() is None):
            return
        self._end()
        self._attempts += 1
        with suppress(OSError):
            self._helper = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

    def let_go(self) -> None:
        self._attempts = 0
        self._end()

    def _end(self) -> None:
        helper, self._helper = self._helper, None
        if helper is not None and helper.stdin is not None:
            helper.stdin.close()
            try:
                helper.wait(2)
            except subprocess.TimeoutExpired:
                helper.kill()
                helper.wait()


class WindowsWakefulness:
    """Windows keeps awake for a thread that says so; the request ends with the process."""

    def __init__(self, kernel: Any) -> None:
        self._kernel = kernel

    def hold(self) -> None:
        self._kernel.SetThreadExecutionState(_CONTINUOUS | _SYSTEM_REQUIRED)

    def let_go(self) -> None:
        self._kernel.SetThreadExecutionState(_CONTINUOUS)


def wakefulness(platform: str = sys.platform) -> Wakefulness:
    """Return the way in which this computer is kept awake."""
    if platform == "win32":
        import ctypes

        return WindowsWakefulness(getattr(ctypes, "windll").kernel32)  # noqa: B009 - there only on Windows
    command = helper(platform)
    return HelperWakefulness(command) if command else NoWakefulness()


def helper(platform: str = sys.platform) -> tuple[str, ...]:
    """Return the command that keeps this computer awake until its standard input closes; empty where there is none."""
    if platform == "darwin" and shutil.which("caffeinate"):
        return ("caffeinate", "-i", "-s", "cat")
    if platform == "linux" and shutil.which("systemd-inhibit"):
        why = ("--who=broadcaster", "--why=Sắp phát thanh", "--mode=block")
        return ("systemd-inhibit", "--what=sleep:idle:handle-lid-switch", *why, "cat")
    return ()


class Vigil:
    """Holds and lets go by the plan."""

    def __init__(self, wakefulness: Wakefulness) -> None:
        self._wakefulness = wakefulness
        self._held = False

    def keep(self, slots: Iterable[PlannedSlot], _: News, now: datetime) -> None:
        """Keep the computer awake if one of *slots* is near or on the air, else let it sleep."""
        if any(slot.start - BEFORE <= now <= slot.end + AFTER for slot in slots if not slot.rundown.empty):
            self._held = True
            self._wakefulness.hold()
        elif self._held:
            self._held = False
            self._wakefulness.let_go()
