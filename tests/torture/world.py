"""
A world in which time stands still until everybody sleeps: processes as threads, of which one moves at a time.

In: processes that sleep by the world's clock, and events at instants. Out: the same course of things each time, with
any process ended, or the clock set, at any instant between two of their steps.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

_HUNG = 120.0  # seconds of real time between two sleeps of one process: something waits for ever

Lazy = Callable[[float], float]
"""Given how long a process wants to sleep, returns how long it may be let sleep instead; seconds."""


class KilledError(BaseException):
    """This process is no more: raised in it wherever it next sleeps or touches the disk."""


@dataclass(eq=False)
class Process:
    """One process of the world."""

    name: str
    thread: threading.Thread = field(init=False, repr=False)
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0), repr=False)
    wake: float = 0.0
    """Monotonic instant until which it sleeps, seconds."""
    lazy: Lazy | None = None
    frozen_until: float = 0.0
    """Until then it does not move, as after SIGSTOP; seconds."""
    killed: bool = False
    over: bool = False
    error: BaseException | None = None
    """What it ended with, if that was no kill."""


class World:
    """Time, and whoever lives in it."""

    def __init__(self, start: datetime) -> None:
        self.zone: tzinfo | None = start.tzinfo
        self._start = start.astimezone(UTC)
        self.monotonic = 0.0
        self.ahead = 0.0
        """Seconds by which the time of day has been set, or has run on in suspends, beyond the monotonic clock."""
        self._processes: list[Process] = []
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._back = threading.Semaphore(0)
        self.clock = WorldClock(self)
        self.moving: Process | None = None
        """Who moves now; None while the world itself does."""
        self.switches = 0

    def now(self) -> datetime:
        """Return the machine's time of day."""
        return (self._start + timedelta(seconds=self.monotonic + self.ahead)).astimezone(self.zone)

    def at(self, seconds: float, event: Callable[[], None]) -> None:
        """Have *event* happen at that monotonic instant, between the steps of all processes."""
        self._count += 1
        heapq.heappush(self._events, (seconds, self._count, event))

    def step(self, seconds: float) -> None:
        """Set the time of day; everybody who sleeps longer than usual looks up."""
        self.ahead += seconds
        for process in self._processes:
            if process.lazy is not None:
                process.wake = min(process.wake, self.monotonic)

    def spawn(self, name: str, body: Callable[[], None], *, lazy: Lazy | None = None) -> Process:
        """Start a process; it first moves when the world next runs."""
        process = Process(name, lazy=lazy, wake=self.monotonic)
        process.thread = threading.Thread(target=self._live, args=(process, body), name=name, daemon=True)
        self._processes.append(process)
        process.thread.start()
        return process

    def kill(self, process: Process) -> None:
        """End *process* at once: it does nothing more to the world, whatever its last blocks of code try."""
        process.killed = True
        if self.moving is None and not process.over:
            self._resume(process)

    def freeze(self, process: Process, seconds: float) -> None:
        """Let *process* not move for so long, as between SIGSTOP and SIGCONT."""
        process.frozen_until = max(process.frozen_until, self.monotonic + seconds)

    def check(self) -> None:
        """Raise in a process that was killed, and nowhere else."""
        if self.moving is not None and self.moving.killed:
            raise KilledError

    def alive(self, prefix: str = "") -> list[Process]:
        """Return the processes whose name begins so."""
        return [each for each in self._processes if each.name.startswith(prefix) and not (each.over or each.killed)]

    def run(self, until: float) -> None:
        """Let everything happen up to that monotonic instant."""
        while True:
            self._processes = [process for process in self._processes if not process.over]
            for process in self._processes:
                if process.killed:  # by one that moved
                    self._resume(process)
            waiting = [process for process in self._processes if not process.over]
            sleeper = min(waiting, key=_due, default=None)
            due = _due(sleeper) if sleeper else until
            if self._events and self._events[0][0] <= min(due, until):
                self.monotonic = max(self.monotonic, self._events[0][0])
                heapq.heappop(self._events)[2]()
            elif sleeper is not None and due <= until:
                self.monotonic = max(self.monotonic, due)
                self._resume(sleeper)
            else:
                self.monotonic = max(self.monotonic, until)
                return

    def end(self) -> None:
        """End everybody."""
        for process in self._processes:
            self.kill(process)

    def sleep(self, seconds: float) -> None:
        """Let the others move for so long."""
        process = self.moving
        if process is None:
            raise RuntimeError("the world itself never sleeps")
        self.check()
        if seconds <= 0:
            return
        process.wake = self.monotonic + (process.lazy(seconds) if process.lazy else seconds)
        self.moving = None
        self._back.release()
        process.go.acquire()
        self.check()

    def _resume(self, process: Process) -> None:
        self.switches += 1
        self.moving = process
        process.go.release()
        if not self._back.acquire(timeout=_HUNG):
            raise RuntimeError(f"{process.name} hangs")
        self.moving = None
        if process.error is not None:
            error, process.error = process.error, None
            raise error

    def _live(self, process: Process, body: Callable[[], None]) -> None:
        process.go.acquire()
        try:
            if not process.killed:
                body()
        except KilledError:
            pass
        except BaseException as error:  # noqa: BLE001 - carried to whoever runs the world
            process.error = error
        finally:
            process.over = True
            self._back.release()


class WorldClock:
    """The clock that every process of a world is handed."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> datetime:
        return self._world.now()

    def monotonic(self) -> float:
        return self._world.monotonic

    def sleep(self, seconds: float) -> None:
        self._world.sleep(seconds)


def _due(process: Process) -> float:
    return max(process.wake, process.frozen_until)
