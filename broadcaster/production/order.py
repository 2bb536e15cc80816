"""
An order for a cart: everything that the finished sound depends on, and nothing else.

Two equal orders give the same cart, so a cart whose order has not changed is not made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property

from broadcaster.core.storage import text_hash
from broadcaster.core.units import Seconds
from broadcaster.mixing.parts import Finish
from broadcaster.production.cart import Role
from broadcaster.reading.phrasing import Sentence
from broadcaster.voice.engine import Delivery

MAKE = 5
"""Raised whenever the same order would sound different; every cart is then made again."""


@dataclass(frozen=True)
class OrderPart:
    """One stretch wanted."""

    role: Role
    name: str
    """Jingle name or item id."""
    kind: str = ""
    """The item's kind."""
    sentences: tuple[Sentence, ...] = ()
    """The words to be said; none for a jingle."""
    approval: str = field(default="", repr=False)
    """Hash of the ledger line that approved them; not part of the order's key, for it is not heard."""
    voice: str = ""
    """``engine:voice`` wanted for this part before the station's chain; empty: the chain alone."""
    bed: str = ""
    """Jingle under the words; empty: none."""
    pause: float = 0.0
    """Seconds of silence after it, at the least."""
    leads_to: tuple[str, ...] = ()
    """Ids of the items that it introduces; it does not air without any of them."""


@dataclass(frozen=True)
class Order:
    """One programme wanted."""

    slot: str
    """``DATE/HHMM-name``."""
    title: str
    station: str
    """The station's name, for people who see the MP3."""
    parts: tuple[OrderPart, ...]
    jingles: tuple[tuple[str, str], ...]
    """(name, SHA-256 of the file) of every jingle and bed."""
    chain: tuple[tuple[str, str], ...]
    """(engine, voice), the wanted one first."""
    delivery: Delivery
    finish: Finish
    longest: Seconds = Seconds(0)  # noqa: RUF009 - a number
    """What the slot allows; 0: not said."""

    def wanted(self, part: OrderPart) -> tuple[tuple[str, str], ...]:
        """Return (engine, voice) for *part*, the wanted one first, each once."""
        engine, _, voice = part.voice.partition(":")
        return tuple(dict.fromkeys([*([(engine, voice)] if part.voice else []), *self.chain]))

    def begins(self, zone: tzinfo) -> datetime:
        """Return the minute in which it begins."""
        return datetime.strptime(self.slot[: len("2025-10-01/0530")], "%Y-%m-%d/%H%M").replace(tzinfo=zone)

    @cached_property
    def key(self) -> str:
        """Hash of the whole order."""
        return text_hash(f"{MAKE} {self!r}")
