"""
Words to systemd, where it started the station: that it is on, that it lives, that it ends.

In: the environment that systemd gives (``NOTIFY_SOCKET``). Out: datagrams, or nothing where nobody listens.

Source: sd_notify(3), systemd 252.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

from broadcaster.core.clock import Clock

EVERY = 20.0
"""Seconds between two signs of life; a unit's ``WatchdogSec`` is several times that."""


class Supervisor:
    """Whoever started the station."""

    def __init__(self, clock: Clock, environment: Mapping[str, str] = os.environ) -> None:
        self._clock = clock
        self._address = environment.get("NOTIFY_SOCKET", "")
        self._next = 0.0

    def ready(self) -> None:
        """Say that the station is on the air, or waits for its hour."""
        self._say("READY=1")

    def alive(self) -> None:
        """Give a sign of life; cheap, to be called often."""
        if self._address and self._clock.monotonic() >= self._next:
            self._next = self._clock.monotonic() + EVERY
            self._say("WATCHDOG=1")

    def ending(self) -> None:
        """Say that the station ends by itself."""
        self._say("STOPPING=1")

    def _say(self, word: str) -> None:
        if not self._address or not hasattr(socket, "AF_UNIX"):
            return
        place = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(word.encode(), place)
