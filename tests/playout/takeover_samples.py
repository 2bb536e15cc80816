"""Takeovers on disk, and a player that hears orders on a clock that jumps."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import soundfile
from playout.stand_ins import RATE, Cart, Told

from broadcaster.core.audio import Samples
from broadcaster.core.clock import FakeClock
from broadcaster.core.priority import Priority
from broadcaster.core.storage import file_hash
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import Event
from broadcaster.playout.listener import Listener
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.player import Player
from broadcaster.records.order import Lift, Stop, Takeover, Then
from broadcaster.records.orders import Orders, new_id
from broadcaster.records.release import Release

LEVEL = 0.05
"""Of the sound of takeovers: no frame of a programme is as soft, so that the two are told apart."""


def order_takeover(
    folder: Path,
    at: datetime,
    *,
    seconds: float = 1.0,
    priority: Priority = Priority.EMERGENCY,
    then: Then = Then.JOIN,
    level: float = LEVEL,
) -> Takeover:
    """Order a takeover of even sound."""
    name = new_id(Takeover, at)
    path = folder / "takeovers" / f"{name}.flac"
    path.parent.mkdir(parents=True, exist_ok=True)
    frames = round(seconds * RATE)
    soundfile.write(path, np.full((frames, 1), level), RATE)
    digest = file_hash(path)
    voice = "espeak:vi"
    order = Takeover(name, at, "Chủ tịch xã", "lũ về", priority, "Nước lên", digest, Seconds(seconds), voice, 1, then)
    Release(order.slot, path.name, digest, at, ((0, frames),), ()).write(path.with_suffix(".json"))
    Orders(folder / "orders").put(order)
    return order


def order_stop(folder: Path, at: datetime) -> Stop:
    order = Stop(new_id(Stop, at), at, "Trực đài", "nghe tiếng lạ")
    Orders(folder / "orders").put(order)
    return order


def order_release(folder: Path, at: datetime, *stops: Stop) -> None:
    Orders(folder / "orders").put(
        Lift(new_id(Lift, at), at, "Lãnh đạo", "đã kiểm tra", tuple(each.id for each in stops))
    )


@dataclass
class OnAir:
    """A player with an ear for orders, playing into memory."""

    folder: Path
    clock: FakeClock
    told: Told
    cue: Cue
    block: float = 0.1
    yields: bool = False
    url: str = "memory:"
    does: dict[int, object] = field(default_factory=dict)
    """Frames given out → what is to be done then, once."""

    def __post_init__(self) -> None:
        self.output = MemoryOutput(self.clock, self.url, block=self.block)
        self.listener = Listener(self.folder / "orders", self.cue, self.output.url, self.clock, yields=self.yields)
        self.player = Player(self.output, self.clock, self.told, on_look=self._look, listener=self.listener)

    def play(self) -> Event:
        return self.player.play(self.cue)

    def _look(self) -> None:
        for frame in [frame for frame in self.does if frame <= self.output.frames]:
            self.does.pop(frame)()  # type: ignore[operator]
        self.listener.look(self.player.stop)

    @property
    def heard(self) -> Samples:
        return self.output.heard().samples[:, 0]

    def takeovers(self) -> list[str]:
        return [event.facts["what"] for event in self.told.events if event.kind.value == "takeover"]


def on_air(folder: Path, clock: FakeClock, told: Told, cart: Cart, **more: object) -> OnAir:
    return OnAir(folder, clock, told, cart.cue, **more)  # type: ignore[arg-type]
