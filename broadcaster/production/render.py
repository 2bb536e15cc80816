"""
Rendering: an order becomes a cart on the disk.

In: an order; an announcer, the folder of jingles, the finished parts kept so far, an executor to make others on. Out:
FLAC, MP3 and cue sheet, put there in this order, each whole or not at all: cut off in between, the cue sheet does not
fit the FLAC, and the cart is made again. A part that is kept is neither spoken nor mastered nor encoded again; what is
new is made, and all are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from broadcaster.core.errors import AudioError, PartGoneError, os_advice, os_reason
from broadcaster.core.storage import file_hash, replacing
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.envelope import Span
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.partfile import FinishedPart
from broadcaster.mixing.parts import PartStore
from broadcaster.mixing.splice import Splice, splice
from broadcaster.production.announcer import Announcer, Said, Voicing
from broadcaster.production.cart import Cart, CartFiles, CuePart, Role
from broadcaster.production.order import MAKE, Order, OrderPart
from broadcaster.production.recipe import BED_LEVEL, SPEECH_LEVEL, Recipe, Speech, Tune
from broadcaster.production.stretch import Stretch, stretches
from broadcaster.production.wording import words_hash
from broadcaster.production.workshop import Inline, Workshop

OnStep = Callable[[str, int, int], None]
"""Told what is being done, how many steps of it are done, and of how many."""

_TRIES: Final = 3
"""How often a part that goes while it is being joined is made again."""


@dataclass(frozen=True)
class _Planned:
    """One stretch, and how it is had."""

    stretch: Stretch
    key: str
    voicings: tuple[Voicing, ...]
    """Of each of its parts; none for a jingle."""


class Renderer:
    """Makes carts."""

    def __init__(
        self, announcer: Announcer, jingles: Mapping[str, Path], store: PartStore, executor: Executor | None = None
    ) -> None:
        """
        Set up.

        Args:
            announcer: Says what is not kept.
            jingles: Name → file.
            store: Parts kept.
            executor: Where parts are mastered and encoded: a pool of threads or processes; by default one after
                another in this thread. The bytes are the same.
        """
        self._announcer = announcer
        self._jingles = jingles
        self._store = store
        self._executor = executor or Inline()

    def render(self, order: Order, programmes: Path, on_step: OnStep = lambda *_: None) -> Cart:
        """
        Make the cart of *order* under the folder *programmes*.

        Raises:
            VoiceError: No voice of the chain could speak.
            AudioError: A jingle cannot be used, or a file cannot be written.
        """
        try:
            return self._render(order, CartFiles.of(programmes, order.slot), on_step)
        except OSError as error:
            hint = os_advice(error) or "dọn bớt ổ đĩa (broadcaster render --prune)"
            what = f"Không ghi được chương trình {order.slot}: {os_reason(error)}"
            raise AudioError(f"{what}. → {hint}, rồi dựng lại.") from error

    def _render(self, order: Order, files: CartFiles, on_step: OnStep) -> Cart:
        for attempt in range(1, _TRIES + 1):
            planned, parts = self._parts(order, on_step)
            on_step("Ghép chương trình", 0, 1)
            try:
                cart = _join(order, planned, parts, files)
            except PartGoneError:
                if attempt == _TRIES:
                    raise
            else:
                on_step("Ghép chương trình", 1, 1)
                return cart
        raise AssertionError("unreachable")  # pragma: no cover

    def _parts(self, order: Order, on_step: OnStep) -> tuple[list[_Planned], list[FinishedPart]]:
        """Return the stretches of *order* and the finished part of each, made where it is not kept."""
        workshop = Workshop(self._store, order.finish, self._executor)
        wanted, planned = stretches(order.parts), []
        try:
            for index, stretch in enumerate(wanted):
                on_step("Đọc và làm từng đoạn", index, len(wanted))
                planned.append(self._plan(stretch, order, workshop))
            made = workshop.finished()
        except BaseException:
            workshop.abandon()
            raise
        on_step("Đọc và làm từng đoạn", len(wanted), len(wanted))
        return planned, [made[one.key] for one in planned]

    def _plan(self, stretch: Stretch, order: Order, workshop: Workshop) -> _Planned:
        """Return how *stretch* is had: kept in the wanted voices, else said, and then kept so or made."""
        tune = self._tune(stretch.music, order) if stretch.music else None
        spoken = [part for part in stretch.parts if part.role is not Role.JINGLE]
        voicings = tuple(self._announcer.wanted(part, order) for part in spoken)
        planned = _Planned(stretch, _key(order, stretch, tune, voicings), voicings)
        if workshop.has(planned.key):
            return planned
        said = [self._say(part, order) for part in spoken]
        voicings = tuple(one.voicing for one in said)
        planned = _Planned(stretch, _key(order, stretch, tune, voicings), voicings)
        if not workshop.has(planned.key):
            speeches = (Speech(one.sounds, one.pauses, part.pause) for one, part in zip(said, spoken, strict=True))
            workshop.make(planned.key, Recipe(tuple(speeches), tune, stretch.pause))
        return planned

    def _say(self, part: OrderPart, order: Order) -> Said:
        return self._announcer.say(part.sentences, order.wanted(part), order.delivery)

    def _tune(self, name: str, order: Order) -> Tune:
        hashes = dict(order.jingles)
        if name not in self._jingles or name not in hashes:
            raise AudioError(f"Không có nhạc “{name}” trong audio/jingles; thêm tệp hoặc sửa khuôn chương trình.")
        return Tune(name, self._jingles[name], hashes[name])


def _key(order: Order, stretch: Stretch, tune: Tune | None, voicings: Sequence[Voicing] = ()) -> str:
    """Return what everything that the sound of *stretch* depends on comes to."""
    said = [f"{voicing.key} {part.pause}" for voicing, part in zip(voicings, stretch.parts, strict=False)]
    return order.finish.key(
        f"{MAKE} {SPEECH_LEVEL} {BED_LEVEL} {stretch.pause}", tune.hash if tune is not None else "", *said
    )


def _join(order: Order, planned: Sequence[_Planned], parts: Sequence[FinishedPart], files: CartFiles) -> Cart:
    """Join *parts*; nothing is put in its place before everything is written, the cue sheet last (the first given)."""
    day = date.fromisoformat(order.slot.split("/")[0])
    with (
        replacing(files.cue_sheet, suffix=".json") as cue_sheet,
        replacing(files.mp3, suffix=".mp3") as mp3,
        replacing(files.flac, suffix=".flac") as flac,
    ):
        spliced = splice(parts, flac=flac, mp3=mp3, tags=Tags(order.title, order.station, day))
        cart = _cart(order, planned, parts, files, spliced, (file_hash(flac), file_hash(mp3)))
        cart.write(cue_sheet)
    return cart


def _cart(
    order: Order,
    planned: Sequence[_Planned],
    parts: Sequence[FinishedPart],
    files: CartFiles,
    spliced: Splice,
    hashes: tuple[str, str],
) -> Cart:
    """Return what the cue sheet says; *hashes* are those of FLAC and MP3."""
    places = zip(planned, parts, spliced.starts, strict=True)
    voicings = [voicing for one in planned for voicing in one.voicings]
    return Cart(
        slot=order.slot,
        title=order.title,
        flac=files.flac.name,
        flac_hash=hashes[0],
        mp3=files.mp3.name,
        mp3_hash=hashes[1],
        rate=HOUSE_RATE,
        frames=spliced.frames,
        loudness=spliced.loudness,
        true_peak=spliced.peak,
        parts=tuple(cue for one, part, start in places for cue in _cues(one, part, start)),
        order=order.key,
        substitutes=tuple(dict.fromkeys(voicing.voice for voicing in voicings if voicing.substitute)),
        longest=order.longest,
        reason=next((voicing.reason for voicing in voicings if voicing.substitute), ""),
    )


def _cues(planned: _Planned, part: FinishedPart, start: int) -> Iterator[CuePart]:
    """Yield what the cue sheet says of one stretch that begins at frame *start*."""
    stretch, marks = planned.stretch, [Span(start + mark.start, start + mark.stop) for mark in part.marks]
    if stretch.bed:
        yield _bed_cue(stretch, marks.pop(0))
    voices = [voicing.voice for voicing in planned.voicings] or [""]
    for ordered, voice, mark in zip(stretch.parts, voices, marks, strict=False):
        yield CuePart(
            role=ordered.role,
            name=ordered.name,
            kind=ordered.kind,
            start=mark.start,
            frames=mark.frames,
            words_hash=words_hash(ordered.sentences) if ordered.sentences else "",
            approval=ordered.approval,
            voice=voice,
            leads_to=ordered.leads_to,
        )
    if stretch.bed:
        yield _bed_cue(stretch, marks[-1])


def _bed_cue(stretch: Stretch, mark: Span) -> CuePart:
    """Return where a bed is heard by itself; it goes with the last of what lies over it."""
    return CuePart(Role.JINGLE, stretch.bed, "", mark.start, mark.frames, leads_to=stretch.names)
