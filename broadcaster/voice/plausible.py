"""
Whether a sound can be what was to be said.

In: the sound, the words. Out: why it cannot. Services and engines fail without a word: a cut file, silence, samples
that are no numbers. None of that may air.
"""

from __future__ import annotations

import numpy as np

from broadcaster.core.audio import Audio

_SHORTEST = 0.08
"""Seconds that a syllable takes at the very least; announcers need 0.2 to 0.3."""
_SILENCE = 1e-3
"""Peak below which there is nothing to hear, full scale being 1.0: -60 dBFS."""


def fault(audio: Audio, words: str) -> str:
    """Return why *audio* cannot be *words* as somebody said them, in Vietnamese; empty where it can."""
    syllables = sum(any(letter.isalnum() for letter in word) for word in words.split())
    if audio.seconds < _SHORTEST * syllables:
        return f"âm thanh quá ngắn so với câu ({audio.seconds:.1f} giây), có lẽ bị cắt."
    peak = float(np.abs(audio.samples).max()) if audio.frames else 0.0
    if not np.isfinite(peak):
        return "âm thanh có mẫu hỏng (không phải số)."
    return "" if peak > _SILENCE else "âm thanh im lặng, không có tiếng nói."
