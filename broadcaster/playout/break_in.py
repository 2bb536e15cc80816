"""
A break-in: one takeover on one stream of one output, its cart checked as any other, from its first frame on.

In: an order and the claim on it. Out: a source for the switch, and the events that tell what came of it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from broadcaster.core.errors import NotApprovedError
from broadcaster.playout.cart import Cart, open_cart
from broadcaster.playout.cue import Cue
from broadcaster.playout.deck import Deck
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.feed import Entry, Feed
from broadcaster.playout.takeover import MARGIN, facts_of
from broadcaster.records.claims import Claim
from broadcaster.records.order import FRESH, Takeover


@dataclass(frozen=True)
class Stream:
    """What a stream of an output is like."""

    rate: int
    """Hertz."""
    channels: int
    level: float = 0.0
    """Gain, dB."""
    ahead: bool = True
    """Whether decks decode ahead on a thread of their own."""


class BreakIn:
    """A takeover on one stream of one output."""

    def __init__(self, order: Takeover, cue: Cue, claim: Claim, output: str) -> None:
        """Make ready; nothing is opened before :meth:`open`. *output* is the URL of the output."""
        self.order = order
        self._cue = cue
        self._claim = claim
        self._output = output
        self._cart: Cart | None = None
        self._deck: Deck | None = None
        self.feed: Feed | None = None
        self._told_started = False
        self._told_over = False
        self._settled = False
        self._telling = threading.Lock()
        """Between threads that tell others how far it is: what is over is never told to go on."""

    def open(self, stream: Stream) -> Feed:
        """
        Return the feed, from the first frame on.

        Raises:
            BroadcasterError: Cart or release are not those of the order.
        """
        self.close()
        self._cart = open_cart(self._cue)
        if self._cart.hash != self.order.cart_hash:
            raise NotApprovedError(self._cue.cart.name, "tệp đã khác với tệp trong lệnh")
        self._deck = Deck(self._cart, stream.rate, stream.channels, level=stream.level, ahead=stream.ahead)
        self._deck.seek(0)
        until = self.order.at + timedelta(seconds=FRESH + self.order.seconds + MARGIN)
        self.feed = Feed(self._cue, self._deck, Entry(self._cue.at, 0), (until, ""))
        return self.feed

    def claimed(self, now: datetime) -> None:
        """Let other players know until when it has the air."""
        with self._telling:
            if not self._settled:
                self._claim.tell(now + timedelta(seconds=self.order.seconds + MARGIN), over=False)

    def close(self) -> None:
        """Let go of the cart; the claim stays."""
        if self._deck is not None:
            self._deck.close()
        if self._cart is not None:
            self._cart.close()
        self._deck = self._cart = None

    @property
    def over(self) -> bool:
        """Whether nothing more of it is to be heard."""
        return self.feed is not None and self.feed.over is not None

    def let_go(self) -> None:
        """Leave it unfinished: another process may play it, from its beginning."""
        if self.feed is not None:
            self.feed.end(self._cue.at if self.feed.started is None else self.feed.started, "trình phát đã dừng")
        self.close()
        with self._telling:
            self._settled = True
            self._claim.let_go()

    def end(self, now: datetime, reason: str) -> None:
        """Give nothing more; the stream that it was on has ended."""
        if self.feed is not None:
            self.feed.end(now, reason)

    def done(self, now: datetime) -> None:
        """Let go of everything; it is over on this output, unless it was left unfinished."""
        self.close()
        with self._telling:
            if not self._settled:
                self._settled = True
                self._claim.tell(now, over=True)
                self._claim.let_go()

    def news(self) -> list[Event]:
        """Return what happened that was not told yet."""
        found = []
        feed = self.feed
        if feed is not None and feed.started is not None and not self._told_started:
            self._told_started = True
            late = (feed.started - self.order.at).total_seconds()
            found.append(self._event(feed.started, "started", late_ms=round(late * 1000, 3)))
        if feed is not None and feed.over is not None and not self._told_over:
            self._told_over = True
            found.append(self._last(feed, feed.over))
        return found

    def refused(self, now: datetime, reason: str) -> Event:
        """Return the event of a takeover that is not heard here, and why, Vietnamese."""
        return self._event(now, "refused", reason=reason)

    def _last(self, feed: Feed, over: datetime) -> Event:
        if feed.started is None:
            return self._event(over, "missed", reason=feed.refused)
        heard = round(feed.heard / feed.rate, 3)
        if feed.cut:
            return self._event(over, "cut", reason=feed.cut, heard=heard)
        return self._event(over, "ended", heard=heard)

    def _event(self, actual: datetime, what: str, **facts: Any) -> Event:
        told = {"what": what, **facts_of(self.order), **facts}
        return Event(EventKind.TAKEOVER, self.order.slot, self._output, self.order.at, actual, told)
