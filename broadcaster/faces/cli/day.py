"""The table of a day: what is planned, what is made, how long it is. For the commands that show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from broadcaster.core.values import UnreadableError
from broadcaster.faces.cli.screen import clock_length, console, table
from broadcaster.production.cart import Cart
from broadcaster.programme import calendar
from broadcaster.programme.calendar import dmy, weekday_name
from broadcaster.programme.plan import Plan, PlannedSlot
from broadcaster.programme.rundown import JingleEntry
from broadcaster.station.desk.newsroom import News
from broadcaster.station.making.studio import slot_key
from broadcaster.station.wiring import Station


class Day(click.ParamType):
    """A date on the command line."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date written, or say why it is none."""
        if isinstance(value, date):
            return value
        try:
            return calendar.day(value)
        except UnreadableError as error:
            self.fail(str(error), param, ctx)


def show_day(station: Station, plan: Plan, news: News) -> None:
    """Print the day's table: slots, instants, lengths, items, voices, and what is to be known of it."""
    title = f"Lịch phát {weekday_name(plan.day)}, {dmy(plan.day)} · {station.settings.name}"
    rows = table(title, "Khung giờ", "Dài", "Các bài", "Giọng", "Tệp")
    rows.columns[-1].no_wrap = True
    made = False
    for slot in plan.slots:
        cart = station.studio.cart(station.studio.order(slot, news))
        rows.add_row(*_row(slot, cart, news))
        made = made or cart is not None
    console().print(rows)
    if made:
        folder = station.folder.shown(station.programmes / plan.day.isoformat())
        click.echo(f"Tệp (.flac để phát, .mp3 để nghe) nằm trong {folder}.")
    for note in plan.notes:
        click.echo(f"• {note}")
    for slot in plan.slots:
        for left in slot.rundown.left_out:
            click.echo(f"• {slot.name}, bỏ “{left.item_id}”: {left.reason}")
    _show_withheld(news)


def _row(slot: PlannedSlot, cart: Cart | None, news: News) -> Sequence[str]:
    name = f"{slot.start:%H:%M}\n{slot.name}"
    titles = "\n".join(f"· {news.by_id[item].item.title}" for item in slot.rundown.items)
    if slot.rundown.empty:
        return name, "–", "(im lặng)", "–", "–"
    if cart is None:
        return name, f"~{clock_length(slot.rundown.seconds)}", titles, "–", "chưa dựng"
    voices = ", ".join(cart.voices) + ("\n(giọng thay thế)" if cart.substitutes else "")
    return name, clock_length(cart.seconds), titles, voices, Path(slot_key(slot)).name


def _show_withheld(news: News) -> None:
    held = [script for script in news.scripts if script.blocked and not script.item.form]
    if held:
        click.echo(f"• {len(held)} bài không được phát:")
        for script in held:
            click.echo(f"    {script.item.id}: {script.blocked}")


def plan_values(station: Station, plan: Plan, news: News) -> dict[str, Any]:
    """Return the day as JSON values."""
    return {
        "day": plan.day.isoformat(),
        "notes": list(plan.notes),
        "slots": [_slot_values(station, slot, news) for slot in plan.slots],
    }


def _slot_values(station: Station, slot: PlannedSlot, news: News) -> dict[str, Any]:
    cart = station.studio.cart(station.studio.order(slot, news))
    return {
        "slot": slot_key(slot),
        "name": slot.name,
        "start": slot.start.isoformat(),
        "longest": float(slot.longest),
        "late": slot.late.value,
        "grace": float(slot.grace),
        "campaign": slot.campaign,
        "template": slot.template,
        "estimated": round(float(slot.rundown.seconds), 1),
        "seconds": round(float(cart.seconds), 3) if cart else None,
        "voices": list(cart.voices) if cart else [],
        "substitutes": list(cart.substitutes) if cart else [],
        "items": list(slot.rundown.items),
        "left_out": [{"item": left.item_id, "reason": left.reason} for left in slot.rundown.left_out],
        "rundown": [
            {"jingle": entry.name}
            if isinstance(entry, JingleEntry)
            else {"item": entry.item_id, "part": entry.part.value, "repeat": entry.repeat}
            for entry in slot.rundown.entries
        ],
    }
