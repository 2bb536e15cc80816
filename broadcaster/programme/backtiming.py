"""
A programme that ends in time: the least urgent items are left out until the rest fits the slot.

In: a template, the day's pool and rotation, lengths. Out: a :class:`Rundown` that is never too long.
"""

from __future__ import annotations

from dataclasses import replace

from broadcaster.content.item import Item
from broadcaster.core.priority import Priority
from broadcaster.core.units import Seconds
from broadcaster.programme.calendar import dmy
from broadcaster.programme.lineup import CONTENT, Lineup, Writer, choose
from broadcaster.programme.pool import Pool
from broadcaster.programme.rotation import Airing, Rotation
from broadcaster.programme.rundown import Durations, LeftOut, Rundown, total
from broadcaster.programme.template import Template
from broadcaster.programme.values import spoken_length

_SAME = 1e-6  # seconds; sums of many lengths are not exact


def make_rundown(template: Template, pool: Pool, rotation: Rotation, durations: Durations, longest: Seconds) -> Rundown:
    """
    Return the programme that *template* makes of whose turn it is, not longer than *longest*.

    An item that would not fit even alone gives its place to the next. Otherwise the least urgent is left out,
    with its headline: a normal one before a priority one, among those the last in rotation.
    """
    writer = Writer(pool, durations)
    left_out: list[LeftOut] = []
    while True:
        lineup = choose(template, pool, rotation)
        too_long = [] if _fits(writer, lineup, longest) else _too_long(writer, lineup, longest)
        if not too_long:
            break
        left_out += too_long
        excluded = {each.item_id for each in too_long}
        pool = replace(pool, items={name: item for name, item in pool.items.items() if name not in excluded})
    while lineup.content and not _fits(writer, lineup, longest):
        least = _least_urgent(lineup, rotation)
        left_out.append(LeftOut(least.id, _why(least, _length(writer, lineup), longest, rotation)))
        lineup = lineup.without(least)
    return _written(writer, lineup, left_out)


def _written(writer: Writer, lineup: Lineup, left_out: list[LeftOut]) -> Rundown:
    if not lineup.content:
        return Rundown(left_out=tuple(left_out))
    written = writer.write(lineup)
    missing = dict.fromkeys(each for each in written if isinstance(each, LeftOut))
    return Rundown(
        entries=tuple(each for each in written if not isinstance(each, LeftOut)),
        left_out=(*missing, *left_out),
        items=tuple(item.id for item in lineup.content),
    )


def _length(writer: Writer, lineup: Lineup) -> Seconds:
    return total(tuple(each for each in writer.write(lineup) if not isinstance(each, LeftOut)))


def _fits(writer: Writer, lineup: Lineup, longest: Seconds) -> bool:
    return _length(writer, lineup) <= longest + _SAME


def _too_long(writer: Writer, lineup: Lineup, longest: Seconds) -> list[LeftOut]:
    alone = ((item, _length(writer, lineup.only(item))) for item in lineup.items)
    return [
        LeftOut(
            item.id,
            f"một mình bài này cùng phần mở đầu và kết thúc đã dài {spoken_length(length)}, "
            f"khung giờ chỉ có {spoken_length(longest)}",
        )
        for item, length in alone
        if length > longest + _SAME
    ]


def _least_urgent(lineup: Lineup, rotation: Rotation) -> Item:
    """Return the content item to give up; where only one is left, a slogan goes before it."""
    content = lineup.content
    others = [item for item in lineup.items if item.kind not in CONTENT]
    givable = others if others and len(content) == 1 else content
    return max(givable, key=lambda item: (item.priority is not Priority.PRIORITY, rotation.rank(item)))


def _why(item: Item, length: Seconds, longest: Seconds, rotation: Rotation) -> str:
    last = rotation.history.get(item.id, Airing()).last
    if item.id in rotation.today:
        turn = "hôm nay đã có trong chương trình khác"
    elif last is not None:
        turn = f"đã phát ngày {dmy(last)}"
    else:
        turn = "chưa phát lần nào"
    return (
        f"kịch bản dài {spoken_length(length)}, khung giờ chỉ có {spoken_length(longest)}; "
        f"bài này ít gấp nhất ({item.priority.value}, {turn})"
    )
