"""
Rendering: an order becomes a cart on the disk.

In: an order; engines, a cache of spoken sentences, the folder of jingles. Out: FLAC, MP3 and cue sheet, each there
whole or not at all, the cue sheet last.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.errors import AudioError, VoiceError
from broadcaster.core.storage import file_hash, replacing
from broadcaster.core.units import HOUSE_RATE, frames
from broadcaster.mixing import wavfile
from broadcaster.mixing.edit import trimmed
from broadcaster.mixing.envelope import Span
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.jingles import brought
from broadcaster.mixing.loudness import integrated
from broadcaster.mixing.master import master
from broadcaster.mixing.montage import Clip, Piece, Timeline, bed, end_to_end, timeline
from broadcaster.mixing.mp3 import write_mp3
from broadcaster.mixing.sound import FileSound
from broadcaster.production.cart import Cart, CartFiles, CuePart, Role
from broadcaster.production.order import Order, OrderPart
from broadcaster.production.wording import words_hash
from broadcaster.reading.phrasing import Sentence
from broadcaster.voice.chain import Speaker, SpeechRun
from broadcaster.voice.engine import Delivery, Engine

LEVEL = -20.0
"""LUFS at which jingles and speech meet before mastering brings the whole to its target."""
BED_LEVEL = -26.0
"""LUFS of a bed where nobody speaks; under speech it lies 12 dB lower."""

OnStep = Callable[[str, int, int], None]
"""Told what is being done, how many steps of it are done, and of how many."""


@dataclass(frozen=True)
class Made:
    """One part, as sound."""

    sound: Audio
    voice: str = ""
    substitute: bool = False
    reason: str = ""
    """Of a substitute: why the voice wanted did not speak, in Vietnamese."""


class Renderer:
    """Makes carts."""

    def __init__(self, engines: Mapping[str, Engine], speech: SpeechRun, jingles: Mapping[str, Path]) -> None:
        """
        Set up.

        Args:
            engines: By name.
            speech: The run of speaking that these carts belong to.
            jingles: Name → file.
        """
        self._engines = engines
        self._speech = speech
        self._jingles = jingles

    def render(self, order: Order, programmes: Path, on_step: OnStep = lambda *_: None) -> Cart:
        """
        Make the cart of *order* under the folder *programmes*.

        Raises:
            VoiceError: No voice of the chain could speak.
            AudioError: A jingle cannot be used, or a file cannot be written.
        """
        made = []
        for index, part in enumerate(order.parts):
            on_step("Đọc và ghép tiếng", index, len(order.parts))
            made.append(self._make(part, order))
        on_step("Đọc và ghép tiếng", len(order.parts), len(order.parts))
        pieces = [Piece(one.sound, part.pause) for part, one in zip(order.parts, made, strict=True)]
        clips = end_to_end(pieces, grid=True)
        return self._finish(order, made, clips, CartFiles.of(programmes, order.slot), on_step)

    def _make(self, part: OrderPart, order: Order) -> Made:
        if part.role is Role.JINGLE:
            return Made(self._jingle(part.name, LEVEL))
        return self.speak(part.sentences, order.wanted(part), order.delivery)

    def speak(self, sentences: Sequence[Sentence], chain: Sequence[tuple[str, str]], delivery: Delivery) -> Made:
        """
        Return *sentences* spoken one after another, with the pauses between them that reading asked for.

        Args:
            sentences: At least one.
            chain: (engine, voice), the wanted one first.
            delivery: How to speak.

        Raises:
            VoiceError: No voice of the chain could.
        """
        speakers = [self._speaker(engine, voice) for engine, voice in chain]
        spoken = self._speech.speak_all([sentence.words for sentence in sentences], speakers, delivery)
        pieces = []
        for sentence, one in zip(sentences, spoken, strict=True):
            pieces += [wavfile.to_house(trimmed(one.audio)), silence(frames(sentence.pause))]
        voices = dict.fromkeys(f"{one.engine}:{one.voice}" for one in spoken)
        sound = _levelled(join(pieces[:-1]), LEVEL)
        return Made(sound, ", ".join(voices), any(one.substitute for one in spoken), spoken[0].reason)

    def _speaker(self, engine: str, voice: str) -> Speaker:
        if engine not in self._engines:
            names = ", ".join(self._engines)
            raise VoiceError(engine, f"không có bộ đọc này; các bộ đọc có: {names}.", permanent=True)
        return Speaker(self._engines[engine], voice)

    def _jingle(self, name: str, level: float) -> Audio:
        if name not in self._jingles:
            raise AudioError(f"Không có nhạc “{name}” trong audio/jingles; thêm tệp hoặc sửa khuôn chương trình.")
        return _levelled(brought(self._jingles[name]), level)

    def _finish(
        self, order: Order, made: Sequence[Made], clips: Sequence[Clip], files: CartFiles, on_step: OnStep
    ) -> Cart:
        on_step("Làm chủ âm thanh", 0, 3)
        mastered = master(_mixed(order, clips, self._beds(order, clips)), order.mastering)
        day = date.fromisoformat(order.slot.split("/")[0])
        with replacing(files.flac, suffix=".flac") as flac, replacing(files.mp3, suffix=".mp3") as mp3:
            wavfile.write_flac(flac, mastered.blocks())
            on_step("Làm chủ âm thanh", 1, 3)
            write_mp3(mp3, FileSound.of(flac), tags=Tags(order.title, order.station, day))
            on_step("Làm chủ âm thanh", 2, 3)
            hashes = file_hash(flac), file_hash(mp3)
        cart = Cart(
            slot=order.slot,
            title=order.title,
            flac=files.flac.name,
            flac_hash=hashes[0],
            mp3=files.mp3.name,
            mp3_hash=hashes[1],
            rate=HOUSE_RATE,
            frames=mastered.frames,
            loudness=mastered.loudness,
            true_peak=mastered.peak,
            parts=tuple(_cue_part(*each) for each in zip(order.parts, made, clips, strict=True)),
            order=order.key,
            substitutes=tuple(dict.fromkeys(one.voice for one in made if one.substitute)),
            reason=next((one.reason for one in made if one.substitute), ""),
        )
        cart.write(files.cue_sheet)
        on_step("Làm chủ âm thanh", 3, 3)
        return cart

    def _beds(self, order: Order, clips: Sequence[Clip]) -> list[Clip]:
        """Return one bed for each run of parts that share one."""
        beds = []
        numbered = list(zip(order.parts, clips, strict=True))
        for name, run in groupby(numbered, key=lambda each: each[0].bed):
            laid = [clip for _, clip in run]
            if name:
                span = Span(laid[0].start, laid[-1].span.stop)
                beds.append(bed(self._jingle(name, BED_LEVEL), span, [clip.span for clip in laid]))
        return beds


def _mixed(order: Order, clips: Sequence[Clip], beds: Sequence[Clip]) -> Timeline:
    tail = frames(order.parts[-1].pause) if order.parts else 0
    return timeline([*clips, *beds], length=max(clip.span.stop for clip in clips) + tail)


def _levelled(sound: Audio, level: float) -> Audio:
    measured = integrated(sound)
    return sound.gained(level - measured) if math.isfinite(measured) else sound


def _cue_part(part: OrderPart, made: Made, clip: Clip) -> CuePart:
    return CuePart(
        role=part.role,
        name=part.name,
        kind=part.kind,
        start=clip.start,
        frames=clip.sound.frames,
        words_hash=words_hash(part.sentences) if part.sentences else "",
        approval=part.approval,
        voice=made.voice,
        leads_to=part.leads_to,
    )
