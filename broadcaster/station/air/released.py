"""
What the as-run log keeps of a programme: enough to tell years later what was heard, whatever became of the texts.

In: the slot, its cart, what the gate let through, the news it was asked with. Out: facts, as JSON values.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from itertools import accumulate
from typing import Any

from broadcaster.production.cart import Cart, CuePart, Role
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import OWN
from broadcaster.station.desk.gate import Passed
from broadcaster.station.desk.newsroom import News


def slot_facts(slot: PlannedSlot) -> dict[str, Any]:
    """Return what every line on a planned slot says of it."""
    return {"planned": stamp(slot.start), "name": slot.name, "campaign": slot.campaign or ""}


def programme_facts(cart: Cart, passed: Passed, news: News) -> dict[str, Any]:
    """Return what there is to hear, and of whom it is; ``parts`` are counted from the first sound, in seconds."""
    return {
        "cart_hash": cart.flac_hash,
        "seconds": round(sum(stop - start for start, stop in passed.keep) / cart.rate, 3),
        "origin": OWN,
        "items": list(passed.items),
        "contents": _contents(cart, passed, news),
        "withheld": dict(passed.withheld),
        "voices": list(cart.voices),
        "substitutes": list(cart.substitutes),
    }


def absence_facts(slot: PlannedSlot, passed: Passed, news: News) -> dict[str, Any]:
    """Return what was left out of the plan and why, and what all that is missing is called."""
    left_out = {each.item_id: each.reason for each in slot.rundown.left_out}
    missing = sorted({*left_out, *(name for name, _ in passed.withheld)})
    titles = {name: news.by_id[name].item.title for name in missing if name in news.by_id}
    return {"left_out": left_out, "titles": titles}


def stamp(instant: datetime) -> str:
    """Return an instant as facts have it."""
    return instant.isoformat(timespec="milliseconds")


def _contents(cart: Cart, passed: Passed, news: News) -> list[dict[str, Any]]:
    """Return the items in the order first heard, each with what the report needs and where it is heard."""
    parts: dict[str, list[list[Any]]] = {}
    for part, frame in _placed(cart, passed.keep):
        if part.role is not Role.JINGLE:
            place = [part.role.value, round(frame / cart.rate, 3), round(part.frames / cart.rate, 3)]
            parts.setdefault(part.name, []).append(place)
    found = []
    for name, places in parts.items():
        item = news.by_id[name].item
        about = {"kind": item.kind.value, "title": item.title, "author": item.author, "tags": list(item.tags)}
        found.append({"item": name, **about, "parts": places})
    return found


def _placed(cart: Cart, keep: tuple[tuple[int, int], ...]) -> list[tuple[CuePart, int]]:
    """Return each part within the stretches *keep*, with its first frame counted from the first one kept."""
    starts = [start for start, _ in keep]
    before = [0, *accumulate(stop - start for start, stop in keep)]
    placed = []
    for part in cart.parts:
        index = bisect_right(starts, part.start) - 1
        if index >= 0 and part.start < keep[index][1]:
            placed.append((part, before[index] + part.start - starts[index]))
    return placed
