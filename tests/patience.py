"""Waiting for what another process does, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable

_LOOK = 0.05  # seconds


def eventually(true: Callable[[], bool], *, seconds: float = 20.0) -> bool:
    """Return whether *true* has become so within that time, measured in looks."""
    for _ in range(round(seconds / _LOOK)):
        if true():
            return True
        time.sleep(_LOOK)  # noqa: TID251 - another process works
    return False
