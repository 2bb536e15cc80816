"""
A command of the settings, run for a time: it and whatever it starts are ordinary work, and end together.

In: a program and its arguments. Out: that it went well, or what went wrong.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from broadcaster.core.errors import reason_of

_GONE = 1.0  # seconds for what was killed to be gone


class HookError(Exception):
    """What went wrong, Vietnamese, as the end of a sentence that begins with the command."""


def run(command: Sequence[str], patience: float, *, kill: bool) -> None:
    """
    Run *command* and wait for it.

    Args:
        command: Program and arguments.
        patience: Seconds that it may take.
        kill: Whether it is ended after that, with all that it started; else it is left running.

    Raises:
        HookError: It cannot be run, takes too long, or says that it failed.
    """
    with suppress(OSError, AttributeError):  # what it starts is ordinary work
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        code = process.wait(patience)
    except subprocess.TimeoutExpired:
        if kill:
            _end(process)
        raise HookError(f"chạy quá {patience:g} giây") from None
    except (OSError, ValueError) as error:
        raise HookError(f"không chạy được: {reason_of(error)}") from error
    if code:
        raise HookError(f"báo lỗi số {code}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End *process* with all that it started; a system that knows no groups is told to end the tree."""
    with suppress(OSError, subprocess.TimeoutExpired):
        if os.name == "nt":
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True, check=False, timeout=_GONE)
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GONE)
