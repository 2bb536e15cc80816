"""The feed with a deck that is slow: nothing is lost, nothing is doubled, nothing waits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from playout.stand_ins import AT, RATE, Cart, make_cart

from broadcaster.core.audio import Samples
from broadcaster.core.hours import LatePolicy
from broadcaster.core.units import Seconds
from broadcaster.playout.cart import open_cart
from broadcaster.playout.cue import Cue
from broadcaster.playout.deck import Deck
from broadcaster.playout.feed import FADE, Entry, Feed

BLOCK = 1_200
FOREVER = (AT + timedelta(hours=1), "")


class StallingDeck(Deck):
    """A deck whose disk gives nothing in every third block, and is slow in all of them."""

    calls = 0

    def read(self, frames: int) -> Samples:
        self.calls += 1
        return super().read(0 if self.calls % 3 == 0 else min(frames, 4 * BLOCK))


@pytest.fixture
def cart(tmp_path: Path) -> Cart:
    return make_cart(tmp_path)


@pytest.fixture
def deck(cart: Cart) -> Iterator[StallingDeck]:
    with open_cart(cart.cue) as opened:
        yield StallingDeck(opened, RATE, 1, ahead=False)


def fed(feed: Feed, begin: datetime, blocks: int = 400) -> tuple[Samples, int]:
    """Ask for blocks from *begin* on; return all of them and the frame that is heard at the cue's instant."""
    given = []
    for index in range(blocks):
        block = feed(BLOCK, begin + timedelta(seconds=index * BLOCK / RATE))
        if block is None:
            break
        assert len(block) == BLOCK
        given.append(block)
    return np.concatenate(given), round((AT - begin).total_seconds() * RATE)


def test_what_is_not_decoded_in_time_is_silence_and_the_rest_follows(cart: Cart, deck: StallingDeck) -> None:
    deck.seek(0)
    feed = Feed(cart.cue, deck, Entry(AT, 0), FOREVER)
    sound, first = fed(feed, AT - timedelta(seconds=0.51))
    assert feed.starved > 0
    assert feed.over is not None
    heard = sound[np.flatnonzero(sound)]
    assert np.allclose(heard, cart.samples, atol=1e-4)
    assert np.flatnonzero(sound)[0] == first
    assert not feed.cut


def test_joining_waits_in_silence_until_the_deck_has_caught_up(cart: Cart, deck: StallingDeck) -> None:
    cue: Cue = replace(cart.cue, late=LatePolicy.JOIN, grace=Seconds(60))
    deck.seek(0)
    feed = Feed(cue, deck, Entry(AT, 0), FOREVER)
    sound, first = fed(feed, AT + timedelta(seconds=0.7))
    begin = int(np.flatnonzero(sound)[0]) - 1
    assert feed.offset == begin - first
    after = slice(begin + 240, begin + BLOCK)
    assert np.allclose(sound[after], cart.samples[feed.offset + 240 : feed.offset + BLOCK], atol=1e-4)


def test_a_deck_that_breaks_ends_the_sound_with_the_reason(cart: Cart) -> None:
    cart.cut_short()
    with open_cart(cart.cue) as opened:
        deck = Deck(opened, RATE, 1, ahead=False)
        deck.seek(0)
        feed = Feed(cart.cue, deck, Entry(AT, 0), FOREVER)
        sound, _ = fed(feed, AT)
    assert feed.over is not None
    assert feed.heard > 0
    assert feed.cut
    assert not sound[-BLOCK:].any()


@pytest.mark.parametrize("reasons", [("dừng", "dừng nữa"), ("dừng",)])
def test_stopped_twice_it_ends_once_for_the_first_reason(
    cart: Cart, deck: StallingDeck, reasons: tuple[str, ...]
) -> None:
    deck.seek(0)
    feed = Feed(cart.cue, deck, Entry(AT, 0), FOREVER)
    fed(feed, AT, blocks=10)
    for reason in reasons:
        feed.stop(reason)
    fed(feed, AT + timedelta(seconds=10 * BLOCK / RATE))
    assert feed.cut == "dừng"


class LongDeck(Deck):
    """A deck whose cart is hours of full scale."""

    def read(self, frames: int) -> Samples:
        return np.ones((frames, 1), dtype=np.float32)


def test_hours_into_a_cart_a_stop_still_fades_evenly(cart: Cart) -> None:
    with open_cart(cart.cue) as opened:
        deck = LongDeck(opened, RATE, 1, ahead=False)
        deck.length = 1 << 30
        feed = Feed(cart.cue, deck, Entry(AT, (1 << 28) + 1), FOREVER)
        feed(BLOCK, AT)
        feed.stop("thử")
        fall = feed(2 * BLOCK, AT + timedelta(seconds=BLOCK / RATE))
    edge = round(FADE * RATE)
    assert fall is not None
    assert np.allclose(fall[:edge, 0], np.linspace(1, 0, edge, endpoint=False), atol=1e-6)
    assert not fall[edge:].any()
