"""``broadcaster render``: make the carts of a day, or make them better."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import click

from broadcaster.core.errors import NotFoundError
from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.screen import clock_length, megabytes, steps
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.production.cart import Cart
from broadcaster.programme.plan import PlannedSlot
from broadcaster.station.care.upkeep import shelf
from broadcaster.station.desk.casting import improvable
from broadcaster.station.desk.newsroom import News
from broadcaster.station.making.airtime import LONGEST, near, online_seconds
from broadcaster.station.making.larder import tidy
from broadcaster.station.wiring import Station, open_station
from broadcaster.voice.cache import CacheStats


@click.command(cls=Command)
@click.option("--date", "day", metavar="NGÀY", type=Day(), help="Ngày nào, như 2025-10-01; mặc định là hôm nay.")
@click.option("--slot", "name", metavar="KHUNG-GIỜ", help="Chỉ khung giờ này, như sang.")
@click.option("--rehearsal", is_flag=True, help="Tính cả những lần duyệt chỉ để chạy thử.")
@click.option(
    "--upgrade", is_flag=True, help="Dựng lại những phần do giọng thay thế đọc, nếu giọng muốn dùng đã đọc được."
)
@click.option(
    "--prune", is_flag=True, help="Chỉ dọn: bỏ những câu đã đọc mà lâu không dùng, giữ những câu bảy ngày tới cần."
)
@click.pass_obj
def command(root: Path, day: date | None, name: str | None, *, rehearsal: bool, upgrade: bool, prune: bool) -> int:
    """Dựng sẵn chương trình của một ngày thành tệp âm thanh."""
    station = open_station(root, rehearsal=rehearsal)
    news = station.newsroom.news()
    if prune:
        return _prune(station, news)
    wanted = day or station.clock.now().date()
    chosen = _chosen(station, wanted, name, news)
    if wanted < station.clock.now().date() and not rehearsal:
        click.echo(f"Ngày {wanted:%d/%m/%Y} đã qua: dựng để nghe lại hoặc chạy thử; đài không phát nữa.")
    silent = [slot for slot in chosen if slot.rundown.empty]
    for slot in silent:
        click.echo(f"{slot.name}: không có bài nào được phát, không dựng.")
    carts = [(make if not upgrade else _upgrade)(station, slot, news) for slot in chosen if slot not in silent]
    return 1 if silent or None in carts else 0


def make(station: Station, slot: PlannedSlot, news: News, *, online: float = LONGEST) -> Cart:
    """
    Return the cart of *slot*, made with a progress bar unless it is there already; tell about it.

    Voices are asked over the network for at most *online* seconds, and never close to air time.
    """
    order = station.studio.order(slot, news)
    cart = station.studio.cart(order)
    if cart is not None:
        click.echo(f"{slot.name}: đã có sẵn, không phải dựng lại.")
        if improvable(cart, order, station.studio.casting):
            rehearsal = " --rehearsal" if station.rehearsal else ""
            call = f"broadcaster render --upgrade --date {slot.start:%Y-%m-%d} --slot {slot.id}{rehearsal}"
            click.echo(f"  • có phần do giọng thay thế đọc; thử lại giọng muốn dùng: {call}")
    else:
        click.echo(f"Dựng {slot.name} ({slot.start:%H:%M %d/%m/%Y}) …")
        speech = station.studio.speech(min(online, _until_calm(station, slot)))
        with steps() as on_step, ThreadPoolExecutor(os.cpu_count()) as cores:
            cart = station.studio.render(order, on_step, speech=speech, executor=cores)
        _tell_kept(speech.cache.stats)
    click.echo(describe(cart))
    return cart


def _tell_kept(stats: CacheStats) -> None:
    """Say how much had to be spoken; stretches that were kept whole need no sentence at all."""
    click.echo(f"  câu đọc mới: {stats.made}, câu đã có sẵn: {stats.hits}")
    if stats.unkept:
        click.echo(
            f"  • {stats.unkept} câu không ghi được vào audio/cache, lần sau phải đọc lại; xem ổ đĩa còn chỗ không."
        )


def describe(cart: Cart) -> str:
    """Return what is to be known of a finished cart: length, level, voices, and why another voice spoke."""
    level = f"{cart.loudness:.1f} LUFS, đỉnh {cart.true_peak:.1f} dBTP".replace(".", ",")
    text = f"{cart.slot}: dài {clock_length(cart.seconds)}, {level}, giọng {', '.join(cart.voices)}"
    if cart.beyond:
        text += (
            f"\n  • dài hơn khung giờ {clock_length(cart.beyond)}, phần cuối sẽ bị cắt khi phát;"
            " bớt một bài, hoặc tăng “longest” của khung giờ trong schedule.yaml."
        )
    if cart.substitutes:
        text += f"\n  • giọng thay thế: {', '.join(cart.substitutes)}. {cart.reason}"
    return text


def _chosen(station: Station, day: date, name: str | None, news: News) -> list[PlannedSlot]:
    slots = station.plan(day, news).slots
    chosen = [slot for slot in slots if name in (None, slot.id)]
    if not chosen:
        names = ", ".join(slot.id for slot in slots) or "không có khung giờ nào"
        raise NotFoundError(f"Ngày này không có khung giờ “{name or ''}”; các khung giờ: {names}.")
    return chosen


def _upgrade(station: Station, slot: PlannedSlot, news: News) -> Cart | None:
    """Return the cart of *slot* with the best voices that can speak now; None where a substitute still has to."""
    order = station.studio.order(slot, news)
    cart = station.studio.cart(order)
    if cart is None:
        return make(station, slot, news)
    if not station.rehearsal and near(slot.start, slot.end, station.clock.now()):
        click.echo(f"{slot.name}: sắp phát hoặc đang phát, giữ nguyên chương trình đã dựng.")
        return cart
    better = improvable(cart, order, station.studio.casting)
    if not better:
        click.echo(f"{slot.name}: mọi phần đã do giọng muốn dùng đọc.")
        return cart
    click.echo(f"{slot.name}: {len(better)} phần do giọng thay thế đọc, thử lại giọng muốn dùng …")
    with steps() as on_step:
        made = station.studio.improve(order, better, on_step, online=_until_calm(station, slot))
    if made is None:
        click.echo("  • giọng muốn dùng vẫn chưa đọc được; giữ chương trình cũ. Xem: broadcaster doctor")
        return None
    click.echo(describe(made))
    return made


def _until_calm(station: Station, slot: PlannedSlot) -> float:
    return online_seconds(slot.start, station.clock.now())


def _prune(station: Station, news: News) -> int:
    pruned = tidy(shelf(station, news, station.clock.now()))
    limit = megabytes(station.settings.voices.cache)
    click.echo(
        f"Đã bỏ {pruned.files} tệp, {megabytes(pruned.freed)}; còn giữ {megabytes(pruned.left)}, mức trần {limit}."
    )
    return 0
