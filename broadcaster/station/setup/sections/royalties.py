"""``royalties``: what authors are paid for what kind of item."""

from __future__ import annotations

from collections.abc import Sequence

from broadcaster.content.item import Kind
from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.report.royalties import Rate

_MOST = 100_000_000  # đồng; more is a slip of the hand


def read_royalties(sections: Sequence[Section]) -> tuple[Rate, ...]:
    """Return the rates, in order; a kind that two of them name, or a rate that pays nothing, is a problem."""
    found: list[Rate] = []
    seen: set[Kind] = set()
    for section in sections:
        section.within = "đơn giá"
        section.require("kinds")
        kinds = section.values("kinds", Kind.parse)
        amounts = {
            key: section.value(key, values.whole(0, _MOST), 0) for key in ("per_item", "per_minute", "per_airing")
        }
        section.close()
        for kind in seen.intersection(kinds):
            section.problem(section, f"loại “{kind.value}” có hai đơn giá", "giữ lại một")
        if kinds and not any(amounts.values()):
            section.problem(section, "đơn giá không có số tiền", "thêm per_item, per_minute hoặc per_airing, bằng đồng")
        seen.update(kinds)
        found.append(Rate(tuple(kind.value for kind in kinds), **amounts))
    return tuple(found)
