"""The ear of a player: told of orders by the system where it can be, and never deaf whatever goes wrong."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from patience import eventually
from playout.stand_ins import AT, RATE, Cart, Told
from playout.takeover_samples import OnAir, on_air, order_stop, order_takeover

from broadcaster.core.clock import FakeClock
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import EventKind
from broadcaster.playout.listener import Listener

ORDERED = 8 * RATE
"""Frame of the output at which a takeover is ordered, a second into the programme."""


@pytest.fixture
def air(tmp_path: Path, clock: FakeClock, told: Told, make_cart: Callable[..., Cart]) -> OnAir:
    air = on_air(tmp_path, clock, told, make_cart(4.0))
    air.does[ORDERED] = lambda: order_takeover(air.folder, air.clock.now())
    return air


def listener(folder: Path, clock: FakeClock) -> Listener:
    return Listener(folder / "orders", Cue("s", AT, folder / "cart.wav", None, test=True), "memory:", clock)


def hears_a_stop(folder: Path, clock: FakeClock) -> bool:
    """Let a listener run, order a stop once it has waited for the first time, and return whether it was heard."""
    stopped, looks = threading.Event(), list[bool]()

    def over() -> bool:
        looks.append(True)
        return stopped.is_set()

    ear = listener(folder, clock)
    threading.Thread(target=ear.listen, args=(lambda _: stopped.set(), over), daemon=True).start()
    assert eventually(lambda: len(looks) > 1)
    order_stop(folder, clock.now())
    return stopped.wait(20)


def test_it_is_told_of_an_order_and_does_not_look_again_and_again(tmp_path: Path, clock: FakeClock) -> None:
    assert hears_a_stop(tmp_path, clock)
    assert clock.monotonic() == 0


def test_where_it_cannot_be_told_it_looks_again(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "inotify_simple", SimpleNamespace(INotify=dict, flags=None))
    assert hears_a_stop(tmp_path, clock)
    assert clock.monotonic() > 0


def test_a_stop_that_could_not_be_obeyed_is_obeyed_at_the_next_look(tmp_path: Path, clock: FakeClock) -> None:
    ear, reasons = listener(tmp_path, clock), list[str]()

    def stop(reason: str) -> None:
        reasons.append(reason)
        if len(reasons) == 1:
            raise OSError

    order_stop(tmp_path, clock.now())
    ear.look(stop)
    ear.look(stop)
    assert len(reasons) == 2


def test_a_takeover_that_nobody_could_be_set_to_is_settled_at_the_next_look(
    air: OnAir, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, failed = air.listener.air.settle, list[bool]()

    def unlucky() -> None:
        if air.listener.air.unsettled and not failed:
            failed.append(True)
            raise RuntimeError("can't start new thread")
        settle()

    monkeypatch.setattr(air.listener.air, "settle", unlucky)
    assert air.play().kind is EventKind.ENDED
    assert failed
    assert air.takeovers() == ["started", "ended"]


def test_a_cart_that_nothing_can_open_is_refused_and_told(air: OnAir, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Cue) -> None:
        raise MemoryError

    monkeypatch.setattr("broadcaster.playout.break_in.open_cart", full)
    assert air.play().kind is EventKind.ENDED
    assert air.takeovers() == ["refused"]
