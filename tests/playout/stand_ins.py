"""What the playout tests share: an hour, carts on disk with their releases, a listener to events."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import soundfile

from broadcaster.core.hours import LatePolicy
from broadcaster.core.storage import file_hash
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import Event
from broadcaster.records.release import Release

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2025, 10, 1, 17, 0, tzinfo=ZONE)
RATE = 48_000


@dataclass
class Told:
    """Keeps the events it is told."""

    events: list[Event] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    @property
    def kinds(self) -> list[str]:
        return [event.kind.value for event in self.events]


def ramp(seconds: float, rate: int = RATE, channels: int = 1) -> np.ndarray:
    """Noise whose every frame is unlike any other and never silent: a position is found by its value."""
    frames = round(seconds * rate)
    noise = np.random.default_rng(1).integers(4_000, 20_000, (frames, channels))
    return (noise / 32_768).astype(np.float32)


@dataclass
class Cart:
    """A cart on disk with its release and a cue for it."""

    path: Path
    samples: np.ndarray
    release: Path
    cue: Cue

    def released(self, **changes: object) -> None:
        """Write the release anew with other facts."""
        replace(Release.read(self.release), **changes).write(self.release)

    def cut_short(self) -> None:
        """Cut the file to half its bytes and release what is left, as if a broken tool had made it."""
        self.path.write_bytes(self.path.read_bytes()[: self.path.stat().st_size // 2])
        self.released(cart_hash=file_hash(self.path))


def make_cart(folder: Path, seconds: float = 2.0, *, rate: int = RATE, channels: int = 1, **cue: object) -> Cart:
    """Make a cart of noise in *folder*, released as a whole; keywords are those of a cue."""
    path, permit = folder / "1700-chieu.flac", folder / "release.json"
    samples = ramp(seconds, rate, channels)
    soundfile.write(path, samples, rate)
    slot = "2025-10-01/1700-chieu"
    Release(slot, path.name, file_hash(path), AT, ((0, len(samples)),), ()).write(permit)
    return Cart(path, samples, permit, Cue(slot, AT, path, permit, **cue))  # type: ignore[arg-type]


def late_cue(cart: Cart, policy: LatePolicy, grace: float) -> Cue:
    return replace(cart.cue, late=policy, grace=Seconds(grace))
