"""
A bulletin of any length as production gets it: an order, and a renderer as the station builds it.

eSpeak NG speaks beforehand; what it takes to read the kept sentences back is timed, so that it can be left out.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcaster.core.clock import SystemClock
from broadcaster.core.storage import file_hash
from broadcaster.core.units import Seconds
from broadcaster.mixing.master import MasterOptions
from broadcaster.mixing.parts import Finish, PartStore
from broadcaster.production.announcer import Announcer
from broadcaster.production.cart import Cart, CartFiles, Role
from broadcaster.production.order import Order, OrderPart
from broadcaster.production.render import Renderer
from broadcaster.reading.phrasing import Sentence
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import Speaker, SpeechRun, Spoken
from broadcaster.voice.engine import Delivery
from broadcaster.voice.espeak import EspeakEngine

JINGLES = Path(__file__).parents[2] / "audio" / "jingles"
VOICE = "vi+f3"
PAUSE = Seconds(0.7)
SENTENCES = (
    "ủy ban nhân dân xã tổ chức các hoạt động hưởng ứng ngày hội đổi mới sáng tạo quốc gia",
    "bà con hãy cùng nhau học cách dùng dịch vụ công trực tuyến để đỡ phải đi lại nhiều lần",
    "tổ công nghệ số cộng đồng đến từng thôn giúp người cao tuổi cài đặt ứng dụng trên điện thoại",
    "hợp tác xã đưa nông sản lên sàn thương mại điện tử và ghi nhật ký sản xuất bằng điện thoại",
    "các nhà trường tổ chức cho học sinh tìm hiểu về khoa học và tham gia cuộc thi sáng tạo",
    "khi gặp khó khăn bà con liên hệ trung tâm phục vụ hành chính công của xã để được hướng dẫn",
    "ai có cách làm hay xin giới thiệu với ban tổ chức để biểu dương trước toàn thể nhân dân",
    "mong bà con theo dõi chương trình phát thanh vào buổi sáng và buổi chiều hằng ngày",
)


class TimedRun(SpeechRun):
    """A run of speaking that knows how long it took."""

    wall = cpu = 0.0

    def speak_all(self, sentences: Sequence[str], chain: Sequence[Speaker], delivery: Delivery) -> tuple[Spoken, ...]:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return super().speak_all(sentences, chain, delivery)
        finally:
            self.wall += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu


def spoken_lengths(speech: Path) -> list[float]:
    """Have all sentences spoken into the cache *speech*; return how long each takes."""
    cache, engine = SpeechCache(speech), EspeakEngine()
    return [cache.make(f"{words}.", engine, VOICE, Delivery()).seconds for words in SENTENCES]


def bulletin(minutes: float, lengths: Sequence[float]) -> Order:
    """Return a programme of about that length: tune, headlines over a bed, items of half a minute, closing music."""
    draw = random.Random(1)
    parts = [OrderPart(Role.JINGLE, "nhac-hieu", pause=0.4)]
    parts += [
        OrderPart(Role.HEADLINE, f"item-{number}", sentences=said([number]), bed="nhac-nen", pause=PAUSE)
        for number in range(6)
    ]
    length, items = 75.0, 0
    while length < minutes * 60:
        drawn = draw.choices(range(len(SENTENCES)), k=5)
        parts.append(OrderPart(Role.ITEM, f"item-{items}", sentences=said(drawn), pause=1.0))
        length, items = length + sum(lengths[number] + PAUSE for number in drawn) + 0.4, items + 1
        if items % 5 == 0:
            parts.append(OrderPart(Role.JINGLE, "nhac-cat", pause=0.4))
    parts.append(OrderPart(Role.JINGLE, "nhac-chao-het"))
    names = ("nhac-cat", "nhac-chao-het", "nhac-hieu", "nhac-nen")
    return Order(
        slot="2025-10-01/0530-sang",
        title="Bản tin",
        station="Đài",
        parts=tuple(parts),
        jingles=tuple((name, file_hash(JINGLES / f"{name}.flac")) for name in names),
        chain=(("espeak", VOICE),),
        delivery=Delivery(),
        finish=Finish(MasterOptions()),
    )


def said(numbers: Sequence[int]) -> tuple[Sentence, ...]:
    return tuple(Sentence((SENTENCES[number],), question=False, pause=PAUSE) for number in numbers)


def changed(order: Order, *, every: int, first: int = 0) -> Order:
    """Return *order* with one sentence of each *every*-th item, from the *first*, put elsewhere."""
    parts, items = [], 0
    for part in order.parts:
        if part.role is Role.ITEM:
            turned = items >= first and (items - first) % every == 0
            parts.append(replace(part, sentences=part.sentences[1:] + part.sentences[:1]) if turned else part)
            items += 1
        else:
            parts.append(part)
    return replace(order, parts=tuple(parts))


def render(order: Order, folder: Path, speech: Path, executor: Executor | None = None) -> tuple[Cart, TimedRun]:
    """Make the cart of *order* in *folder* as the station does; return it and what the voice took."""
    run = TimedRun(SpeechCache(speech), SystemClock(ZoneInfo("Asia/Ho_Chi_Minh")))
    announcer = Announcer({"espeak": EspeakEngine()}, run)
    jingles = {path.stem: path for path in JINGLES.glob("*.flac")}
    cart = Renderer(announcer, jingles, PartStore(folder / "parts"), executor).render(order, folder)
    return cart, run


def files(order: Order, folder: Path) -> CartFiles:
    return CartFiles.of(folder, order.slot)
