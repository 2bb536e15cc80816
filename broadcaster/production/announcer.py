"""
The announcer: parts of an order are said by the first voice of their chain that can.

In: a part of an order. Out: its sentences as sound, and who spoke; or, before anybody speaks, the key of how it would
sound in the voice that is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from broadcaster.core.audio import Audio
from broadcaster.core.errors import VoiceError
from broadcaster.core.storage import text_hash
from broadcaster.core.units import Seconds
from broadcaster.production.order import Order, OrderPart
from broadcaster.reading.phrasing import Sentence
from broadcaster.voice.chain import Speaker, SpeechRun
from broadcaster.voice.engine import Delivery, Engine


@dataclass(frozen=True)
class Voicing:
    """In which voice something is said."""

    key: str
    """Hash of words, pauses, voice and delivery: of everything that its sound depends on."""
    voice: str
    """``engine:voice``."""
    substitute: bool = False
    """Whether another voice was wanted."""
    reason: str = ""
    """Of a substitute: why the voice wanted did not speak, in Vietnamese."""


@dataclass(frozen=True)
class Said:
    """Words as they were spoken."""

    voicing: Voicing
    sounds: tuple[Audio, ...]
    """Sentence by sentence, one channel, at the engine's own rate."""
    pauses: tuple[float, ...]
    """Seconds of silence that reading asked for after each sentence."""

    @property
    def seconds(self) -> Seconds:
        """Length, the last pause left out."""
        return Seconds(sum(sound.seconds for sound in self.sounds) + sum(self.pauses[:-1]))


class Announcer:
    """Speaks for one run of rendering."""

    def __init__(self, engines: Mapping[str, Engine], speech: SpeechRun) -> None:
        """
        Set up.

        Args:
            engines: By name.
            speech: The run of speaking that everything said here belongs to.
        """
        self._engines = engines
        self._speech = speech
        self._problems: dict[tuple[str, str], str | None] = {}

    def wanted(self, part: OrderPart, order: Order) -> Voicing:
        """
        Return how *part* sounds in the voice wanted for it; nobody speaks.

        Raises:
            VoiceError: There is no such engine.
        """
        speakers = self._speakers(order.wanted(part))
        speaker = next((one for one in speakers if self._usable(one)), speakers[0])
        return self._voicing(part.sentences, speaker, order.delivery)

    def say(self, sentences: Sequence[Sentence], chain: Sequence[tuple[str, str]], delivery: Delivery) -> Said:
        """
        Return *sentences* spoken.

        Args:
            sentences: At least one.
            chain: (engine, voice), the wanted one first.
            delivery: How to speak.

        Raises:
            VoiceError: No voice of the chain could.
        """
        speakers = self._speakers(chain)
        spoken = self._speech.speak_all([sentence.words for sentence in sentences], speakers, delivery)
        who = Speaker(self._engines[spoken[0].engine], spoken[0].voice)
        voicing = self._voicing(sentences, who, delivery)
        voicing = replace(voicing, substitute=spoken[0].substitute, reason=spoken[0].reason)
        pauses = tuple(float(sentence.pause) for sentence in sentences)
        return Said(voicing, tuple(one.audio for one in spoken), pauses)

    def _voicing(self, sentences: Sequence[Sentence], speaker: Speaker, delivery: Delivery) -> Voicing:
        facts = [f"{self._speech.key(one.words, speaker, delivery)} {float(one.pause)}" for one in sentences]
        return Voicing(text_hash("\n".join(facts)), f"{speaker.engine.name}:{speaker.voice}")

    def _speakers(self, chain: Sequence[tuple[str, str]]) -> list[Speaker]:
        for engine, _ in chain:
            if engine not in self._engines:
                names = ", ".join(self._engines)
                raise VoiceError(engine, f"không có bộ đọc này; các bộ đọc có: {names}.", permanent=True)
        return [Speaker(self._engines[engine], voice) for engine, voice in chain]

    def _usable(self, speaker: Speaker) -> bool:
        known = (speaker.engine.name, speaker.voice)
        if known not in self._problems:
            self._problems[known] = speaker.problem()
        return self._problems[known] is None
