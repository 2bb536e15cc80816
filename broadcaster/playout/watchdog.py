"""
Ends a player that hangs, so that the station can start another, which joins where the programme is by then.

A sound driver that never comes back cannot be helped from within; the process can.
"""

from __future__ import annotations

import faulthandler
import sys

from broadcaster.core.clock import Clock

PATIENCE = 30.0
"""Seconds without a sign of life: more than a slow disk, a busy log and a device being opened take together."""

_AGAIN = 5.0  # seconds from one setting of the alarm to the next


class Watchdog:
    """Armed by the first sign of life; each further one puts the end off."""

    def __init__(self, clock: Clock, patience: float = PATIENCE) -> None:
        """
        Make ready.

        Args:
            clock: Only its monotonic time counts.
            patience: Seconds without a sign of life after which this process ends with code 1.
        """
        self._clock = clock
        self._patience = patience
        self._set: float | None = None

    def alive(self) -> None:
        """Give a sign of life; cheap, to be called often."""
        now = self._clock.monotonic()
        if sys.__stderr__ is not None and (self._set is None or now - self._set >= min(_AGAIN, self._patience / 2)):
            self._set = now
            faulthandler.dump_traceback_later(self._patience, exit=True, file=sys.__stderr__)

    def off(self) -> None:
        """Let this process live, whatever comes."""
        faulthandler.cancel_dump_traceback_later()
