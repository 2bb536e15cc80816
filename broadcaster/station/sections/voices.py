"""``voices``: who reads, and how."""

from __future__ import annotations

from dataclasses import dataclass, field

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.core.values import UnreadableError
from broadcaster.voice.engine import Delivery


@dataclass(frozen=True)
class VoiceOptions:
    """Who reads, and how."""

    chain: tuple[tuple[str, str], ...] = (("espeak", "vi"),)
    """Engine and voice, the wanted one first; the next is used where the one before cannot speak."""
    delivery: Delivery = field(default_factory=Delivery)


def read_voices(section: Section | None) -> VoiceOptions:
    """Return who reads, and how."""
    default = VoiceOptions()
    if section is None:
        return default
    chain = section.values("chain", _engine_and_voice) or default.chain
    rate = section.value("rate", values.number(0.5, 2.0), default.delivery.rate)
    section.close()
    return VoiceOptions(chain, Delivery(rate=rate))


def _engine_and_voice(written: str) -> tuple[str, str]:
    engine, _, voice = written.partition(":")
    if not engine or not voice:
        raise UnreadableError(f"“{written}” không đủ tên bộ đọc và tên giọng", "viết như espeak:vi")
    return engine, voice
