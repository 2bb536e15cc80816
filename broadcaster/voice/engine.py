"""
What every engine promises, and the values that go in and out.

In: words to be said, the name of a voice, a delivery. Out: mono sound at the engine's own rate, or a VoiceError.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Protocol

from broadcaster.core.audio import Audio
from broadcaster.core.errors import VoiceError


@dataclass(frozen=True)
class Delivery:
    """How to speak. An engine follows what it can and leaves the rest; see :attr:`Engine.follows`."""

    rate: float = 1.0
    """Speed as a factor: 1.0 is the engine's own announcer's pace, 0.8 is slower."""
    pitch: float = 0.0
    """Semitones above (or below) the voice's own pitch."""

    def __post_init__(self) -> None:
        if not 0.25 <= self.rate <= 4.0:
            raise ValueError(f"rate must lie in 0.25 to 4, not {self.rate}")
        if not -12.0 <= self.pitch <= 12.0:
            raise ValueError(f"pitch must lie in -12 to 12 semitones, not {self.pitch}")


@dataclass(frozen=True)
class Voice:
    """One voice of one engine."""

    engine: str
    """Name of the engine, as settings write it."""
    name: str
    """Name of the voice within its engine."""
    language: str
    """BCP 47 tag: ``vi``, ``vi-VN``, ``en-US``."""
    licence: str
    """SPDX name where there is one, else a few words."""
    public_use: bool
    """Whether a station may broadcast it without asking anybody."""
    online: bool
    """Whether speaking needs the network."""
    description: str
    """One line for people, in Vietnamese."""
    installed: bool
    """Whether everything it needs is on this machine (for an online voice: its library)."""


class Engine(Protocol):
    """
    Something that speaks.

    An engine is safe to call from several threads at once, can be pickled for another process, keeps no state
    between utterances, and leaves no file or process behind, whatever happens.
    """

    @property
    def name(self) -> str:
        """As settings and the cache write it."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same request may sound different; part of the cache key."""
        ...

    @property
    def online(self) -> bool:
        """Whether speaking needs the network."""
        ...

    @property
    def follows(self) -> frozenset[str]:
        """Names of the fields of :class:`Delivery` that this engine obeys."""
        ...

    def fingerprint(self, voice: str) -> str:
        """Return what changes whenever *voice* itself is replaced by another of the same name; may be empty."""
        ...

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices it knows, the preferred one first. Never asks the network."""
        ...

    def available(self) -> str | None:
        """Return None if it can be used here, else why not and what to do, in Vietnamese. Never asks the network."""
        ...

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        """
        Return *words* spoken.

        Args:
            words: One sentence as it is to be said: letters, spaces and ``, . ?``. Anything else is
                taken for a space: no engine may find a command in it.
            voice: Name of one of :meth:`voices`.
            delivery: Fields outside :attr:`follows` are ignored.

        Returns:
            One channel at the engine's own rate, not silent, not shortened; the same request gives the same
            sound as long as :attr:`version` and :meth:`fingerprint` stay.

        Raises:
            VoiceError: ``permanent`` if the same request will fail again (no such voice, nothing to say,
                the engine is not installed), else trying later may help.
        """
        ...


_KEPT = frozenset(",.?")


def utterance(words: str, engine: str) -> str:
    r"""
    Return *words* in the only form that reaches an engine: NFC, letters, digits, single spaces and ``, . ?``.

    Reading has turned everything else into words long before. What slips through all the same becomes a
    space here, so that markup (``[[…]]``, ``<say-as>``) cannot be obeyed and a stray symbol cannot crash.

    >>> utterance("Kính chào\n[[bà con]] <b>!", "espeak")
    'Kính chào bà con b'

    Raises:
        VoiceError: Permanent; no letter is left to say.
    """
    clean = "".join(letter if _speakable(letter) else " " for letter in unicodedata.normalize("NFC", words))
    if not any(letter.isalnum() for letter in clean):
        raise VoiceError(engine, "câu không có chữ nào để đọc; xem lại bài viết.", permanent=True)
    return " ".join(clean.split())


def _speakable(letter: str) -> bool:
    return letter in _KEPT or unicodedata.category(letter) in {"Lu", "Ll", "Lo", "Lm", "Lt", "Mn", "Mc", "Nd"}


def require_voice(engine: Engine, name: str) -> Voice:
    """
    Return the voice of *engine* called *name*.

    Raises:
        VoiceError: Permanent; it has none of that name, or it is not installed.
    """
    known = {voice.name: voice for voice in engine.voices()}
    if name not in known:
        names = ", ".join(known) or "chưa có giọng nào"
        raise VoiceError(engine.name, f"không có giọng “{name}”; các giọng có: {names}.", permanent=True)
    if not known[name].installed:
        raise VoiceError(
            engine.name,
            f"giọng “{name}” chưa được cài; chạy “broadcaster voices” để xem cách cài.",
            permanent=True,
        )
    return known[name]
