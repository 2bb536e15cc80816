"""
A yard of good files, one of each kind that the program reads from its own folders, and whoever reads them.

In: a kind and a seed. Out: that file damaged, read and, where it comes to that, played: what came of it. Anything but
a refusal in Vietnamese or the sound that was released is an error.
"""

from __future__ import annotations

import random
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import FrameType

from playout.stand_ins import AT, ZONE, Cart, Told, make_cart
from playout.takeover_samples import order_takeover
from torture import hostile
from torture.marked import Press
from torture.stage import APPROVER, make_folder

from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import BroadcasterError
from broadcaster.playout.__main__ import MISUSE, main
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import FINAL
from broadcaster.playout.job import Job
from broadcaster.playout.listener import Listener
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.player import Player
from broadcaster.production.cart import Cart as Finished
from broadcaster.production.cart import CartFiles
from broadcaster.records.approvals import Approvals
from broadcaster.records.asrun import AsRun
from broadcaster.records.order import Lift, Stop
from broadcaster.records.orders import Orders, new_id
from broadcaster.records.release import Release
from broadcaster.station.desk import gate
from broadcaster.station.wiring import open_station

PATIENCE = 60.0
"""Seconds after which reading one file hangs."""

_VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)

READ, REFUSED, HEARD, SILENT = "read", "refused", "heard", "silent"


@dataclass(frozen=True)
class Trial:
    """What came of one damaged file."""

    kind: str
    seed: int
    what: str
    """File, pipe, folder or link."""
    result: str
    """One of READ, REFUSED, HEARD, SILENT."""
    wrong: str = ""
    """What must not be; empty where all is well."""


class Yard:
    """Good files, and their readers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.cart: Cart = make_cart(root, 0.3)
        self._good_release = self.cart.release.read_bytes()
        self._good_cart = self.cart.path.read_bytes()
        self._make_station()
        self._make_orders()
        self.kinds: dict[str, Callable[[random.Random], tuple[str, str]]] = {
            "order": self._order,
            "cart": self._sound,
            "cue sheet": self._cue_sheet,
            "release": self._release,
            "job": self._job,
            "as-run ledger": lambda chance: self._ledger("asrun", chance),
            "approvals ledger": lambda chance: self._ledger("approvals", chance),
            "claim": self._claim,
        }

    def try_one(self, seed: int) -> Trial:
        """Damage one file, by *seed*, and see what comes of it."""
        chance = random.Random(seed)
        kind = chance.choice(list(self.kinds))
        try:
            with _in_time():
                what, result = self.kinds[kind](chance)
        except _HangError:
            return Trial(kind, seed, "", "", "hangs")
        except AssertionError as error:
            return Trial(kind, seed, "", "", str(error))
        except Exception as error:  # noqa: BLE001 - exactly what must not be
            return Trial(kind, seed, "", "", f"{type(error).__name__}: {error}"[:300])
        return Trial(kind, seed, what, result)

    def _make_station(self) -> None:
        root = self.root / "station"
        make_folder(root, "Asia/Ho_Chi_Minh", {"chieu": ("17:00", "start")})
        self._clock = FakeClock(AT - timedelta(hours=1))
        station = open_station(root, clock=self._clock)
        for script in station.newsroom.news().scripts:
            station.newsroom.approve(script, by=APPROVER, at=AT - timedelta(days=1))
        self._news = station.newsroom.news()
        order = station.studio.order(station.plan(AT.date(), self._news).slots[0], self._news)
        finished = Press(root / "programmes", spoken=0.5).press(order)
        self._sheet = CartFiles.of(root / "programmes", order.slot).cue_sheet
        self._good_sheet = self._sheet.read_bytes()
        facts = {"slot": order.slot, "items": list(finished.items), "cart_hash": finished.flac_hash}
        ledger = AsRun(root / "records" / "asrun")
        for event in ("released", "armed", "started", "ended"):
            ledger.append(event, AT, **facts, output="memory:")
        self._ledgers = {}
        for name in ("asrun", "approvals"):
            path = next((root / "records" / name).glob("*.jsonl"))
            self._ledgers[name] = path, path.read_bytes()
        self._job_path = root / "job.json"
        Job(self.cart.cue, "memory:", root / "records" / "asrun", ZONE).write(self._job_path)
        self._good_job = self._job_path.read_bytes()

    def _make_orders(self) -> None:
        self._orders = self.root / "live" / "orders"
        stop = Stop(new_id(Stop, AT), AT - timedelta(seconds=5), "Trực đài", "thử")
        lift = Lift(new_id(Lift, AT), AT - timedelta(seconds=4), "Trực đài", "thử", (stop.id,))
        orders = Orders(self._orders)
        orders.put(stop)
        orders.put(lift)
        self._takeover = order_takeover(self.root / "live", AT - timedelta(seconds=3), seconds=0.2)
        self._good_orders = [(path, path.read_bytes()) for path in sorted(self._orders.glob("*.json"))]
        for path, _ in self._good_orders:
            path.unlink()

    def _play(self, cue: Cue, *, orders: Path | None = None) -> MemoryOutput:
        """Play *cue* as a player does, and hold every event to be fit for the log."""
        clock, told = FakeClock(AT - timedelta(seconds=8)), Told()
        output = MemoryOutput(clock)
        listener = Listener(orders, cue, output.url, clock) if orders else None
        player = Player(output, clock, told, listener=listener)
        if listener is not None:
            player = Player(output, clock, told, listener=listener, on_look=lambda: listener.look(player.stop))
        player.play(cue)
        finals = [event.kind for event in told.events if event.kind in FINAL]
        assert len(finals) == 1, f"ended {len(finals)} times"
        for event in told.events:
            assert not event.reason or _VIETNAMESE.search(event.reason), f"not Vietnamese: {event.reason}"
        return output

    def _order(self, chance: random.Random) -> tuple[str, str]:
        path, good = chance.choice(self._good_orders)
        name = path if chance.random() < 0.9 else path.with_name(chance.choice(["a.json", "….json", "-stop-.json"]))
        what = hostile.put(name, good, chance)
        try:
            orders = Orders(self._orders)
            orders.all(), orders.blocked(AT), orders.takeovers()
            for problem in orders.refused():
                assert _VIETNAMESE.search(str(problem)), f"not Vietnamese: {problem}"
            if what != "file" and orders.all():
                raise AssertionError(f"a {what} was obeyed")
            output = self._play(self.cart.cue, orders=self._orders)
            most = len(self.cart.samples) + round(0.2 * 48_000) * 3
            assert output.loud_frames <= most, "more sound than was ordered"
            return what, HEARD if output.loud_frames else SILENT
        finally:
            hostile.clear(name)
            for claim in (self._orders / "claims").glob("*"):
                claim.unlink()

    def _claim(self, chance: random.Random) -> tuple[str, str]:
        path = self._orders / f"{self._takeover.id}.json"
        path.write_bytes(dict(self._good_orders)[path])
        self._play(self.cart.cue, orders=self._orders)
        claim = next((self._orders / "claims").glob("*.json"))
        what = hostile.put(claim, claim.read_bytes(), chance)
        try:
            output = self._play(self.cart.cue, orders=self._orders)
            return what, HEARD if output.loud_frames else SILENT
        finally:
            hostile.clear(claim)
            claim.with_suffix(".over").unlink(missing_ok=True)
            hostile.clear(path)

    def _sound(self, chance: random.Random) -> tuple[str, str]:
        path = self.root / "damaged" / self.cart.path.name
        what = hostile.put(path, self._good_cart, chance)
        same = what == "file" and path.read_bytes() == self._good_cart
        loud = self._play(replace(self.cart.cue, cart=path)).loud_frames
        assert loud == (len(self.cart.samples) if same else 0), "a changed cart was heard"
        if what == "file":
            self._play(replace(self.cart.cue, cart=path, release=None, test=True))
        return what, HEARD if loud else SILENT

    def _release(self, chance: random.Random) -> tuple[str, str]:
        path = self.root / "damaged" / "release.json"
        what = hostile.put(path, self._good_release, chance)
        loud = self._play(replace(self.cart.cue, release=path)).loud_frames
        if loud:  # only what is not asked for may differ: layout, the list of approvals, a shorter stretch
            read, good = Release.read(path), Release.read(self.cart.release)
            assert replace(read, keep=good.keep, approvals=()) == good, "heard by another release"
            assert loud <= sum(stop - start for start, stop in read.keep)
        return what, HEARD if loud else SILENT

    def _cue_sheet(self, chance: random.Random) -> tuple[str, str]:
        what = hostile.put(self._sheet, self._good_sheet, chance)
        try:
            cart = Finished.read(self._sheet)
            passed = gate.ask(cart, self._news, AT.date())
            tuple(cart.items), tuple(cart.voices), float(cart.seconds)
            assert all(0 <= start < stop <= cart.frames for start, stop in passed.keep), "stretches outside the cart"
        except BroadcasterError as error:
            return what, _refusal(error)
        return what, READ

    def _job(self, chance: random.Random) -> tuple[str, str]:
        what = hostile.put(self._job_path, self._good_job, chance)
        try:
            job = Job.read(self._job_path)
        except BroadcasterError as error:
            if chance.random() < 0.1:
                assert main([str(self._job_path)]) == MISUSE
            return what, _refusal(error)
        loud = self._play(job.cue).loud_frames if abs(job.cue.at - AT) < timedelta(hours=1) else 0
        assert loud <= len(self.cart.samples), "more sound than was released"
        return what, HEARD if loud else SILENT

    def _ledger(self, name: str, chance: random.Random) -> tuple[str, str]:
        path, good = self._ledgers[name]
        what = hostile.put(path, good, chance)
        steps: list[Callable[[], object]] = [AsRun(path.parent).lines, lambda: AsRun(path.parent).of_day(AT.date())]
        steps += [lambda: AsRun(path.parent).append("test", AT, what="armed"), AsRun(path.parent).verify]
        if name == "approvals":
            ledger = Approvals(path.parent)
            steps = [ledger.latest, ledger.verify]
        results = set()
        try:
            for step in steps:
                try:
                    step()
                    results.add(READ)
                except BroadcasterError as error:
                    results.add(_refusal(error))
        finally:
            hostile.clear(path)
        return what, REFUSED if REFUSED in results else READ


class _HangError(Exception):
    """Somebody waits for ever."""


@contextmanager
def _in_time() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise _HangError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _refusal(error: BroadcasterError) -> str:
    assert _VIETNAMESE.search(str(error)), f"not Vietnamese: {error}"
    return REFUSED
