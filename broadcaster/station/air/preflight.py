"""
Preflight of a day: what is known of each programme and of the machine is gathered and judged.

In: the station, a slot and the news it was planned with. Out: findings, each with who can mend it. Nothing is made,
nothing is played.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from broadcaster.core.errors import AudioError, InputError, NotApprovedError, OutputError
from broadcaster.core.memory import Memory
from broadcaster.mixing.hearing import Hearing, hear
from broadcaster.playout.outputs.choice import playback_devices
from broadcaster.production.cart import Cart, CartFiles
from broadcaster.production.preflight import TO_APPROVE, Finding, Heard, Programme, Weight, Who, judge
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.orders import Orders
from broadcaster.station.air import clockwatch
from broadcaster.station.air.standin import stand_ins
from broadcaster.station.care.checkup import ROOM
from broadcaster.station.care.strays import strays
from broadcaster.station.desk import gate
from broadcaster.station.desk.newsroom import News
from broadcaster.station.making.studio import slot_key
from broadcaster.station.setup import secrets
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station

NAMED = 5
"""Items named one by one before the rest are counted."""


@dataclass(frozen=True)
class Readiness:
    """How one slot stands."""

    slot: PlannedSlot
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Whether it airs as planned."""
        return all(finding.weight is Weight.NOTE for finding in self.findings)


class Preflight:
    """Looks at programmes; what was heard once is not heard again."""

    def __init__(self) -> None:
        self._heard: Memory[Hearing | None] = Memory()

    def slot(self, station: Station, slot: PlannedSlot, news: News, failure: str = "") -> Readiness:
        """Return how *slot* stands; *failure* is why its programme could not be made, if somebody tried."""
        return Readiness(slot, judge(self._programme(station, slot, news, failure)))

    def _programme(self, station: Station, slot: PlannedSlot, news: News, failure: str) -> Programme:
        cart = None if slot.rundown.empty else station.studio.whole(slot_key(slot))
        hearing = None if cart is None else self._hear(station, cart)
        withheld, refused = ((), "") if cart is None else _withheld(cart, news, slot.start.date())
        wanted = not slot.rundown.empty and (cart is None or refused)
        instead = next(stand_ins(station, slot, news, ""), None) if wanted else None
        return Programme(
            empty=slot.rundown.empty,
            unapproved=_unapproved(news, slot.start.date()),
            estimated=slot.rundown.seconds,
            longest=slot.longest,
            heard=Heard(hearing.seconds, hearing.peak, hearing.pause) if hearing else None,
            current=cart is not None and cart.order == station.studio.order(slot, news).key,
            failure=failure,
            withheld=withheld,
            refused=refused,
            substitutes=() if cart is None else cart.substitutes,
            stand_in="" if instead is None else instead.told,
        )

    def _hear(self, station: Station, cart: Cart) -> Hearing | None:
        path = CartFiles.of(station.programmes, cart.slot).flac
        try:
            return self._heard.get(path, (cart.flac_hash,), lambda: hear(path))
        except AudioError:
            return None


def _unapproved(news: News, day: date) -> int:
    """Return how many texts, fixed phrases not counted, wait for nothing but an approval to air on *day*."""
    scripts = (script for script in news.due_on(day) if not script.item.kind.fixed)
    return sum(script.waits_on(day) and not script.not_ready for script in scripts)


def texts(news: News, day: date) -> Iterator[Finding]:
    """Yield what keeps texts that are due on *day* from the air, those that wait for the same thing together."""
    waiting: dict[tuple[Who, str], list[str]] = {}
    told = set()
    for script in news.due_on(day):
        if not script.item.form and (reason := script.blocked_on(day)):
            told.add(script.item.file)
            who = Who.EDITOR if script.not_ready else Who.APPROVER
            waiting.setdefault((who, script.not_ready or reason), []).append(script.item.id)
    for (who, reason), names in waiting.items():
        more = f" và {len(names) - NAMED} bài nữa" if len(names) > NAMED else ""
        what = f"{len(names)} bài chưa phát được ({reason}): {', '.join(names[:NAMED])}{more}"
        advice = "hoàn thiện bài" if who is Who.EDITOR else TO_APPROVE
        yield Finding(what, advice, who, Weight.NOTE)
    for problem in news.faults:
        if problem.file not in told:
            yield Finding(str(problem), "sửa tệp này; xem “broadcaster check”", Who.EDITOR, Weight.NOTE)


def machine(station: Station, outputs: Sequence[OutputOptions], now: datetime) -> Iterator[Finding]:
    """Yield what of the machine would keep a programme from sounding: clock, orders, disk, devices, passwords."""
    if wrong := clockwatch.behind(station.asrun, now):
        yield Finding(wrong, "làm theo một trong hai cách trên", Who.OPERATOR)
    if (stop := Orders(station.folder.orders).blocked(now)) is not None:
        what = f"đài đang bị dừng ({stop.why})"
        yield Finding(what, "khi được phép, gõ “broadcaster release”", Who.OPERATOR)
    for stray in strays(station.folder):
        yield Finding(stray.found, stray.advice, Who.OPERATOR, Weight.BLOCKS if stray.stop else Weight.NOTE)
    if shut := _not_writable(station):
        advice = "dùng đúng tài khoản của đài, hoặc cho tài khoản này quyền ghi"
        yield Finding(f"không ghi được vào {shut}: đài không phát mà không ghi nhật ký", advice, Who.OPERATOR)
    free = shutil.disk_usage(station.folder.root).free
    if free < ROOM:
        what = f"ổ đĩa chỉ còn {free / 1e9:.1f} GB".replace(".", ",")
        yield Finding(what, "xóa tệp cũ trong audio/programmes và audio/heard", Who.OPERATOR, Weight.NOTE)
    yield from _devices(outputs)
    try:
        secrets.of_outputs(station.folder, outputs)
    except InputError as error:
        yield Finding(str(error), "sửa secrets.yaml", Who.OPERATOR)
    yield from _jingles(station)


def _not_writable(station: Station) -> str:
    """Return the folder that the station has to write to and may not; empty where all is well."""
    folders = (station.folder.root, station.records, station.programmes)
    shut = (folder for folder in folders if folder.exists() and not os.access(folder, os.W_OK))
    return next((str(folder.resolve()) for folder in shut), "")


def _devices(outputs: Sequence[OutputOptions]) -> Iterator[Finding]:
    wanted = {output: output.card.lower() for output in outputs if output.card is not None}
    if not wanted:
        return
    try:
        names = [device.name for device in playback_devices()]
    except OutputError as error:
        names = []
        yield Finding(str(error), "xem “broadcaster doctor”", Who.OPERATOR)
    for output, name in wanted.items():
        if not any(name in known.lower() for known in names):
            what = f"không thấy thiết bị của ngõ ra {output.name} ({output.url})"
            yield Finding(what, f"cắm lại dây, bật thiết bị; máy có: {', '.join(names) or 'không có'}", Who.OPERATOR)


def _jingles(station: Station) -> Iterator[Finding]:
    there = station.studio.jingles
    named = {name for template in station.settings.schedule.templates.values() for name in template.jingles}
    for name in sorted(there | named):
        if not station.studio.jingle_length(name):
            why = "không dùng được" if name in there else "không có trong audio/jingles"
            advice = "chép lại tệp nhạc; xem “broadcaster check”"
            yield Finding(f"nhạc “{name}” {why}; chương trình bỏ qua đoạn này", advice, Who.OPERATOR, Weight.NOTE)


def _withheld(cart: Cart, news: News, day: date) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return what the gate would cut out of *cart*, or why it would let nothing pass."""
    try:
        return gate.ask(cart, news, day).withheld, ""
    except NotApprovedError as error:
        return (), error.reason
