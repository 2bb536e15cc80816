"""
One computer with a station on it: the station's own keeper, players, worker and ledgers, each a process of a world.

In: a world and a station's folder. Out: a station on the air that can be killed, frozen, cut from power and started
again at any instant. Only the sound (marked carts), the outputs (the street) and the alarm are stand-ins.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import soundfile
from torture.crashing_disk import CrashingDisk
from torture.marked import RATE, Press, marks
from torture.street import Street, StreetOutput
from torture.world import KilledError, Lazy, Process, World

from broadcaster.core import storage
from broadcaster.core.clock import FakeAlarm
from broadcaster.core.errors import BroadcasterError
from broadcaster.core.priority import Priority
from broadcaster.core.storage import file_hash
from broadcaster.core.units import Seconds
from broadcaster.playout.airing import AiringOptions
from broadcaster.playout.events import Event
from broadcaster.playout.job import Job
from broadcaster.playout.listener import Listener
from broadcaster.playout.player import Player
from broadcaster.playout.recorder import Recorder
from broadcaster.playout.takeover import claimed
from broadcaster.playout.turn import turn
from broadcaster.production.cart import Cart
from broadcaster.records.order import Takeover, Then
from broadcaster.records.orders import Orders, new_id
from broadcaster.records.release import Release
from broadcaster.station.air import onair, tenancy
from broadcaster.station.air.players import Key
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import Ticket, WorkerKitchen
from broadcaster.station.notices import Notices
from broadcaster.station.wiring import open_station

RESTART = 10.0
"""Seconds after which a station that ended is started again, as by systemd."""
_STATION = ("station", "worker", "backup")
FIRST_TAKEOVER = 900
"""Number of the cart of the first takeover."""
_EMERGENCY = 10.0  # seconds that a takeover is long
_COOKING = 20.0  # seconds that the worker needs for one cart


class Machine:
    """The computer."""

    def __init__(self, world: World, root: Path, *, lazy: Lazy | None = None) -> None:
        """
        Set up, switched off.

        Args:
            world: To live in.
            root: The station's folder.
            lazy: How long the station may sleep at a time.
        """
        self.world = world
        self.root = root
        self.disk = CrashingDisk(root, on_step=self._before_step)
        self.disk.on_crash = self._fail
        self.street = Street(world)
        self.press = Press(root / "audio" / "programmes")
        self.takeovers: list[int] = []
        """Numbers of the carts of the takeovers that were ordered."""
        self.said: list[str] = []
        self.refused: list[str] = []
        """Why the station did not start."""
        self._lazy = lazy
        self._on = 0
        self.released: dict[str, list[float]] = {}
        """Slot → monotonic instants at which it was released, seconds."""
        self.reboot = 5.0
        """Seconds from a power cut to the next start of the station."""

    def switch_on(self) -> None:
        """Start the station, now and whenever it ends."""
        self._on += 1
        self._start(self._on)

    def kill_station(self, *, again_in: float = RESTART) -> bool:
        """kill -9 of the station, whose worker ends with it; players live on. Whether it was running."""
        victims = [victim for name in _STATION for victim in self.world.alive(name)]
        self._on += 1
        for victim in victims:
            self.world.kill(victim)
        self.world.at(self.world.monotonic + again_in, self.switch_on)
        return bool(victims)

    def second_station(self) -> None:
        """Somebody starts the station once more, by hand."""

        def life() -> None:
            try:
                self.live()
            except BroadcasterError as error:
                self.refused.append(str(error))

        self.world.spawn("second station", life, lazy=self._lazy)

    def take_over(self, then: Then) -> None:
        """Somebody puts an emergency on the air, of marked sound."""
        orders, at = self.root / "records" / "orders", self.world.now()
        name = new_id(Takeover, at)
        cart = orders.parent / "takeovers" / f"{name}.flac"
        frames = round(_EMERGENCY * RATE)
        serial = FIRST_TAKEOVER + len(self.takeovers)
        storage.make_folder(cart.parent)
        soundfile.write(cart, marks(serial, 0, frames), RATE, format="FLAC")
        self.takeovers.append(serial)
        facts = (Priority.EMERGENCY, "Nước lên", file_hash(cart), Seconds(_EMERGENCY), "tone:beep", 1, then)
        order = Takeover(name, at, "Chủ tịch xã", "lũ về", *facts)
        Release(order.slot, cart.name, file_hash(cart), at, ((0, frames),), ()).write(cart.with_suffix(".json"))
        Orders(orders).put(order)
        self.disk.settle()

    def cut_power(self) -> None:
        """Lose all processes and all that was not synced; come back after :attr:`reboot` seconds."""
        self._on += 1
        for process in self.world.alive():
            self.world.kill(process)
        self.disk.lose(f"{self.world.monotonic}")
        self.world.at(self.world.monotonic + self.reboot, self.switch_on)

    def _before_step(self, name: str, path: Path) -> None:
        self.world.check()
        if name == "rename" and path.parent.parent.name == "releases":
            self.released.setdefault(f"{path.parent.name}/{path.stem}", []).append(self.world.monotonic)

    def _fail(self) -> None:
        """The power fails at a step of the disk."""
        for process in self.world.alive():
            process.killed = True
        self.world.at(self.world.monotonic, self.cut_power)
        raise KilledError

    def _start(self, turn_on: int) -> None:
        if turn_on == self._on and not self.world.alive("station"):
            self.world.spawn("station", lambda: self._station(turn_on), lazy=self._lazy)

    def _station(self, turn_on: int) -> None:
        try:
            self.live()
        except BroadcasterError as error:
            self.refused.append(str(error))
        self.world.at(self.world.monotonic + RESTART, lambda: self._start(turn_on))

    def live(self) -> None:
        """Be a station, as ``broadcaster run`` is."""
        station = open_station(self.root, clock=self.world.clock)
        with tenancy.sole(station):
            notices = Notices(self.said.append)
            players = WorldPlayers(self)
            live = Live(station, lambda station: station.settings.outputs)
            kitchen = WorkerKitchen(
                self.root,
                station.settings.zone,
                self.world.clock,
                lambda _: None,
                lambda: live.station.engines,
                pool=lambda: WorldExecutor(self.world, "worker"),
                recipe=self._cook,
            )
            backup = WorldExecutor(self.world, "backup")
            onair.conduct(live, players, kitchen, FakeAlarm(self.world.clock), notices, backup).run()

    def _cook(self, ticket: Ticket) -> Cart:
        self.world.sleep(_COOKING)
        return self.press.press(ticket.order)


class WorldPlayers:
    """Players that are processes of the world, each told its job in a file."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._processes: dict[Key, Process] = {}
        self._started = 0

    def start(self, job: Job) -> None:
        world = self._machine.world
        world.check()
        self._started += 1
        path = self._machine.root / "records" / "players" / f"{job.cue.slot.replace('/', '-')}-{self._started}.json"
        job.write(path)
        process = world.spawn(f"player {job.output}", lambda: self._play(Job.read(path)))
        self._processes[(job.cue.slot, job.output)] = process

    def running(self) -> frozenset[Key]:
        return frozenset(key for key, process in self._processes.items() if not (process.over or process.killed))

    def find(self, place: Key) -> bool:
        return False

    def stop(self, *, by_hand: bool = True) -> None:
        """A killed station stops nobody."""
        self._machine.world.check()
        for process in self._processes.values():
            self._machine.world.kill(process)

    def _play(self, job: Job) -> None:
        """Do as :func:`broadcaster.playout.process.air` does."""
        clock, record = self._machine.world.clock, Recorder(job, _unheard)
        with turn(job, clock, record) as ended:
            if ended is not None:
                record.finish(clock)
                return
            if not job.takeover:
                self._air(job, record)
                return
            with claimed(job, clock) as order:
                if order is not None:
                    self._air(job, Recorder(job, _unheard, order))

    def _air(self, job: Job, record: Recorder) -> None:
        world = self._machine.world
        output = StreetOutput(self._machine.street, world, job.output)
        orders = job.orders or job.asrun.parent / "orders"
        listener = Listener(orders, job.cue, job.output, world.clock, own=job.takeover)
        options = AiringOptions(job.level, job.preroll)
        player = Player(
            output,
            world.clock,
            record,
            options=options,
            on_look=lambda: listener.look(player.stop),
            listener=listener,
        )
        player.play(job.cue)
        record.finish(world.clock)


class WorldExecutor(Executor):
    """A worker that is a process of the world."""

    def __init__(self, world: World, name: str) -> None:
        self._world = world
        self._name = name
        self._process: Process | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if fn is os.getpid:  # the tests' own would be told, and be killed by it
            return future

        def work() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except KilledError:
                future.set_exception(BrokenProcessPool("killed"))
                raise
            except Exception as error:  # noqa: BLE001 - as an executor does
                future.set_exception(error)

        self._process = self._world.spawn(self._name, work)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._world.check()
        if self._process is not None:
            self._world.kill(self._process)


def _unheard(event: Event) -> None:
    """Nobody listens to the player itself."""
