"""
The studio: a planned slot becomes an order, and an order a cart, unless the cart is there already.

In: a slot of the plan and the news it was planned with. Out: the order, the cart on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from broadcaster.core.clock import Clock
from broadcaster.core.errors import AudioError, VoiceError
from broadcaster.core.memory import Memory
from broadcaster.core.storage import file_hash
from broadcaster.core.units import Seconds
from broadcaster.mixing import wavfile
from broadcaster.mixing.parts import PartStore
from broadcaster.production.announcer import Announcer
from broadcaster.production.cart import Cart, CartFiles, Role
from broadcaster.production.order import Order, OrderPart
from broadcaster.production.render import OnStep, Renderer
from broadcaster.programme.brief import brief
from broadcaster.programme.plan import PlannedSlot
from broadcaster.programme.rundown import JingleEntry, Part, SpokenEntry
from broadcaster.station.desk.casting import Better, Casting
from broadcaster.station.desk.newsroom import News
from broadcaster.station.desk.script import Script
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import JINGLE_ENDINGS, Settings
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import Speaker, SpeechRun
from broadcaster.voice.engine import Delivery, Engine

JINGLE_PAUSE = 0.4
"""Seconds of silence after a jingle, before somebody speaks."""


MANY = 256
"""Answers kept about single files: more than a station has jingles."""

Stamp = tuple[int, int]
"""Time and size of a file: what is asked before it is read again."""


class Studio:
    """Where the carts of one station are made."""

    def __init__(
        self, folder: Folder, settings: Settings, engines: Mapping[str, Engine], clock: Clock, programmes: Path
    ) -> None:
        self._folder = folder
        self._programmes = programmes
        self._settings = settings
        self._engines = engines
        self.casting = Casting(settings.voices, engines)
        """Who reads what."""
        self._clock = clock
        self._jingles = _jingles(folder)
        self._hashes: Memory[str] = Memory(MANY)
        self._lengths: Memory[Seconds | None] = Memory(MANY)
        self._orders: Memory[Order] = Memory()
        self._carts: Memory[Cart | None] = Memory()

    @property
    def jingles(self) -> frozenset[str]:
        """Names of the jingles that there are."""
        return frozenset(self._jingles)

    def jingle_length(self, name: str) -> Seconds:
        """Return the length of a jingle; nothing for one that cannot be used."""
        return self._length(name) or Seconds(0)

    def order(self, slot: PlannedSlot, news: News) -> Order:
        """Return what the cart of *slot* has to be made of; the same slot and news give the same order."""
        return self._orders.get(slot_key(slot), (slot, news), lambda: self._order(slot, news))

    def _order(self, slot: PlannedSlot, news: News) -> Order:
        rundown = slot.rundown
        parts = []
        for entry in rundown.entries:
            if isinstance(entry, JingleEntry):
                if not self._usable(entry.name):
                    continue
                parts.append(OrderPart(Role.JINGLE, entry.name, pause=JINGLE_PAUSE, leads_to=entry.leads_to))
            else:
                content = entry.item_id in rundown.items
                bed = entry.bed if entry.bed and self._usable(entry.bed) else ""
                parts.append(self._spoken(entry, news.by_id[entry.item_id], bed=bed, content=content))
        used = {part.name for part in parts if part.role is Role.JINGLE} | {part.bed for part in parts if part.bed}
        jingles = tuple((name, self._hash(self._jingles[name])) for name in sorted(used & set(self._jingles)))
        return Order(
            slot=slot_key(slot),
            title=f"{slot.name} {slot.start:%d/%m/%Y}",
            station=self._settings.name,
            parts=tuple(parts),
            jingles=jingles,
            chain=self.casting.chain,
            delivery=self._settings.voices.delivery,
            finish=self._settings.finish,
            longest=slot.longest,
        )

    def brief(self, slot: PlannedSlot, news: News) -> Order:
        """Return what the shortest programme of *slot* has to be made of, by a voice that needs no network."""
        short = replace(slot, rundown=brief(slot.rundown))
        order = self._orders.get(("brief", slot_key(slot)), (slot, news), lambda: self._order(short, news))
        parts = tuple(replace(part, voice="") for part in order.parts)
        return replace(order, slot=brief_key(order.slot), parts=parts, chain=self.casting.offline)

    def cart(self, order: Order) -> Cart | None:
        """Return the cart that *order* asks for, if it is on the disk, whole; substitutes may have spoken in it."""
        found = self.whole(order.slot)
        return found if found is not None and found.order == order.key else None

    def latest(self, slot: str) -> Cart | None:
        """Return the cart of *slot* that is on the disk, whatever it was made from; not one copied from another."""
        sheet = CartFiles.of(self._programmes, slot).cue_sheet
        try:
            found = self._carts.get(sheet, _stamp(sheet), lambda: Cart.read(sheet))
        except (AudioError, OSError):
            return None
        return found if found is not None and found.slot == slot else None

    def whole(self, slot: str) -> Cart | None:
        """Return the cart of *slot* if its sound is on the disk as the cue sheet has it, whatever it was made from."""
        found = self.latest(slot)
        try:
            flac = CartFiles.of(self._programmes, slot).flac
            return found if found is not None and self._hash(flac) == found.flac_hash else None
        except OSError:
            return None

    def speech(self, online: float | None = None) -> SpeechRun:
        """Return a run of speaking; voices are asked over the network for at most *online* seconds from now."""
        return SpeechRun(SpeechCache(self._folder.cache), self._clock, online_seconds=online)

    def render(
        self,
        order: Order,
        on_step: OnStep = lambda *_: None,
        *,
        speech: SpeechRun | None = None,
        executor: Executor | None = None,
    ) -> Cart:
        """Make the cart of *order*, in a run of speaking of its own unless one is given; see :func:`render`."""
        speech = speech or self.speech()
        return render(self._folder, self._engines, speech, order, self._programmes, on_step, executor)

    def improve(
        self, order: Order, better: tuple[Better, ...], on_step: OnStep = lambda *_: None, *, online: float | None
    ) -> Cart | None:
        """Make the cart of *order* again if a voice of *better* can speak now; return None if none can."""
        speech = self.speech(online)
        if not rehearsed(better, speech, self._engines, order.delivery):
            return None
        return render(self._folder, self._engines, speech, order, self._programmes, on_step)

    def _spoken(self, entry: SpokenEntry, script: Script, *, bed: str, content: bool) -> OrderPart:
        if not content:
            role = Role.PHRASE
        elif entry.part is Part.TITLE:
            role = Role.HEADLINE
        else:
            role = Role.REPEAT if entry.repeat else Role.ITEM
        approval = script.approval
        return OrderPart(
            role=role,
            name=entry.item_id,
            kind=script.item.kind.value,
            sentences=script.words.part(entry.part),
            approval=approval.line if approval else "",
            voice=self.casting.voice(script.item, role),
            bed=bed,
            pause=float(entry.gap),
            leads_to=entry.leads_to,
        )

    def _hash(self, path: Path) -> str:
        return self._hashes.get(path, _stamp(path), lambda: file_hash(path))

    def _usable(self, name: str) -> bool:
        """Return whether there is a jingle of that name that can be played; one that cannot is left out, and told."""
        return self._length(name) is not None

    def _length(self, name: str) -> Seconds | None:
        path = self._jingles.get(name)
        if path is None or not path.exists():
            return None
        return self._lengths.get(path, _stamp(path), lambda: _seconds(path))


def render(
    folder: Folder,
    engines: Mapping[str, Engine],
    speech: SpeechRun,
    order: Order,
    programmes: Path,
    on_step: OnStep = lambda *_: None,
    executor: Executor | None = None,
) -> Cart:
    """Make the cart of *order* under *programmes*, with the jingles of *folder*; see :class:`Renderer`."""
    renderer = Renderer(Announcer(engines, speech), _jingles(folder), PartStore(folder.parts), executor)
    return renderer.render(order, programmes, on_step)


def rehearsed(better: Iterable[Better], speech: SpeechRun, engines: Mapping[str, Engine], delivery: Delivery) -> bool:
    """Have better voices say their parts, so that a render finds them; return whether any of them could."""
    spoken = 0
    for part in better:
        speakers = [Speaker(engines[engine], voice) for engine, voice in part.voices]
        with suppress(VoiceError):
            speech.speak_all([sentence.words for sentence in part.sentences], speakers, delivery)
            spoken += 1
    return spoken > 0


def _seconds(path: Path) -> Seconds | None:
    """Return the length of what a programme plays of a sound file; None where it cannot be used."""
    try:
        return wavfile.brought(path).seconds
    except AudioError:
        return None


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def brief_key(slot: str) -> str:
    """Return how files call the shortest programme of *slot*, kept beside its own."""
    return f"{slot}.ngan"


def slot_key(slot: PlannedSlot) -> str:
    """Return how records and files call this slot: ``DATE/HHMM-name``."""
    return f"{slot.start:%Y-%m-%d}/{slot.start:%H%M}-{slot.id}"


def _jingles(folder: Folder) -> dict[str, Path]:
    """Return the jingles by name; where one has several files, the ending that comes first in the list wins."""
    found: dict[str, Path] = {}
    if folder.jingles.is_dir():
        for ending in reversed(JINGLE_ENDINGS):
            found |= {path.stem: path for path in folder.jingles.iterdir() if path.suffix.lower() == ending}
    return found
