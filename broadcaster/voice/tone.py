"""
The stand-in voice: one beep a syllable, every length exact in samples. For tests and for dry runs.

With the default delivery, at 48 000 Hz, a syllable takes ``SYLLABLE`` frames: a beep of ``BEEP`` frames that
is loud from its very first sample, then silence. Each ``, . ?`` adds ``PAUSE`` frames of silence. There is
nothing before the first beep, so sentence k of a joined text begins where its first beep does.
"""

from __future__ import annotations

import hashlib

import numpy as np

from broadcaster.core.audio import Audio, Samples
from broadcaster.core.units import HOUSE_RATE
from broadcaster.voice.engine import Delivery, Voice, require_voice, utterance

SYLLABLE = 9600
"""Frames from one onset to the next at rate 1.0: 0.2 s."""
BEEP = 7200
"""Frames of a syllable that sound, at rate 1.0: 0.15 s."""
PAUSE = 9600
"""Frames that a punctuation mark adds, at rate 1.0."""
LEVEL = 0.25
"""Amplitude of a beep, full scale being 1.0."""


class ToneEngine:
    """One beep a syllable; its pitch comes from the syllable's letters."""

    name = "tone"
    version = "1"
    online = False
    follows = frozenset({"rate", "pitch"})

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002  there is nothing but this file
        return ""

    def voices(self) -> tuple[Voice, ...]:
        return (
            Voice(
                engine=self.name,
                name="beep",
                language="vi",
                licence="GPL-3.0-or-later",
                public_use=True,
                online=False,
                description="tiếng bíp thay giọng đọc, dùng khi chạy thử",
                installed=True,
            ),
        )

    def available(self) -> str | None:
        return None

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        text = utterance(words, self.name)
        require_voice(self, voice)
        samples = np.zeros((frames(text, delivery), 1), dtype=np.float32)
        for syllable, onset in zip(_syllables(text), onsets(text, delivery), strict=True):
            beep = _beep(syllable, delivery)
            samples[onset : onset + beep.shape[0]] = beep
        return Audio(samples, HOUSE_RATE)


def onsets(words: str, delivery: Delivery | None = None) -> tuple[int, ...]:
    """Return the frame at which each beep of *words* starts; the first is 0."""
    found, _ = _layout(words, delivery or Delivery())
    return found


def frames(words: str, delivery: Delivery | None = None) -> int:
    """Return the length of *words* when spoken, in frames."""
    _, end = _layout(words, delivery or Delivery())
    return end


def _layout(words: str, delivery: Delivery) -> tuple[tuple[int, ...], int]:
    found: list[int] = []
    place = 0
    for token in utterance(words, ToneEngine.name).split():
        if any(letter.isalnum() for letter in token):
            found.append(place)
            place += _scaled(SYLLABLE, delivery)
        if found:  # marks before the first syllable say nothing
            place += _scaled(PAUSE, delivery) * sum(token.count(mark) for mark in ",.?")
    return tuple(found), place


def _syllables(words: str) -> list[str]:
    return [token for token in words.split() if any(letter.isalnum() for letter in token)]


def _scaled(length: int, delivery: Delivery) -> int:
    return round(length / delivery.rate)


def _beep(syllable: str, delivery: Delivery) -> Samples:
    """Return a sine of 300 to 1200 Hz drawn from the letters; the half-sample offset makes frame 0 sound."""
    letters = syllable.strip(",.?").lower().encode("utf-8")
    semitone = hashlib.sha256(letters).digest()[0] % 25
    hertz = 300 * 2 ** ((semitone + delivery.pitch) / 12)
    count = _scaled(BEEP, delivery)
    phase = 2 * np.pi * hertz * (np.arange(count) + 0.5) / HOUSE_RATE
    return (LEVEL * np.sin(phase)).astype(np.float32).reshape(-1, 1)
