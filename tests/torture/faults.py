"""
What goes wrong: each kind of fault, when it strikes, and which gaps in the day it may be the reason of.

In: the scene of one slot. Out: a fault struck, or None where there was nothing to strike.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import soundfile
from torture.machine import Machine
from torture.marked import RATE, marks
from torture.stage import CARD, NETWORK, SCRIPTS
from torture.texts import Editor

from broadcaster.core.errors import Problem, Severity
from broadcaster.production.cart import CartFiles
from broadcaster.records.asrun import AsRun
from broadcaster.records.order import Then
from broadcaster.records.orders import Orders
from broadcaster.station.air import stopping
from broadcaster.station.setup.folder import Folder

FOREIGN = 1_023
"""Number of a cart that nobody released."""

BROKEN = b"\n# broken\n"
"""At the end of a settings file that is."""

EARLY, LAST, ON_AIR = (-2_400.0, -60.0), (-60.0, -0.5), (-0.5, 60.0)
"""When a fault strikes: seconds from the slot's instant."""


@dataclass
class Scene:
    """One slot, and all that faults can get hold of."""

    machine: Machine
    editor: Editor
    slot: str
    at: datetime
    chance: random.Random
    error: float = 0.0
    """Seconds by which the machine's clock is wrong now."""
    slept: float = 0.0
    """Seconds for which the machine was suspended."""
    repairs: list[Callable[[], None]] = field(default_factory=list)
    """What sets the scene right again when the slot is long over."""

    @property
    def root(self) -> Path:
        return self.machine.root

    def later(self, seconds: float, repair: Callable[[], None]) -> None:
        """Have *repair* done after so long."""
        self.machine.world.at(self.machine.world.monotonic + seconds, repair)

    def some(self, low: float, high: float) -> float:
        """Return a length, short ones as likely as long ones; seconds."""
        return float(low * (high / low) ** self.chance.random())

    def set_clock(self, seconds: float) -> None:
        """Set the machine's clock wrong by so much."""
        self.machine.world.step(seconds - self.error)
        self.error = seconds

    def damage(self, path: Path, data: bytes | None) -> bool:
        """Put other bytes into a file, or remove it; whether it was there."""
        if not path.is_file():
            return False
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)
        self.editor.changed(path) if data is not None else self.machine.disk.store(path)
        return True


Strike = Callable[[Scene], bool]


@dataclass(frozen=True)
class Kind:
    """One kind of fault."""

    name: str
    strike: Strike
    """Does it; whether there was anything to hit."""
    when: tuple[tuple[float, float], ...] = (EARLY, LAST, ON_AIR)
    """Spans in which it may strike."""
    harmless: bool = False
    """Whether a slot with no other fault must be heard whole and on time on every output."""


def _player_killed(scene: Scene) -> bool:
    players = scene.machine.world.alive("player")
    if players:
        scene.machine.world.kill(scene.chance.choice(players))
    return bool(players)


def _station_killed(scene: Scene) -> bool:
    return scene.machine.kill_station(again_in=scene.some(1, 90))


def _power_cut(scene: Scene) -> bool:
    scene.machine.reboot = scene.some(3, 200)
    scene.machine.cut_power()
    return True


def _power_cut_while_writing(scene: Scene) -> bool:
    disk = scene.machine.disk
    scene.machine.reboot = scene.some(3, 60)
    disk.crash_at, disk.crash_after = disk.steps + scene.chance.randint(1, 40), scene.chance.random() < 0.5
    return True


def _worker_killed(scene: Scene) -> bool:
    """Have a cart made anew, and kill who makes it."""
    scene.damage(_files(scene).flac, None)

    def wait(tries: int) -> None:
        workers = scene.machine.world.alive("worker")
        if workers:
            scene.machine.world.kill(workers[0])
        elif tries:
            scene.later(3, lambda: wait(tries - 1))

    wait(30)
    return True


def _frozen(prefix: str) -> Strike:
    def strike(scene: Scene) -> bool:
        found = scene.machine.world.alive(prefix)
        if found:
            scene.machine.world.freeze(scene.chance.choice(found), scene.some(1, 90))
        return bool(found)

    return strike


def _clock_set(seconds: float, longest: float) -> Strike:
    def strike(scene: Scene) -> bool:
        scene.set_clock(scene.chance.choice([seconds, -seconds]))
        scene.later(scene.some(20, longest), lambda: scene.set_clock(0))
        return True

    return strike


def _suspended(scene: Scene) -> bool:
    asleep = scene.some(20, 2_400)
    if scene.slept + asleep > 3_600:  # the next slot is another story
        return False
    scene.slept += asleep
    scene.machine.world.step(asleep)
    return True


def _output_down(output: str, longest: float) -> Strike:
    def strike(scene: Scene) -> bool:
        down = scene.machine.street.down
        down.add(output)
        scene.later(scene.some(2, longest), lambda: down.discard(output))
        return True

    return strike


def _disk_full(scene: Scene) -> bool:
    disk = scene.machine.disk
    disk.full = True
    scene.later(scene.some(5, 600), lambda: setattr(disk, "full", False))
    return True


def _disk_locked(scene: Scene) -> bool:
    disk = scene.machine.disk
    disk.read_only = True
    scene.later(scene.some(5, 300), lambda: setattr(disk, "read_only", False))
    return True


def _cart_cut_off(scene: Scene) -> bool:
    path = _files(scene).flac
    return path.is_file() and scene.damage(path, path.read_bytes()[: scene.chance.randint(0, path.stat().st_size - 1)])


def _cart_replaced(scene: Scene) -> bool:
    path = _files(scene).flac
    if path.is_file():
        soundfile.write(path, marks(FOREIGN, 0, 60 * RATE), RATE, format="FLAC")
        scene.editor.changed(path)
    return path.is_file()


def _cart_removed(scene: Scene) -> bool:
    return scene.damage(_files(scene).flac, None)


def _cue_sheet_damaged(scene: Scene) -> bool:
    path = _files(scene).cue_sheet
    return path.is_file() and scene.damage(path, path.read_bytes()[: scene.chance.randint(0, 400)])


def _release_damaged(scene: Scene) -> bool:
    path = scene.root / "records" / "releases" / f"{scene.slot}.json"
    return path.is_file() and scene.damage(path, path.read_bytes()[: scene.chance.randint(0, 200)])


def _settings_broken(scene: Scene) -> bool:
    path = scene.root / "schedule.yaml"
    whole = path.read_bytes()
    if BROKEN in whole:
        return False

    def mend() -> None:
        path.write_bytes(whole)
        scene.editor.changed(path)

    broken = scene.chance.choice([b"slots: [", whole.replace(b"late:", b"latte:"), whole[: len(whole) // 2]])
    path.write_bytes(broken + BROKEN)
    scene.editor.changed(path)
    scene.repairs.append(mend)
    scene.later(scene.some(20, 1_800), mend)
    return True


def _torn(ledger: str) -> Strike:
    def strike(scene: Scene) -> bool:
        files = sorted((scene.root / "records" / ledger).glob("*.jsonl"))
        with files[-1].open("ab") as stream:
            stream.write(b'{"at":"2025-10-01T05:30:00.000+07:00","event":"star'[: scene.chance.randint(1, 50)])
        scene.machine.disk.store(files[-1])
        return True

    return strike


def _tampered(ledger: str) -> Strike:
    """Change one letter of a line long past, and put it right again a while later."""

    def strike(scene: Scene) -> bool:
        path = min((scene.root / "records" / ledger).glob("*.jsonl"), default=None)
        place = path.read_bytes().find(b'"event"') + 2 if path else 0
        if path is None or place < 2 or not _turn(scene, path, place, b"v", b"w"):
            return False

        def mend() -> None:
            _turn(scene, path, place, b"w", b"v")

        scene.repairs.append(mend)
        scene.later(scene.some(10, 600), mend)
        return True

    return strike


def _turn(scene: Scene, path: Path, place: int, old: bytes, new: bytes) -> bool:
    with path.open("r+b") as stream:
        stream.seek(place)
        if stream.read(1) != old:
            return False
        stream.seek(place)
        stream.write(new)
    scene.machine.disk.store(path)
    return True


def _second_station(scene: Scene) -> bool:
    if not scene.machine.world.alive("station"):
        return False
    scene.machine.second_station()
    return True


def _text_edited(scene: Scene) -> bool:
    scene.editor.edit(scene.chance.choice(list(SCRIPTS)), approve=False)
    return True


def _text_edited_and_approved(scene: Scene) -> bool:
    disk, settings = scene.machine.disk, scene.root / "schedule.yaml"
    lost = disk.full or disk.read_only or disk.crash_at or _broken(scene.editor.ledger.verify())
    if lost or _lexicon(scene).exists() or BROKEN in settings.read_bytes():
        return False
    scene.editor.edit(scene.chance.choice(list(SCRIPTS)), approve=True)
    return True


def _text_spoilt(scene: Scene) -> bool:
    scene.editor.spoil(scene.chance.choice(list(SCRIPTS)))
    return True


def _lexicon(scene: Scene) -> Path:
    """Return the station's lexicon; there is one only while it is broken."""
    return scene.root / "scripts_content" / "lexicon.yaml"


def _lexicon_broken(scene: Scene) -> bool:
    path = _lexicon(scene)
    if path.exists():
        return False
    path.write_text("a: [\n", "utf-8")
    scene.editor.changed(path)

    def mend() -> None:
        path.unlink(missing_ok=True)
        scene.machine.disk.store(path)

    scene.repairs.append(mend)
    scene.later(scene.some(10, 1_200), mend)
    return True


def _stopped(scene: Scene) -> bool:
    """Somebody says stop, and somebody lifts it later."""
    folder, clock = Folder(scene.root), scene.machine.world.clock
    if not _log_is_open(scene) or Orders(folder.orders).standing(clock.now()):
        return False
    stopping.stop(folder, clock, by="Trực đài", reason="nghe tiếng lạ")

    def lift() -> None:
        if not _log_is_open(scene):
            scene.later(30, lift)
        else:
            stopping.lift(folder, clock, by="Trực đài", reason="đã kiểm tra")

    scene.later(scene.some(5, 900), lift)
    return True


def _taken_over(scene: Scene) -> bool:
    """An emergency of ten seconds is put on the air."""
    if not _log_is_open(scene):
        return False
    scene.machine.take_over(scene.chance.choice(list(Then)))
    return True


def _log_is_open(scene: Scene) -> bool:
    """Return whether a person can give an order now: the disk takes it, and the ledger can be read."""
    disk = scene.machine.disk
    ledger = AsRun(scene.root / "records" / "asrun")
    return not (disk.full or disk.read_only or disk.crash_at or _broken(ledger.verify()))


def _broken(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _files(scene: Scene) -> CartFiles:
    return CartFiles.of(scene.machine.press.programmes, scene.slot)


KINDS = (
    Kind("player killed", _player_killed, ((-8, -0.5), ON_AIR)),
    Kind("player frozen", _frozen("player"), ((-8, -0.5), ON_AIR)),
    Kind("station killed", _station_killed),
    Kind("station frozen", _frozen("station")),
    Kind("worker killed", _worker_killed, (EARLY,)),
    Kind("second station", _second_station, harmless=True),
    Kind("power cut", _power_cut),
    Kind("power cut while writing", _power_cut_while_writing, (EARLY, LAST)),
    Kind("disk full", _disk_full),
    Kind("disk read-only", _disk_locked),
    Kind("clock ±30 s", _clock_set(30, 600)),
    Kind("clock ±1 h", _clock_set(3_600, 3_600)),
    Kind("suspend", _suspended),
    Kind("sound card lost", _output_down(CARD, 100)),
    Kind("stream server down", _output_down(NETWORK, 600)),
    Kind("cart truncated", _cart_cut_off),
    Kind("cart replaced", _cart_replaced),
    Kind("cart removed", _cart_removed),
    Kind("cue sheet damaged", _cue_sheet_damaged),
    Kind("release damaged", _release_damaged, ((-9, -7), ON_AIR)),
    Kind("settings broken", _settings_broken),
    Kind("as-run ledger torn", _torn("asrun"), harmless=True),
    Kind("approvals ledger torn", _torn("approvals"), harmless=True),
    Kind("as-run ledger tampered", _tampered("asrun")),
    Kind("approvals ledger tampered", _tampered("approvals")),
    Kind("text edited", _text_edited),
    Kind("text edited and approved", _text_edited_and_approved),
    Kind("text spoilt", _text_spoilt),
    Kind("lexicon broken", _lexicon_broken),
    Kind("stop, lifted later", _stopped),
    Kind("takeover", _taken_over),
)
