"""
Takeovers where nothing is on the air: players are started for the outputs on which none has heard the order.

In: the orders, the outputs, whoever starts players. Out: jobs; a line for each output on which nobody played it. It
may run in the station, in the command that gave the order, or in both: only one player gets to play a takeover on an
output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from broadcaster.core.errors import BroadcasterError, os_reason, reason_of
from broadcaster.playout.cue import Cue
from broadcaster.playout.takeover import MARGIN, cue_of
from broadcaster.records.claims import Claim
from broadcaster.records.order import FRESH, Takeover
from broadcaster.records.orders import Orders
from broadcaster.station.air.jobs import job_on, url_of
from broadcaster.station.air.players import Key, Players
from broadcaster.station.air.unheard import LAPSED, LOOK_BACK, Unheard
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station

HEARD = timedelta(seconds=0.3)
"""How long players that are on the air get to take an order, before others are started."""
ATTEMPTS = 3
"""Players started for one takeover on one output before it is given up."""

_UNCLAIMED = (
    "không giữ được lệnh chen ({reason}), nên không mở thêm trình phát: hai trình phát có thể cùng kêu. "
    "Chỉ chương trình đang phát mới chen được; dọn đĩa hoặc sửa quyền ghi thư mục records/orders rồi ra lệnh lại"
)
_LAPSED = f"lệnh đã quá {FRESH:.0f} giây mà chưa trình phát nào phát được"
_FOUND = "trình phát do lần chạy trước mở vẫn đang chen phát; tắt đài (Ctrl-C) là dừng cả nó"


class Urgent:
    """Sees that takeovers are played."""

    def __init__(
        self,
        station: Callable[[], Station],
        outputs: Callable[[], Sequence[OutputOptions]],
        players: Players,
        wait: timedelta = HEARD,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """
        Set up.

        Args:
            station: Gives the one whose orders count, as its settings stand now.
            outputs: Gives those to play to now.
            players: Who plays where nobody does.
            wait: How long others get to take an order.
            say: Told why no player is started, Vietnamese.
        """
        self._now = station
        self._outputs = outputs
        self._players = players
        self._wait = wait
        self._say = say
        self._orders = Orders(station().orders)
        self._unheard = Unheard(station, outputs)
        self._attempts: dict[Key, int] = {}
        self._obstacles: dict[str, str] = {}
        """Slot of a takeover → why its last player could not be started."""

    @property
    def _station(self) -> Station:
        return self._now()

    def look_back(self) -> None:
        """Take in the players that an earlier run of the station started, and left on the air when it was killed."""
        now = self._station.clock.now()
        for order in self._orders.takeovers():
            if now - order.at <= timedelta(seconds=FRESH + order.seconds + MARGIN):
                for url in (url_of(output, order.slot) for output in self._outputs()):
                    if self._players.find((order.slot, url)):
                        self._say(f"{order.title}: {url}: {_FOUND}.")

    def tick(self) -> None:
        """Start the players that are missing now; cheap, to be called often."""
        now = self._station.clock.now()
        for order in self._orders.takeovers():
            age = now - order.at
            if not self._wait <= age <= LOOK_BACK or self._unheard.told(order):
                continue
            if stop := self._orders.overtaken(order):
                self._unheard.tell(order, stop.why, now)
            elif age > LAPSED:
                self._unheard.tell(order, self._obstacles.get(order.slot, _LAPSED), now)
            elif order.is_fresh(now) and self._orders.blocked(now) is None:
                self._serve(order)

    def over(self, order: Takeover) -> bool:
        """Return whether nothing more of *order* is to be heard anywhere, as far as is known."""
        now = self._station.clock.now()
        if self._orders.blocked(now) is not None or self._orders.overtaken(order) is not None:
            return True
        return all(self._settled(order, output) for output in self._outputs())

    def _serve(self, order: Takeover) -> None:
        running = self._players.running()
        for output in self._outputs():
            place = (order.slot, url_of(output, order.slot))
            if place in running or self._attempts.get(place, 0) >= ATTEMPTS:
                continue
            if not self._taken(order, place[1]):
                self._attempts[place] = self._attempts.get(place, 0) + 1
                self._start(order, output)

    def _start(self, order: Takeover, output: OutputOptions) -> None:
        """Start a player; what keeps one from starting keeps no other output silent."""
        try:
            self._players.start(job_on(output, self._cue(order), self._station, takeover=order.id))
        except (BroadcasterError, OSError) as error:
            self._obstacles[order.slot] = f"không mở được trình phát: {reason_of(error)}"
            self._say(f"{order.title}: {output.name}: {self._obstacles[order.slot]}")

    def _taken(self, order: Takeover, url: str) -> bool:
        """Return whether somebody plays *order*, or may do so unknown to all others; that is said once."""
        try:
            return Claim(self._station.orders, order, url).taken()
        except OSError as error:
            self._attempts[order.slot, url] = ATTEMPTS
            self._say(f"{order.title}: {url}: {_UNCLAIMED.format(reason=os_reason(error))}")
            return True

    def _cue(self, order: Takeover) -> Cue:
        quiet = self._station.settings.schedule.quiet_hours
        return cue_of(order, self._station.orders, () if quiet is None else (quiet,))

    def _settled(self, order: Takeover, output: OutputOptions) -> bool:
        place = (order.slot, url_of(output, order.slot))
        progress = Claim(self._station.orders, order, place[1]).progress()
        if progress is not None and progress.over:
            return True
        given_up = self._attempts.get(place, 0) >= ATTEMPTS and place not in self._players.running()
        return given_up or self._station.clock.now() > order.at + timedelta(seconds=FRESH + order.seconds)
