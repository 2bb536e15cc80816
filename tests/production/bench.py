"""A renderer on a bench: all that it needs in one folder, an order for it, a voice that tells what it was asked."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from broadcaster.core.audio import Audio
from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import VoiceError
from broadcaster.core.storage import file_hash
from broadcaster.mixing.parts import PartStore
from broadcaster.production.announcer import Announcer
from broadcaster.production.cart import Cart, CartFiles, Role
from broadcaster.production.order import Order
from broadcaster.production.render import Renderer
from broadcaster.reading.phrasing import Sentence
from broadcaster.station.wiring import open_station
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import SpeechRun
from broadcaster.voice.engine import Delivery
from broadcaster.voice.tone import ToneEngine

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class ListenedTo(ToneEngine):
    """The tone voice under another name, which writes down what it was asked to say, or has lost its voice."""

    def __init__(self, name: str = "tone") -> None:
        self.name = name
        self.asked: list[str] = []
        self.mute = False

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        if self.mute:
            raise VoiceError(self.name, "mất tiếng", permanent=True)
        self.asked.append(words)
        return super().speak(words, voice, delivery)


class Bench:
    """A renderer with everything it needs in one folder, and an order for it."""

    def __init__(self, small: SmallStation) -> None:
        self.root = small.root
        self.jingles = small.root / "audio" / "jingles"
        self.engine = ListenedTo()
        self.other = ListenedTo("other")
        self.order = _ordered(small)

    def render(self, order: Order, folder: str = "carts", executor: Executor | None = None) -> Cart:
        engines = {"tone": self.engine, "other": self.other}
        announcer = Announcer(engines, SpeechRun(SpeechCache(self.root / "spoken"), SystemClock(HANOI)))
        jingles = {path.stem: path for path in self.jingles.iterdir()}
        renderer = Renderer(announcer, jingles, PartStore(self.root / folder / "parts"), executor)
        return renderer.render(order, self.root / folder)

    def parts(self, folder: str = "carts") -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / folder / "parts").iterdir()}

    def checked(self, cart: Cart, files: CartFiles) -> Cart | None:
        """Return *cart* if its files are those that it names."""
        same = (file_hash(files.flac), file_hash(files.mp3)) == (cart.flac_hash, cart.mp3_hash)
        return cart if same else None

    def said_otherwise(self, name: str) -> Order:
        """Return the order with one more sentence in the part *name*."""
        pause = self.order.parts[1].sentences[0].pause
        more = Sentence(("thêm một câu",), question=False, pause=pause)
        parts = [
            replace(part, sentences=(*part.sentences, more)) if part.name == name and part.role is Role.ITEM else part
            for part in self.order.parts
        ]
        return replace(self.order, parts=tuple(parts))

    def forget_speech(self) -> None:
        for path in (self.root / "spoken").iterdir():
            path.unlink()


def _ordered(small: SmallStation) -> Order:
    station = open_station(small.root)
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=datetime(2025, 9, 30, tzinfo=HANOI))
    news = station.newsroom.news()
    return station.studio.order(station.plan(date(2025, 10, 1), news).slots[0], news)
