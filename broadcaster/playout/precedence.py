"""
Who has the air of one output: the programme, a takeover that breaks into it, or silence for one played elsewhere.

In: takeovers that have come, and the stream that runs. Out: sources for its switch, events to be told. Of two
takeovers in two processes one gives way, by a rule that both know; neither keeps silent for the other. Whoever listens
for a stop calls nothing here that opens a cart or waits for the log: :meth:`Precedence.settle` and
:meth:`Precedence.news` are for others. What a claim says is read, and its lock tried, without waiting.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BroadcasterError
from broadcaster.core.priority import Priority
from broadcaster.playout.break_in import BreakIn, Stream
from broadcaster.playout.cue import Cue
from broadcaster.playout.elsewhere import Elsewhere
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.switch import Switch
from broadcaster.playout.takeover import cue_of, yields_to
from broadcaster.records.claims import Claim, place
from broadcaster.records.order import Takeover

_log = logging.getLogger(__name__)


class Precedence:
    """Settles it for one programme; from any thread."""

    def __init__(self, orders: Path, cue: Cue, output: str, clock: Clock, *, own: str) -> None:
        """
        Make ready: no stream runs.

        Args:
            orders: Folder of the orders.
            cue: Of the programme.
            output: URL of the output.
            clock: The true one, in the station's zone.
            own: Id of the takeover that the programme itself is; empty where it is none.
        """
        self._orders = orders
        self._cue = cue
        self._output = output
        self._place = place(output, cue.slot)
        self._clock = clock
        self._own = own
        self._waiting: list[Takeover] = []
        self._coming: Takeover | None = None
        """That which is being settled."""
        self._switch: Switch | None = None
        self._stream = Stream(0, 0)
        self._break_in: BreakIn | None = None
        self._elsewhere: Elsewhere | None = None
        self._leaving: list[BreakIn] = []
        """Those that another one takes the air from: heard until the next block."""
        self._left: list[BreakIn] = []
        """Those that are over, and were not told of since."""
        self._told: list[Event] = []
        self._settling = threading.Lock()
        """Held by the thread that settles who has the air, as long as that takes; taken before the other one."""
        self._lock = threading.Lock()
        """Held for a moment."""

    @property
    def streams(self) -> bool:
        """Whether a stream runs."""
        return self._switch is not None

    @property
    def disputed(self) -> bool:
        """Whether a takeover comes, sounds, leaves, or sounds in another process."""
        return any((self._waiting, self._coming, self._break_in, self._elsewhere, self._leaving))

    @property
    def sounding(self) -> frozenset[str]:
        """Ids of the takeovers that sound here, or are about to."""
        with self._lock:
            orders = [*self._waiting, self._coming, self._break_in.order if self._break_in is not None else None]
        return frozenset((self._own, *(order.id for order in orders if order is not None))) - {""}

    def consider(self, orders: Sequence[Takeover]) -> None:
        """Keep *orders* that have just come until :meth:`settle`."""
        with self._lock:
            self._waiting += orders

    @property
    def unsettled(self) -> bool:
        """Whether something waits that could take the air, and nobody sees to it."""
        return self._switch is not None and bool(self._waiting) and not self._settling.locked()

    def settle(self) -> None:
        """Where a stream runs, let what has come take the air, refuse it, or keep silent for it: one after another."""
        with self._settling:
            while (found := self._next()) is not None:
                try:
                    self._settle(*found)
                except Exception:  # noqa: BLE001 - the border of a thread: the next one must still be settled
                    _log.exception("takeover %s", found[0].id)
                finally:
                    self._coming = None

    def complain(self, reason: str) -> None:
        """Have it told that something is wrong, Vietnamese."""
        facts = {"reason": reason}
        self._told.append(Event(EventKind.FAULT, self._cue.slot, self._output, self._cue.at, self._clock.now(), facts))

    def is_over(self, order: Takeover) -> bool:
        """Return whether nothing of *order* is to be heard here any more; what broke off begins no more once old."""
        progress, now = Claim(self._orders, order, self._place).progress(), self._clock.now()
        if progress is None:
            return not order.is_fresh(now)
        return progress.over or not (order.is_fresh(now) or now <= progress.ends)

    def follow(self) -> None:
        """See what is over."""
        with self._lock:
            self._follow()

    def begin(self, switch: Switch, stream: Stream) -> None:
        """Follow a stream that is about to run; a takeover that the one before it broke off begins again."""
        with self._settling:
            with self._lock:
                self._switch, self._stream = switch, stream
            if self._break_in is not None:
                self._admit(self._break_in, switch, stream)
        self.settle()

    def end(self) -> None:
        """Forget the stream: it has ended, well or not."""
        with self._lock:
            self._switch = None
            for break_in in self._leaving:
                break_in.end(self._clock.now(), "nhường cho lệnh chen sau")
            self._follow()
            if self._elsewhere is not None:
                self._waiting.append(self._elsewhere.order)
                self._elsewhere = None

    def close(self) -> None:
        """Let go of what is unfinished; another process may play it."""
        with self._settling, self._lock:
            if self._break_in is not None:
                self._break_in.let_go()
                self._left.append(self._break_in)
                self._break_in = None

    def news(self) -> list[Event]:
        """Return what happened to takeovers and was not told yet; on the thread that may wait for the log."""
        with self._lock:
            left, self._left = self._left, []
            told, self._told = self._told, []
            break_ins = [*left, *self._leaving, *([self._break_in] if self._break_in else [])]
            told += [event for break_in in break_ins for event in break_in.news()]
        for break_in in left:
            break_in.done(self._clock.now())
        return told

    def _next(self) -> tuple[Takeover, Switch, Stream] | None:
        with self._lock:
            if self._switch is None or not self._waiting:
                return None
            self._coming = self._waiting.pop(0)
            return self._coming, self._switch, self._stream

    def _settle(self, order: Takeover, switch: Switch, stream: Stream) -> None:
        """Play *order* here, refuse it, or keep silent while another process plays it."""
        if self._own and not self._gives_way(order):
            return
        if self.is_over(order):
            return
        claim = Claim(self._orders, order, self._place)
        if order.is_fresh(self._clock.now()) and _takes(claim):
            break_in = BreakIn(order, cue_of(order, self._orders, self._cue.quiet), claim, self._output)
            if reason := self._outranked(order):
                self._refuse(break_in, reason)
            else:
                self._admit(break_in, switch, stream)
        elif self._own:
            switch.stop(yields_to(order))
        else:
            self._keep_silent(order, claim, switch, stream)

    def _gives_way(self, order: Takeover) -> bool:
        """Return whether the takeover that this programme is ends for *order*: more urgent, or as urgent and newer."""
        return (self._cue.priority.rank, self._own) < order.urgency

    def _outranked(self, order: Takeover) -> str:
        """Return why *order* must wait, Vietnamese; empty where it may take the air."""
        if order.priority is Priority.EMERGENCY:
            return ""
        break_in = self._break_in
        on_air = break_in.order.priority if break_in is not None else self._cue.priority
        return "" if on_air < order.priority else f"đang phát chương trình {on_air.value}; ra lệnh lại sau"

    def _admit(self, break_in: BreakIn, switch: Switch, stream: Stream) -> None:
        """Give *break_in* the air, from its beginning; if the stream ends while it is opened, the next one has it."""
        try:
            feed = break_in.open(stream)
        except BroadcasterError as error:
            self._refuse(break_in, str(error))
            return
        except Exception:  # noqa: BLE001 - whatever a library throws: told, and played by nobody else meanwhile
            _log.exception("takeover %s", break_in.order.id)
            self._refuse(break_in, "không mở được lời chen")
            return
        with self._lock:
            if self._switch is not switch:
                break_in.let_go()
                self._waiting.insert(0, break_in.order)
                return
            switch.take(feed, break_in.order.then, yields_to(break_in.order))
            if self._break_in is not None and self._break_in is not break_in:
                self._leaving.append(self._break_in)
            self._break_in = break_in
        break_in.claimed(self._clock.now())

    def _keep_silent(self, order: Takeover, claim: Claim, switch: Switch, stream: Stream) -> None:
        """Give the air to silence while another process plays *order*; not where that gives way to what sounds here."""
        elsewhere = Elsewhere(order, claim, self._clock, stream.channels)
        if elsewhere.over():
            return
        with self._lock:
            if self._switch is not switch:
                self._waiting.insert(0, order)
            elif self._break_in is None or self._break_in.order.urgency < order.urgency:
                self._elsewhere = elsewhere
                switch.take(elsewhere.hush, order.then, yields_to(order))

    def _refuse(self, break_in: BreakIn, reason: str) -> None:
        now = self._clock.now()
        with self._lock:
            self._told.append(break_in.refused(now, reason))
            self._break_in = None if self._break_in is break_in else self._break_in
        break_in.done(now)

    def _follow(self) -> None:
        """See what is over."""
        if self._break_in is not None and self._break_in.over:
            self._leaving.append(self._break_in)
            self._break_in = None
        for break_in in [each for each in self._leaving if each.over]:
            self._leaving.remove(break_in)
            self._left.append(break_in)
        if self._elsewhere is not None and self._elsewhere.over():
            self._elsewhere = None


def _takes(claim: Claim) -> bool:
    """Return whether this player plays it; one on the air does even where no claim can be kept, for no other may."""
    try:
        return claim.take()
    except OSError:
        return True
