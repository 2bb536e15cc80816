"""
Who speaks: the first speaker of a chain who can, and who it was.

In: the sentences of one text and a chain of speakers, the wanted one first. Out: their sound, all in one
voice, and whether that voice was a substitute. A run remembers which engines failed it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from broadcaster.core.audio import Audio
from broadcaster.core.clock import Clock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.engine import Delivery, Engine, utterance
from broadcaster.voice.limit import within
from broadcaster.voice.plausible import fault

_TRIES = 2
"""How often an offline engine is asked when it fails in passing: a crashed process seldom crashes twice."""
_STRIKES = 3
"""Texts in a row at which an offline engine may fail in passing before it is given up; each may cost its whole time."""
_TOO_LATE = "hết thời gian chờ giọng qua mạng trong lần này; dùng giọng có sẵn trên máy."


@dataclass(frozen=True)
class Speaker:
    """A voice together with the engine that has it."""

    engine: Engine
    voice: str

    def problem(self) -> str | None:
        """Return None if this voice can be used here, else why not, in Vietnamese. Never asks the network."""
        if (reason := self.engine.available()) is not None:
            return reason
        known = {voice.name: voice.installed for voice in self.engine.voices()}
        if self.voice in known:
            return None if known[self.voice] else "chưa được cài; chạy “broadcaster voices” để xem cách cài."
        return "không có giọng này; chạy “broadcaster voices” để xem các giọng."


@dataclass(frozen=True)
class Spoken:
    """One sentence as it was spoken."""

    audio: Audio
    """One channel, at the engine's own rate."""
    engine: str
    """Name of the engine that spoke."""
    voice: str
    """Name of its voice."""
    substitute: bool
    """Whether a speaker before it could not speak although it is installed here."""
    reason: str = ""
    """Of a substitute: why those before it did not speak, in Vietnamese."""


class SpeechRun:
    """
    One run of speaking: a rendering, a preview.

    Sentences of one text are never split between voices: if a speaker fails at one, the next speaker takes
    all. An online engine that fails is given up for the rest of the run; what it said before stays usable
    from the cache. An offline engine is tried again, and at the next text; one that others stand behind, and that
    fails at several texts in a row, is given up too.
    """

    def __init__(
        self, cache: SpeechCache, clock: Clock, *, online_seconds: float | None = None, workers: int | None = None
    ) -> None:
        """
        Begin.

        Args:
            cache: Where sentences are kept.
            clock: Measures *online_seconds*.
            online_seconds: How long from now online engines may be asked; 0 = only what the cache has of
                them, None = as long as it takes.
            workers: Sentences spoken at once; as many as there are processors by default.
        """
        self._cache = cache
        self._clock = clock
        self._online_until = None if online_seconds is None else clock.monotonic() + online_seconds
        self._workers = workers or os.cpu_count() or 1
        self._given_up: dict[str, VoiceError] = {}
        self._strikes: Counter[str] = Counter()

    @property
    def cache(self) -> SpeechCache:
        """Where sentences are kept."""
        return self._cache

    @property
    def given_up(self) -> Mapping[str, VoiceError]:
        """Engines that will not be asked again in this run, each with its error."""
        return dict(self._given_up)

    def key(self, words: str, speaker: Speaker, delivery: Delivery) -> str:
        """Return what stands for everything that the sound of one sentence depends on; nobody speaks."""
        return self._cache.key(words, speaker.engine, speaker.voice, delivery)

    def speak(self, words: str, chain: Sequence[Speaker], delivery: Delivery) -> Spoken:
        """Return one sentence spoken; as :meth:`speak_all`."""
        return self.speak_all([words], chain, delivery)[0]

    def speak_all(self, sentences: Sequence[str], chain: Sequence[Speaker], delivery: Delivery) -> tuple[Spoken, ...]:
        """
        Return the sentences of one text, in their order, all spoken by the first speaker who can.

        Args:
            sentences: As :meth:`Engine.speak` wants them.
            chain: At least one speaker, the wanted one first.
            delivery: How to speak.

        Raises:
            VoiceError: No speaker could, with every reason; permanent if each of them is.
        """
        for sentence in sentences:
            utterance(sentence, chain[0].engine.name)
        reasons: list[VoiceError] = []
        failed: list[VoiceError] = []
        for speaker in dict.fromkeys(chain):
            try:
                sounds = self._try(speaker, sentences, delivery)
            except VoiceError as error:
                reasons.append(error)
                if speaker.problem() is None:
                    failed.append(error)
                if speaker is not chain[-1]:
                    self._strike(speaker.engine, error)
                continue
            self._strikes.pop(speaker.engine.name, None)
            who, why = (speaker.engine.name, speaker.voice, bool(failed)), " ".join(map(str, failed))
            return tuple(Spoken(sound, *who, why) for sound in sounds)
        if len(reasons) == 1:
            raise reasons[0]
        names = ", ".join(dict.fromkeys(speaker.engine.name for speaker in chain))
        message = "không giọng nào đọc được. " + " ".join(str(reason) for reason in reasons)
        raise VoiceError(names, message, permanent=all(reason.permanent for reason in reasons))

    def _strike(self, engine: Engine, error: VoiceError) -> None:
        """Count a text that *engine* could not say although it might have, and give it up if that goes on."""
        self._strikes[engine.name] += not error.permanent
        if self._strikes[engine.name] >= _STRIKES:
            self._given_up.setdefault(engine.name, error)

    def _try(self, speaker: Speaker, sentences: Sequence[str], delivery: Delivery) -> list[Audio]:
        engine = speaker.engine
        for attempt in range(1, _TRIES + 1):
            try:
                return self._all(speaker, sentences, delivery)
            except VoiceError as error:
                if engine.online or error.permanent or attempt == _TRIES:
                    raise
        raise AssertionError("unreachable")  # pragma: no cover

    def _all(self, speaker: Speaker, sentences: Sequence[str], delivery: Delivery) -> list[Audio]:
        different = list(dict.fromkeys(sentences))
        with ThreadPoolExecutor(self._workers, thread_name_prefix="voice") as pool:
            futures = [pool.submit(self._one, speaker, sentence, delivery) for sentence in different]
            try:
                sounds = {sentence: future.result() for sentence, future in zip(different, futures, strict=True)}
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
        return [sounds[sentence] for sentence in sentences]

    def _one(self, speaker: Speaker, sentence: str, delivery: Delivery) -> Audio:
        kept = self._cache.get(sentence, speaker.engine, speaker.voice, delivery)
        if kept is not None:
            return kept
        self._require_usable(speaker.engine)
        try:
            spoken = self._ask(speaker, sentence, delivery)
        except VoiceError as error:
            if speaker.engine.online:  # at once, so that the sentences beside this one do not ask in vain
                self._given_up.setdefault(speaker.engine.name, error)
            raise
        return self._cache.keep(spoken, sentence, speaker.engine, speaker.voice, delivery)

    def _ask(self, speaker: Speaker, sentence: str, delivery: Delivery) -> Audio:
        """Have *sentence* spoken; over the network no longer than there is time, wherever it hangs."""
        engine = speaker.engine
        if self._online_until is None or not engine.online:
            return _spoken(speaker, sentence, delivery)
        try:
            left = self._online_until - self._clock.monotonic()
            return within(left, lambda: _spoken(speaker, sentence, delivery))
        except TimeoutError as error:
            raise VoiceError(engine.name, _TOO_LATE, permanent=False) from error

    def _require_usable(self, engine: Engine) -> None:
        if engine.name in self._given_up:
            raise self._given_up[engine.name]
        if (reason := engine.available()) is not None:
            raise VoiceError(engine.name, reason, permanent=True)
        if engine.online and self._online_until is not None and self._clock.monotonic() >= self._online_until:
            raise VoiceError(engine.name, _TOO_LATE, permanent=False)


def _spoken(speaker: Speaker, sentence: str, delivery: Delivery) -> Audio:
    """
    Return *sentence* as *speaker* says it.

    Raises:
        VoiceError: It could not, whatever went wrong, or what came cannot be the sentence: then another may speak.
    """
    name = speaker.engine.name
    try:
        audio = speaker.engine.speak(sentence, speaker.voice, delivery)
    except VoiceError:
        raise
    except Exception as error:  # the border to the engines
        reason = f"lỗi chương trình khi đọc ({type(error).__name__}: {error}); báo người hỗ trợ."
        raise VoiceError(name, reason, permanent=False) from error
    if reason := fault(audio, sentence):
        raise VoiceError(name, reason, permanent=False)
    return audio
