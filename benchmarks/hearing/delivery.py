"""
Ways of saying a text, from the words to the finished programme.

In: words and a manner. Out: sound as the station would air it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.units import frames
from broadcaster.mixing.edit import trimmed
from broadcaster.mixing.loudness import integrated
from broadcaster.mixing.master import Chain, MasterOptions, Profile, master
from broadcaster.mixing.wavfile import to_house
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.engine import Delivery, Engine

HORN, LINE = Profile.HORN.chain, Profile.LINE.chain
MEETING = -20.0
"""LUFS at which parts meet before mastering, as in a render."""


@dataclass(frozen=True)
class Manner:
    """One way of saying things."""

    name: str
    engine: Engine = field(repr=False)
    voice: str
    delivery: Delivery = field(default_factory=Delivery)
    chain: Chain = HORN
    """The stages of mastering."""
    pause: float = 0.7
    """Seconds between sentences."""
    commas: bool = True
    """Whether the voice is told where breath groups end."""

    def programme(self, sentences: Sequence[str], cache: SpeechCache) -> Audio:
        """Return *sentences* spoken one after another and mastered."""
        pieces = []
        for sentence in sentences:
            pieces += [to_house(trimmed(self._said(sentence, cache))), silence(frames(self.pause))]
        sound = join(pieces[:-1])
        level = sound.gained(MEETING - integrated(sound))
        return master(level, replace(MasterOptions(), chain=self.chain)).audio()

    def _said(self, sentence: str, cache: SpeechCache) -> Audio:
        words = sentence if self.commas else sentence.replace(",", "")
        kept = cache.get(words, self.engine, self.voice, self.delivery)
        return kept or cache.make(words, self.engine, self.voice, self.delivery)
