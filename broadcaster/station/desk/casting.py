"""
Casting: who is to read which part, by the station's settings and the item's own wish.

In: the settings' ``voices`` and the engines. Out: for each part the voices to try, the wanted one first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadcaster.content.item import Item
from broadcaster.production.cart import Cart, Role
from broadcaster.production.order import Order
from broadcaster.reading.phrasing import Sentence
from broadcaster.station.setup.sections.voices import VoiceOptions
from broadcaster.voice.chain import Speaker
from broadcaster.voice.engine import Engine

BROUGHT = ("espeak", "vi")
"""The voice that comes with the program."""


@dataclass(frozen=True)
class Better:
    """A part of a finished programme that a voice more wanted than the one that spoke may now say."""

    name: str
    """Id of the item."""
    sentences: tuple[Sentence, ...]
    voices: tuple[tuple[str, str], ...]
    """(engine, voice), the wanted one first."""


@dataclass(frozen=True)
class Casting:
    """Who reads what."""

    options: VoiceOptions
    engines: Mapping[str, Engine]
    """By name."""

    @property
    def chain(self) -> tuple[tuple[str, str], ...]:
        """The voices that read what has no voice of its own, without those that may not be asked."""
        return tuple(pair for pair in self.options.chain if self._allowed(pair[0]))

    @property
    def offline(self) -> tuple[tuple[str, str], ...]:
        """The voices that can speak here without the network, the wanted one first; at the worst the one we bring."""
        pairs = dict.fromkeys((*self.options.chain, BROUGHT))
        return tuple(pair for pair in pairs if self.usable(*pair) and not self.engines[pair[0]].online)

    def voice(self, item: Item, role: Role) -> str:
        """
        Return ``engine:voice`` wanted for one part of *item* before the chain; empty where the chain reads it.

        A headline goes to the voice of headlines, else a part goes to the item's own voice, else to that of its kind.
        """
        wishes = (self.options.headlines if role is Role.HEADLINE else "", item.voice, self._of_kind(item))
        return next((wish for wish in wishes if wish and self._allowed(wish.partition(":")[0])), "")

    def voices(self, item: Item, role: Role) -> tuple[tuple[str, str], ...]:
        """Return every (engine, voice) that may have to read one part of *item* and can, the wanted one first."""
        engine, _, voice = self.voice(item, role).partition(":")
        pairs = [*([(engine, voice)] if engine else []), *self.chain]
        return tuple(pair for pair in dict.fromkeys(pairs) if self.usable(*pair))

    def usable(self, engine: str, voice: str) -> bool:
        """Return whether this voice can speak here, as far as can be known without asking it."""
        return self._allowed(engine) and Speaker(self.engines[engine], voice).problem() is None

    def _of_kind(self, item: Item) -> str:
        return next((voice for kind, voice in self.options.kinds if kind is item.kind), "")

    def _allowed(self, engine: str) -> bool:
        """Return whether there is such an engine and the settings let it be asked."""
        return engine in self.engines and (self.options.online or not self.engines[engine].online)


def improvable(cart: Cart, order: Order, casting: Casting) -> tuple[Better, ...]:
    """Return what of *cart*, made of *order*, may now be said by voices more wanted than the one that spoke."""
    said = [part for part in cart.parts if part.words_hash]
    ordered = [part for part in order.parts if part.sentences]
    found = []
    for part, spoken in zip(ordered, said, strict=True):
        voices = [pair for pair in _before(spoken.voice, order.wanted(part)) if casting.usable(*pair)]
        if voices:
            found.append(Better(part.name, part.sentences, tuple(voices)))
    return tuple(found)


def _before(spoke: str, voices: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    names = [f"{engine}:{voice}" for engine, voice in voices]
    return voices[: names.index(spoke)] if spoke in names else voices
