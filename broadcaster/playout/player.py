"""
The player: idle → armed → on air → over.

In: a cue. Out: sound on one output, and an event for everything that happens. It never remakes a cart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError
from broadcaster.playout.airing import Airing, AiringOptions
from broadcaster.playout.cart import open_cart
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.late import judge
from broadcaster.playout.listener import Listener
from broadcaster.playout.outputs.output import Output

LEAD = 7.0
"""Seconds before its instant at which a cart is checked and the output opened; five of them are for the device."""

_LOOK = 0.1  # seconds between two looks at whether to stop
_PLAIN = AiringOptions()
_AGAIN = 1.0  # seconds until a failed output is tried again


class Player:
    """Plays cues to one output, one after another."""

    def __init__(
        self,
        output: Output,
        clock: Clock,
        on_event: Callable[[Event], None],
        *,
        options: AiringOptions = _PLAIN,
        lead: float = LEAD,
        on_look: Callable[[], None] = lambda: None,
        on_arm: Callable[[], None] = lambda: None,
        listener: Listener | None = None,
    ) -> None:
        """
        Make a player; nothing is opened before :meth:`play`.

        Args:
            output: Closed.
            clock: The station's; the output's too.
            on_event: Told everything, on the thread of :meth:`play`.
            options: How this output is played to.
            lead: Seconds before the instant at which the output is opened.
            on_look: Called several times a second while a cue waits or plays.
            on_arm: Called once, before the cart is checked and the output is opened.
            listener: Hears orders by hand for the cue that is played; None: there are none.
        """
        self._output = output
        self._clock = clock
        self._on_event = on_event
        self._options = options
        self._lead = lead
        self._on_look = on_look
        self._on_arm = on_arm
        self._listener = listener
        self._stop = ""
        self._airing: Airing | None = None

    def stop(self, reason: str) -> None:
        """End for good what is played or waited for, with a short fade. From any thread or signal handler."""
        self._stop = self._stop or reason
        if self._airing is not None:
            self._airing.stop(self._stop)

    def play(self, cue: Cue) -> Event:
        """
        Play *cue* at its instant and return the last event of it, once all is over.

        Whatever goes wrong with cart, release or output is an event, never an exception.
        """
        verdict = judge(cue, self._clock.now())
        if not verdict.airs:
            return self._tell(EventKind.MISSED, cue, verdict.reason)
        if not self._wait(cue.at - timedelta(seconds=self._lead)):
            return self._tell(EventKind.DISARMED, cue, self._stop)
        self._on_arm()
        try:
            cart = open_cart(cue)
        except BroadcasterError as error:
            return self._tell(EventKind.MISSED, cue, str(error))
        with cart:
            airing = self._airing = Airing(
                cue, cart, self._output, self._clock, self._on_event, self._options, self._listener
            )
            if self._stop:
                airing.stop(self._stop)
            try:
                while (final := airing.attempt(self._on_look)) is None:
                    self._wait(self._clock.now() + timedelta(seconds=_AGAIN))
            finally:
                self._airing = None
                self._end_takeovers()
            return final

    def _end_takeovers(self) -> None:
        """Let go of what has the air with the programme over."""
        if self._listener is None:
            return
        self._listener.air.close()
        for event in self._listener.air.news():
            self._on_event(event)

    def _wait(self, until: datetime) -> bool:
        """Wait for an instant of the station, however the clock is set meanwhile; False if told to stop."""
        while not self._stop:
            self._on_look()
            left = (until - self._clock.now()).total_seconds()
            if left <= 0:
                return True
            self._clock.sleep(min(left, _LOOK))
        return False

    def _tell(self, kind: EventKind, cue: Cue, reason: str) -> Event:
        event = Event(kind, cue.slot, self._output.url, cue.at, self._clock.now(), {"reason": reason})
        self._on_event(event)
        return event
