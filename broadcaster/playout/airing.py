"""
One cue on one output, from the first opening of the output to the last event.

An output that fails is opened again, and the cart goes on where it would be by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.playout.break_in import Stream
from broadcaster.playout.cart import Cart
from broadcaster.playout.cue import Cue
from broadcaster.playout.deck import Deck
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.feed import Feed
from broadcaster.playout.late import judge
from broadcaster.playout.lead_in import LeadIn
from broadcaster.playout.listener import Listener
from broadcaster.playout.outputs.output import Output
from broadcaster.playout.position import Position
from broadcaster.playout.preroll import Preroll
from broadcaster.playout.switch import Switch

_STEADY = 1.0  # seconds of stream after which a failure is a new one, to be told again


@dataclass(frozen=True)
class AiringOptions:
    """How one output is played to."""

    level: float = 0.0
    """Gain, dB."""
    preroll: Preroll = field(default_factory=Preroll)
    """What its amplifiers need before the first sound."""


class Airing:
    """Airs one open cart."""

    def __init__(
        self,
        cue: Cue,
        cart: Cart,
        output: Output,
        clock: Clock,
        on_event: Callable[[Event], None],
        options: AiringOptions,
        listener: Listener | None = None,
    ) -> None:
        """Make ready; nothing is opened before :meth:`attempt`. All is as the player has it."""
        self._cue = cue
        self._cart = cart
        self._output = output
        self._clock = clock
        self._on_event = on_event
        self._options = options
        self._listener = listener
        self._switch: Switch | None = None
        self._stop = ""
        self._armed = False
        self._told_started = False
        self._told_fault = ""
        self._position = Position(cue, cart.frames / cart.rate, clock)
        self._heard = 0.0
        """Seconds of sound that the openings of the output gave so far."""
        self._covered = 0.0
        """The same of the cart that went by unheard, beneath something else."""

    def stop(self, reason: str) -> None:
        """Fade out and end. From any thread."""
        self._stop = self._stop or reason
        if self._switch is not None:
            self._switch.stop(reason)

    def attempt(self, look: Callable[[], None]) -> Event | None:
        """Open the output and play what is left; None if the output failed and may be tried again in a while."""
        refusal = self._refusal()
        if refusal:
            return self._give_up(refusal)
        try:
            self._output.open(self._cart.rate, self._cart.channels)
            return self._play(look)
        except OutputError as error:
            return self._failed(error)
        finally:
            self._output.close()

    def _refusal(self) -> str:
        """Return why nothing more is to be heard, Vietnamese; empty if something is."""
        now = self._clock.now()
        if self._stop:
            return self._stop
        ends = self._position.ends
        if ends is not None:
            return f"ngõ ra hỏng cho đến hết giờ: {self._told_fault}" if now >= ends else ""
        verdict = judge(self._cue, now)
        return "" if verdict.airs else " — ".join(filter(None, (self._told_fault, verdict.reason)))

    def _play(self, look: Callable[[], None]) -> Event:
        rate, channels = self._output.rate, self._output.channels
        deck = Deck(self._cart, rate, channels, level=self._options.level, ahead=not self._output.patient)
        try:
            entry = self._position.entry(rate, self._options.preroll.lead_in)
            verdict = judge(self._cue, max(entry.at, self._cue.at))
            if not self._position.begun and not verdict.airs:
                return self._give_up(verdict.reason)
            deck.seek(entry.frame)
            feed = Feed(self._cue, deck, entry, self._position.until or (verdict.until, verdict.reason))
            return self._stream(feed, deck, look)
        finally:
            deck.close()

    def _stream(self, feed: Feed, deck: Deck, look: Callable[[], None]) -> Event:
        switch = self._switch = Switch(feed, deck.rate, self._lead_in(deck.rate))
        if self._stop:
            switch.stop(self._stop)
        if self._listener is not None:
            ahead = not self._output.patient
            self._listener.air.begin(switch, Stream(deck.rate, deck.channels, self._options.level, ahead))
        if not self._armed:
            self._armed = True
            self._tell(EventKind.ARMED, self._clock.now(), seconds=_rounded(self._cart.frames / self._cart.rate))
        try:
            self._output.run(switch, lambda: self._look(switch, feed, deck, look))
        except OutputError:
            if feed.over is None:
                raise
        finally:
            self._switch = None
            self._note(feed, deck)
            self._tell_takeovers(switch, self._listener.air.end if self._listener is not None else None)
            self._heard += feed.heard / deck.rate
            self._covered += feed.covered / deck.rate
        return self._over(feed, deck)

    def _look(self, switch: Switch, feed: Feed, deck: Deck, look: Callable[[], None]) -> None:
        self._note(feed, deck)
        self._tell_takeovers(switch)
        if feed.asked > _STEADY * deck.rate:
            self._told_fault = ""
        look()

    def _lead_in(self, rate: int) -> LeadIn | None:
        preroll = self._options.preroll
        if not preroll.tone or not preroll.lead_in or self._position.begun:
            return None
        return LeadIn(self._cue.at, preroll.lead_in, rate, self._cue.quiet)

    def _tell_takeovers(self, switch: Switch, before: Callable[[], None] | None = None) -> None:
        """Tell what happened to takeovers, after what *before* does to the listener, and to the programme since."""
        if before is not None:
            before()
        for event in self._listener.air.news() if self._listener is not None else ():
            self._on_event(event)
        while switch.back:
            self._tell(EventKind.BACK, switch.back.popleft())

    def _note(self, feed: Feed, deck: Deck) -> None:
        """Remember, and tell once, that the sound began."""
        if feed.started is None or feed.zero is None or not feed.heard:
            return
        self._position.note(feed.zero, feed.until)
        if self._told_started:
            return
        self._told_started = True
        late = (feed.started - self._cue.at).total_seconds()
        self._tell(
            EventKind.STARTED,
            feed.started,
            late_ms=_rounded(late * 1000),
            offset=_rounded(feed.offset / deck.rate),
            cart=self._cart.path.name,
            cart_hash=self._cart.hash,
        )

    def _over(self, feed: Feed, deck: Deck) -> Event:
        if feed.started is None or feed.over is None or not self._told_started:
            none = "ngõ ra dừng trước giờ phát" if feed.started is None else "chương trình lẽ ra đã phát xong"
            return self._give_up(feed.refused or feed.cut or none)
        facts: dict[str, Any] = {"heard": _rounded(self._heard)}
        if self._covered:
            facts["covered"] = _rounded(self._covered)
        if feed.starved:
            facts["starved_ms"] = _rounded(feed.starved / deck.rate * 1000)
        if feed.cut:
            return self._tell(EventKind.CUT, feed.over, reason=feed.cut, **facts)
        return self._tell(EventKind.ENDED, feed.over, **facts)

    def _give_up(self, reason: str) -> Event:
        now = self._clock.now()
        if self._told_started:
            return self._tell(EventKind.CUT, now, reason=reason, heard=_rounded(self._heard))
        return self._tell(EventKind.DISARMED if reason == self._stop else EventKind.MISSED, now, reason=reason)

    def _failed(self, error: OutputError) -> Event | None:
        reason = str(error)
        if reason != self._told_fault:
            self._told_fault = reason
            self._tell(EventKind.FAULT, self._clock.now(), reason=reason)
        return self._give_up(reason) if error.permanent else None

    def _tell(self, kind: EventKind, actual: datetime, **facts: Any) -> Event:
        event = Event(kind, self._cue.slot, self._output.url, self._cue.at, actual, facts)
        self._on_event(event)
        return event


def _rounded(value: float) -> float:
    return round(value, 3)
