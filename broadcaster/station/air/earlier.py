"""
Players that an earlier run of the station started and left on the air when it was killed.

In: the leases that they hold. Out: the same handles that a player of this run has: is it there, end it, wait for it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

from broadcaster.core.errors import InputError
from broadcaster.playout.job import Job
from broadcaster.playout.lease import Lease

_LOOK = 0.05  # seconds
_PATIENCE = 5.0  # seconds that each gets to end with a fade


class EarlierPlayer:
    """As much of :class:`subprocess.Popen` as is needed of a process that is nobody's child."""

    def __init__(self, lease: Lease, pid: int) -> None:
        """Watch the process *pid*, which holds *lease*."""
        self._lease = lease
        self.pid = pid

    def poll(self) -> int | None:
        """Return None while it holds its lease. A number that another process has got since is never taken for it."""
        return None if self._lease.holder() == self.pid else 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.poll() is None:
            with suppress(OSError):  # gone this instant, or another user's
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end as the system does."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    def wait(self, timeout: float) -> int:
        """
        Wait until it has ended.

        Raises:
            TimeoutExpired: It has not.
        """
        pause = threading.Event()
        for _ in range(round(timeout / _LOOK)):
            if self.poll() is not None:
                return 0
            pause.wait(_LOOK)
        raise subprocess.TimeoutExpired("player", timeout)


def left_in(folder: Path) -> tuple[EarlierPlayer, ...]:
    """Return the players whose jobs lie in *folder* and that are still at them."""
    found = {}
    for path in folder.glob("*.json"):
        with suppress(InputError):
            job = Job.read(path)
            lease = Lease(folder, job.cue.slot, job.output)
            if (pid := lease.holder()) is not None:
                found[pid] = EarlierPlayer(lease, pid)
    return tuple(found.values())


def end(players: tuple[EarlierPlayer, ...]) -> None:
    """End *players* as Ctrl-C does, and see to it that they are gone."""
    for player in players:
        player.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
    for player in players:
        try:
            player.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            player.kill()
