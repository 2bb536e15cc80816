"""The cart of a takeover takes time to open: meanwhile a stop is heard, a stream may end, nothing sounds twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from playout.stand_ins import AT, RATE, Cart
from playout.takeover_samples import LEVEL, order_stop, order_takeover

from broadcaster.core.clock import FakeClock
from broadcaster.playout import break_in
from broadcaster.playout.break_in import BreakIn, Stream
from broadcaster.playout.cart import Cart as OpenCart
from broadcaster.playout.cart import open_cart
from broadcaster.playout.cue import Cue
from broadcaster.playout.deck import Deck
from broadcaster.playout.feed import Entry, Feed
from broadcaster.playout.listener import Listener
from broadcaster.playout.switch import Switch
from broadcaster.playout.takeover import cue_of
from broadcaster.records.claims import Claim

BLOCK = RATE // 10
STREAM = Stream(RATE, 1, 0.0, ahead=False)


class Patient(FakeClock):
    """A clock that stands still: who waits by it waits a moment of real time."""

    def sleep(self, seconds: float) -> None:
        threading.Event().wait(0.005)


class Opening:
    """A disk so slow that a cart is open only when the test says so."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.may_end = threading.Event()

    def __call__(self, cue: Cue) -> OpenCart:
        self.begun.set()
        assert self.may_end.wait(60)
        return open_cart(cue)


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    slow = Opening()
    monkeypatch.setattr(break_in, "open_cart", slow)
    yield slow
    slow.may_end.set()


class Air:
    """A programme on the air with an ear for orders on a thread of its own, fed block by block."""

    def __init__(self, folder: Path, programme: Cart, clock: FakeClock) -> None:
        self.clock = clock
        self.cart = open_cart(programme.cue)
        self.cue = programme.cue
        self.listener = Listener(folder / "orders", programme.cue, "memory:", clock)
        self.stopped = threading.Event()
        self.switch = self.stream()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self.listener.listen, args=(self._stop, self._over.is_set), daemon=True)
        self._thread.start()

    def _stop(self, reason: str) -> None:
        self.switch.stop(reason)
        self.stopped.set()

    def stream(self) -> Switch:
        """Begin a stream."""
        deck = Deck(self.cart, RATE, 1, ahead=False)
        deck.seek(0)
        self.switch = Switch(Feed(self.cue, deck, Entry(AT, 0), (AT + timedelta(hours=1), "")), RATE)
        self.listener.air.begin(self.switch, STREAM)
        return self.switch

    def heard(self, seconds: float) -> int:
        """Return how many frames of even sound, that of takeovers, are heard in so many seconds from now."""
        found = 0
        for number in range(round(seconds * 10)):
            block = self.switch(BLOCK, AT + timedelta(seconds=number / 10))
            found += 0 if block is None else int(np.isclose(block, LEVEL, atol=1e-3).sum())
        return found

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self.listener.air.end()
        self.listener.air.close()
        self.cart.close()


@contextmanager
def on_air(folder: Path, programme: Cart, clock: FakeClock) -> Iterator[Air]:
    with closing(Air(folder, programme, clock)) as air:
        yield air


def settled() -> None:
    """Wait until no thread settles who has the air."""
    for thread in threading.enumerate():
        if thread.name == "takeover":
            thread.join()


def test_a_stop_is_heard_while_a_cart_is_opened_and_wins(
    tmp_path: Path, make_cart: Callable[..., Cart], opening: Opening
) -> None:
    clock = Patient(AT)
    with on_air(tmp_path, make_cart(4.0), clock) as air:
        order = order_takeover(tmp_path, AT)
        assert opening.begun.wait(60)
        order_stop(tmp_path, AT)
        assert air.stopped.wait(60)
        opening.may_end.set()
        settled()
        assert air.heard(2.0) == 0
        air.listener.air.follow()
        assert [event.facts["what"] for event in air.listener.air.news()] == ["missed"]
        assert not Claim(tmp_path / "orders", order, "memory:").take()


def test_a_stream_that_ends_while_a_cart_is_opened_leaves_it_to_the_next(
    tmp_path: Path, make_cart: Callable[..., Cart], opening: Opening
) -> None:
    clock = Patient(AT)
    with on_air(tmp_path, make_cart(4.0), clock) as air:
        order = order_takeover(tmp_path, AT, seconds=1.0)
        assert opening.begun.wait(60)
        air.listener.air.end()
        opening.may_end.set()
        settled()
        claim = Claim(tmp_path / "orders", order, "memory:")
        assert claim.take()  # another process could play it
        claim.let_go()
        air.stream()
        assert air.heard(3.0) == pytest.approx(RATE, abs=RATE // 20)
        air.listener.air.follow()
        assert [event.facts["what"] for event in air.listener.air.news()] == ["started", "ended"]


def test_what_is_over_is_never_told_to_go_on(tmp_path: Path) -> None:
    order = order_takeover(tmp_path, AT)
    claim = Claim(tmp_path / "orders", order, "memory:")
    assert claim.take()
    one = BreakIn(order, cue_of(order, tmp_path / "orders", ()), claim, "memory:")
    one.done(AT)
    one.claimed(AT)
    progress = claim.progress()
    assert progress is not None
    assert progress.over
