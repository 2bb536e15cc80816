"""
One order by hand, as a value and as the text of its file.

In: who orders what, and why. Out: JSON, and back; whatever is missing, unknown or of the wrong kind is refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, ClassVar

from broadcaster.core.priority import Priority
from broadcaster.core.units import Seconds

FORMAT = 1
"""Version of the file, in every order as ``v``."""

FRESH = Seconds(120.0)
"""How old a takeover may be when its sound begins: an emergency of an hour ago is no news, and frightens people."""

NOBODY, NO_REASON = "người không nêu tên", "không nêu lý do"
"""Stand where nothing that can be shown was given."""

_YEARS = range(2000, 3000)  # instants at the ends of the calendar have no time of day in other zones
_LONGEST = 1_000  # characters of a name, a reason, a title
_HOUR = 3_600.0
_HASH = 64


class Then(Enum):
    """What becomes of the programme that a takeover broke into, once it is over."""

    RESUME = "resume"
    """Goes on where it was broken off; it ends later by the length of the takeover."""
    JOIN = "join"
    """Goes on where it would be by then."""
    END = "end"
    """Does not go on."""


@dataclass(frozen=True)
class Order:
    """What every order has."""

    kind: ClassVar[str]
    id: str
    """Name of its file, without the ending."""
    at: datetime
    """When it was given, aware, true time."""
    by: str
    """Who answers for it."""
    reason: str
    """Why, in that person's words."""


@dataclass(frozen=True)
class Stop(Order):
    """Silence now, and for the rest of the day; for hours at least, where little is left of that."""

    kind: ClassVar[str] = "stop"
    of: str = ""
    """Id of the stop that the station kept by this one, when the clock came to another day; empty: a person gave it."""

    @property
    def why(self) -> str:
        """Why something is not heard for it, Vietnamese."""
        kept = ", giữ lại khi đồng hồ máy đổi ngày" if self.of else ""
        return f"lệnh dừng của {self.by}{kept} lúc {self.at:%H:%M}: {self.reason}"


@dataclass(frozen=True)
class Lift(Order):
    """What was stopped may air again (in files and commands: ``release``)."""

    kind: ClassVar[str] = "release"
    stops: tuple[str, ...]
    """Ids of the stops that it lifts, and of takeovers ordered before it: these never sound again."""


@dataclass(frozen=True)
class Takeover(Order):
    """A cart that takes the air from what is less urgent; it lies in ``takeovers/`` under this id, with its release."""

    kind: ClassVar[str] = "takeover"
    priority: Priority
    title: str
    """What it is, for people."""
    cart_hash: str
    """SHA-256 of the cart's bytes, 64 hex digits."""
    seconds: Seconds
    """Length of the cart, every repetition in it."""
    voice: str
    """Engine and voice that spoke; empty for a sound that was brought."""
    times: int
    """How often it is said in the cart."""
    then: Then

    def is_fresh(self, now: datetime) -> bool:
        """Return whether it may begin at *now*."""
        return now - self.at <= timedelta(seconds=FRESH)

    @property
    def urgency(self) -> tuple[int, str]:
        """Compares two of them: the more urgent, or as urgent and newer, has the air."""
        return self.priority.rank, self.id

    @property
    def slot(self) -> str:
        """What the as-run log calls its airing."""
        return f"{self.at:%Y-%m-%d}/{self.at:%H%M%S}-chen-{self.id[-8:]}"


def one_line(text: str, otherwise: str) -> str:
    r"""
    Return *text* as an order may carry it, whatever somebody typed or pasted; *otherwise* where nothing is left.

    >>> one_line("loa hú\n quá\u00a0to ", "-"), one_line(" ", "không nêu lý do")
    ('loa hú quá to', 'không nêu lý do')
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:_LONGEST] or otherwise


def encode(order: Order) -> str:
    """Return the text of the order's file."""
    data: dict[str, Any] = {"v": FORMAT, "kind": order.kind, "at": order.at.isoformat()}
    data |= {"by": order.by, "reason": order.reason}
    if isinstance(order, Stop) and order.of:
        data["of"] = order.of
    if isinstance(order, Lift):
        data["stops"] = list(order.stops)
    if isinstance(order, Takeover):
        data |= {name: getattr(order, name) for name in ("title", "cart_hash", "seconds", "voice", "times")}
        data |= {"priority": order.priority.value, "then": order.then.value}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def decode(name: str, raw: bytes) -> Order:
    """
    Return the order in the file called *name* whose bytes are *raw*.

    Raises:
        ValueError: It is none; KeyError and TypeError too say so.
    """
    data = json.loads(raw)
    if not isinstance(data, dict) or data["v"] != FORMAT or f"-{data['kind']}-" not in name:
        raise ValueError("not an order of this version")
    if set(data) - _OPTIONAL.get(data["kind"], set()) != _KEYS[data["kind"]]:
        raise ValueError(f"keys of an order: {sorted(data)}")
    at = datetime.fromisoformat(_text(data["at"]))
    if at.tzinfo is None or at.year not in _YEARS:
        raise ValueError("an order needs an aware instant of our days")
    common = (name, at, _text(data["by"]), _text(data["reason"]))
    match data["kind"]:
        case Stop.kind:
            return Stop(*common, _text(data["of"]) if "of" in data else "")
        case Lift.kind:
            return Lift(*common, tuple(_text(stop) for stop in _list(data["stops"])))
        case _:
            return _takeover(common, data)


def _takeover(common: tuple[str, datetime, str, str], data: Mapping[str, Any]) -> Takeover:
    digest, times, seconds = _text(data["cart_hash"]), data["times"], data["seconds"]
    if len(digest) != _HASH or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a hash")
    if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= 20:
        raise ValueError("not a number of times")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not math.isfinite(seconds):
        raise TypeError("not a length")
    if not 0 < seconds <= _HOUR:
        raise ValueError("longer than an hour")
    priority, then = Priority(data["priority"]), Then(data["then"])
    voice = _text(data["voice"]) if data["voice"] else ""
    return Takeover(*common, priority, _text(data["title"]), digest, Seconds(float(seconds)), voice, times, then)


def _text(value: object) -> str:
    """Return *value* if it is a line that can be shown to people; a control sequence of a terminal is none."""
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or not value.isprintable():
        raise ValueError("not a line of text")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


_COMMON = {"v", "kind", "at", "by", "reason"}
_KEYS = {
    Stop.kind: _COMMON,
    Lift.kind: _COMMON | {"stops"},
    Takeover.kind: _COMMON | {"priority", "title", "cart_hash", "seconds", "voice", "times", "then"},
}
_OPTIONAL = {Stop.kind: {"of"}}
