"""
Twelve days of bad luck: every slot of a station, and eight or nine faults around each.

In: a seed. Out: the slots with what struck them and what became of them on each output; the same for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from torture.court import Tried, judge
from torture.faults import KINDS, Kind, Scene
from torture.stage import CARD, NETWORK, set_up
from torture.texts import Editor
from torture.verdict import outcome
from torture.world import World

from broadcaster.programme.calendar import instant

DAYS = 12
OUTPUTS = (CARD, NETWORK)
SLOTS = {"dem": ("2:30", "join"), "sang": ("5:30", "start"), "chieu": ("17:00", "skip")}
SETTINGS = (
    ("Asia/Ho_Chi_Minh", date(2025, 9, 24)),
    ("Asia/Ho_Chi_Minh", date(2025, 12, 26)),
    ("Europe/Berlin", date(2026, 10, 19)),
    ("Europe/Berlin", date(2026, 3, 23)),
)
"""Zone and first day: an ordinary time, the end of a year, clocks put back, clocks put forward."""

_BEFORE, _AFTER = 2_700.0, 6_000.0  # seconds around a slot in which faults strike and are mended
_CALM = 0.06  # share of slots that nothing happens to
_PLAIN = 0.25  # share of slots that only one kind of fault happens to


@dataclass
class Campaign:
    """A station's twelve days."""

    seed: int
    tried: list[Tried] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many faults struck."""
        return sum(len(tried.struck) for tried in self.tried)


def run(seed: int, root: Path, patch: pytest.MonkeyPatch, *, days: int = DAYS) -> Campaign:
    """Live through the campaign of that *seed* in the empty folder *root*."""
    chance = random.Random(seed)
    zone_name, first = SETTINGS[seed % len(SETTINGS)]
    zone = ZoneInfo(zone_name)
    plan = list(_slots(first, days, zone))
    start = datetime.combine(first, time(0, 5), zone)
    lazy = _Lazy([at for _, at in plan])
    machine = set_up(root, start, zone_name, SLOTS, patch, lazy)
    lazy.world = machine.world
    editor = Editor(machine)
    campaign = Campaign(seed)
    machine.switch_on()
    for slot, at in plan:
        tried = Tried(slot, at, _until(machine.world, at))
        campaign.tried.append(tried)
        scene = Scene(machine, editor, slot, at, chance)
        machine.world.run(_until(machine.world, at) - _BEFORE)
        _let_loose(scene, tried)
        while (left := _until(machine.world, at) + scene.error + _AFTER - machine.world.monotonic) > 0:
            machine.world.run(machine.world.monotonic + min(left, 60.0))
        _set_right(scene)
        tried.over = machine.world.monotonic
    machine.world.run(machine.world.monotonic + 36 * 3_600)
    machine.world.end()
    for tried in campaign.tried:
        span = (tried.due - _BEFORE, tried.over)
        tried.outcomes = [outcome(machine, tried.slot, output, span) for output in OUTPUTS]
    campaign.problems = judge(machine, editor, campaign.tried)
    return campaign


def _slots(first: date, days: int, zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    for number in range(days):
        day = first + timedelta(days=number)
        for name, (hour, _) in SLOTS.items():
            at = instant(day, time.fromisoformat(hour.zfill(5)), zone)
            if at is not None:  # an hour that the zone skips
                yield f"{day}/{at:%H%M}-{name}", at


def _until(world: World, at: datetime) -> float:
    """Return the monotonic instant at which a right clock says *at*."""
    return world.monotonic + (at.astimezone(UTC) - world.now().astimezone(UTC)).total_seconds()


def _let_loose(scene: Scene, tried: Tried) -> None:
    """Choose what strikes the slot, and when."""
    chance, world = scene.chance, scene.machine.world
    draw = chance.random()
    if draw < _CALM:
        return
    kinds = [chance.choice(KINDS)] if draw < _CALM + _PLAIN else [chance.choice(KINDS) for _ in range(4)]
    for kind in (chance.choice(kinds) for _ in range(chance.randint(10, 13))):
        after = chance.uniform(*chance.choice(kind.when))

        def strike(kind: Kind = kind, after: float = after) -> None:
            if kind.strike(scene):
                tried.struck.append((kind, after))

        world.at(_until(world, scene.at) + after, strike)


def _set_right(scene: Scene) -> None:
    """Mend whatever is still broken, and see that the station runs."""
    machine = scene.machine
    machine.disk.full = machine.disk.read_only = False
    machine.disk.crash_at = 0
    machine.street.down.clear()
    scene.set_clock(0)
    for repair in scene.repairs:
        repair()
    scene.editor.restore()


class _Lazy:
    """Lets the station sleep long where nothing can happen soon."""

    def __init__(self, instants: list[datetime]) -> None:
        self._instants = [at.timestamp() for at in instants]
        self.world: World | None = None

    def __call__(self, wanted: float) -> float:
        world = self.world
        if world is None or world.alive("player") or world.alive("worker"):
            return wanted
        now = world.now().timestamp()
        ahead = min((at - now for at in self._instants if at > now - 400), default=1e9)
        if ahead < 80:
            return max(wanted, 1.0)
        return max(wanted, min(ahead - 80, 60.0 if ahead < _BEFORE else 1_800.0))
