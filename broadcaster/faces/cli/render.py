"""``broadcaster render``: make the carts of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from broadcaster.core.errors import NotFoundError
from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.screen import clock_length, steps
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.production.cart import Cart
from broadcaster.programme.plan import PlannedSlot
from broadcaster.station.newsroom import News
from broadcaster.station.wiring import Station, open_station


@click.command(cls=Command)
@click.option("--date", "day", metavar="NGÀY", type=Day(), help="Ngày nào, như 2025-10-01; mặc định là hôm nay.")
@click.option("--slot", "name", metavar="KHUNG-GIỜ", help="Chỉ khung giờ này, như sang.")
@click.option("--rehearsal", is_flag=True, help="Tính cả những lần duyệt chỉ để chạy thử.")
@click.pass_obj
def command(root: Path, day: date | None, name: str | None, *, rehearsal: bool) -> int:
    """Dựng sẵn chương trình của một ngày thành tệp âm thanh."""
    station = open_station(root, rehearsal=rehearsal)
    news = station.newsroom.news()
    slots = station.plan(day or station.clock.now().date(), news).slots
    chosen = [slot for slot in slots if name in (None, slot.id)]
    if not chosen:
        names = ", ".join(slot.id for slot in slots) or "không có khung giờ nào"
        raise NotFoundError(f"Ngày này không có khung giờ “{name or ''}”; các khung giờ: {names}.")
    silent = [slot for slot in chosen if slot.rundown.empty]
    for slot in silent:
        click.echo(f"{slot.name}: không có bài nào được phát, không dựng.")
    for slot in chosen:
        if slot not in silent:
            click.echo(describe(make(station, slot, news)))
    return 1 if silent else 0


def make(station: Station, slot: PlannedSlot, news: News) -> Cart:
    """Return the cart of *slot*, made with a progress bar unless it is there already."""
    order = station.studio.order(slot, news)
    cart = station.studio.cart(order)
    if cart is not None:
        click.echo(f"{slot.name}: đã có sẵn, không phải dựng lại.")
        return cart
    click.echo(f"Dựng {slot.name} ({slot.start:%H:%M %d/%m/%Y}) …")
    with steps() as on_step:
        return station.studio.render(order, on_step)


def describe(cart: Cart) -> str:
    """Return one line about a finished cart."""
    level = f"{cart.loudness:.1f} LUFS, đỉnh {cart.true_peak:.1f} dBTP".replace(".", ",")
    return f"{cart.slot}: dài {clock_length(cart.seconds)}, {level}, giọng {', '.join(cart.voices)}"
