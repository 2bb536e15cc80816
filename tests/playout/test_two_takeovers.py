"""Takeovers that come close together, each in a player of its own; a stop that comes while one is coming in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from playout.stand_ins import AT, RATE
from playout.takeover_samples import order_takeover

from broadcaster.core.audio import Samples
from broadcaster.core.clock import FakeClock
from broadcaster.core.priority import Priority
from broadcaster.playout.break_in import Stream
from broadcaster.playout.cart import open_cart
from broadcaster.playout.deck import Deck
from broadcaster.playout.feed import Entry, Feed
from broadcaster.playout.listener import Listener
from broadcaster.playout.switch import Switch
from broadcaster.playout.takeover import cue_of
from broadcaster.records.claims import Claim
from broadcaster.records.order import Takeover, Then

BLOCK = RATE // 10


@dataclass
class Process:
    """What a player process that plays one takeover is made of, fed block by block."""

    feed: Feed
    switch: Switch
    listener: Listener
    heard: int = 0
    """Frames that sounded."""

    def step(self, clock: FakeClock) -> None:
        self.listener.look(self.switch.stop)
        block = self.switch(BLOCK, clock.now())
        self.heard += 0 if block is None else int((np.abs(block) > 0.01).sum())


@contextmanager
def process(folder: Path, order: Takeover, clock: FakeClock) -> Iterator[Process]:
    cue, claim = cue_of(order, folder / "orders", ()), Claim(folder / "orders", order, "memory:")
    assert claim.take()
    claim.tell(clock.now() + timedelta(seconds=order.seconds), over=False)
    with open_cart(cue) as cart, closing(Deck(cart, RATE, 1, ahead=False)) as deck:
        deck.seek(0)
        feed = Feed(cue, deck, Entry(order.at, 0), (order.at + timedelta(seconds=200), ""))
        listener = Listener(folder / "orders", cue, "memory:", clock, own=order.id)
        yield Process(feed, Switch(feed, RATE), listener)
        listener.air.close()
    claim.let_go()


@pytest.mark.parametrize("older_begins_first", [True, False])
@pytest.mark.parametrize(
    ("first", "second", "newer_wins"),
    [
        (Priority.EMERGENCY, Priority.EMERGENCY, True),
        (Priority.PRIORITY, Priority.EMERGENCY, True),
        (Priority.EMERGENCY, Priority.PRIORITY, False),
    ],
)
def test_of_two_takeovers_in_two_players_one_is_heard_whole(
    tmp_path: Path, first: Priority, second: Priority, newer_wins: bool, older_begins_first: bool
) -> None:
    clock = FakeClock(AT)
    older = order_takeover(tmp_path, clock.now(), seconds=4.0, priority=first)
    clock.sleep(1)
    newer = order_takeover(tmp_path, clock.now(), seconds=4.0, priority=second)
    with process(tmp_path, older, clock) as one, process(tmp_path, newer, clock) as two:
        for each in (one, two):
            each.listener.look(each.switch.stop)
        for each in (one, two) if older_begins_first else (two, one):
            each.listener.air.begin(each.switch, Stream(RATE, 1, 0.0, ahead=False))
        for _ in range(100):
            one.step(clock)
            two.step(clock)
            clock.sleep(0.1)
        winner, loser = (two, one) if newer_wins else (one, two)
        assert winner.heard == 4 * RATE
        assert loser.heard < RATE // 10
        assert winner.feed.over is not None
        assert loser.feed.over is not None


class StoppedInBetween(Switch):
    """A switch that another thread stops at the worst moment: what had the air falls, the new guest has it not yet."""

    def _falling(self, edge: int, heard: datetime, reason: str) -> Samples:
        self.stop("STOP")
        return super()._falling(edge, heard, reason)


def test_a_stop_that_comes_while_a_takeover_is_coming_in_silences_it(tmp_path: Path) -> None:
    clock = FakeClock(AT)
    first = order_takeover(tmp_path, clock.now(), seconds=10.0)
    second = order_takeover(tmp_path, clock.now(), seconds=10.0)
    with process(tmp_path, first, clock) as one, process(tmp_path, second, clock) as two:
        switch = StoppedInBetween(one.feed, RATE)
        assert switch(BLOCK, clock.now()) is not None
        switch.take(two.feed, Then.JOIN, "")
        sounding = []
        for _ in range(50):
            clock.sleep(0.1)
            block = switch(BLOCK, clock.now())
            sounding.append(0 if block is None else int((np.abs(block) > 0.01).sum()))
        assert sum(sounding) <= BLOCK
        assert not any(sounding[1:])


def test_of_two_that_come_between_two_blocks_the_first_is_told_to_be_over(tmp_path: Path) -> None:
    clock = FakeClock(AT)
    orders = [order_takeover(tmp_path, clock.now(), seconds=2.0) for _ in range(3)]
    with ExitStack() as stack:
        one, two, three = (stack.enter_context(process(tmp_path, order, clock)) for order in orders)
        switch = Switch(one.feed, RATE)
        assert switch(BLOCK, clock.now()) is not None
        switch.take(two.feed, Then.JOIN, "nhường")
        switch.take(three.feed, Then.JOIN, "nhường")
        for _ in range(40):
            clock.sleep(0.1)
            switch(BLOCK, clock.now())
        assert two.feed.started is None
        assert two.feed.refused == "nhường"
        assert three.feed.heard == 2 * RATE
