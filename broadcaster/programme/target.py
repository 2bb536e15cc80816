"""What a campaign asks to be aired, and how often. Section → :class:`Target`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from broadcaster.content.item import Item, Kind, slug
from broadcaster.core import values
from broadcaster.core.section import Section


class Measure(Enum):
    """What the number of a target counts, by the key that holds it."""

    PER_DAY = "per_day"
    """Airings of all its items together, on each day."""
    EACH = "each"
    """Airings of each of its items, over the whole campaign."""
    TOTAL = "total"
    """Airings of all its items together, over the whole campaign."""


_WANTED = {
    Measure.PER_DAY: "{} lượt mỗi ngày",
    Measure.EACH: "mỗi bài {} lượt",
    Measure.TOTAL: "{} lượt cả đợt",
}


@dataclass(frozen=True)
class Target:
    """One demand of a campaign: a kind of item, a topic, or both."""

    name: str
    """For people."""
    measure: Measure
    times: int
    """At least so often."""
    kinds: frozenset[Kind] = frozenset()
    """None: every kind."""
    tags: frozenset[str] = frozenset()
    """An item needs one of these; none: every item."""
    demand: str = ""
    """Where the campaign's paper asks for it: ``mục II.2.3``."""

    @property
    def wanted(self) -> str:
        """What is asked for, in Vietnamese: “2 lượt mỗi ngày”."""
        return _WANTED[self.measure].format(self.times)

    def counts(self, item: Item) -> bool:
        """Return whether an airing of *item* counts."""
        return self.fits(item.kind.value, item.tags)

    def fits(self, kind: str, tags: Collection[str]) -> bool:
        """Return whether an item of that kind, as an editor writes it, and with these tags counts."""
        kinds = {each.value for each in self.kinds}
        return (not kinds or kind in kinds) and (not self.tags or not self.tags.isdisjoint(tags))


def read_target(section: Section) -> Target | None:
    """Return the target that *section* describes; None where something it needs is missing or unreadable."""
    section.within = "chỉ tiêu"
    section.require("name")
    before = len(section.problems)
    name = section.value("name", values.text, "")
    kinds = frozenset(section.values("kinds", Kind.parse))
    tags = frozenset(section.values("tags", slug))
    demand = section.value("demand", values.text, "")
    counts = {measure: section.value(measure.value, values.whole(1, 1000), 0) for measure in Measure}
    section.close()
    if len(section.problems) > before or not name:
        return None
    given = [measure for measure, times in counts.items() if times]
    if len(given) != 1:
        what = f"chỉ tiêu “{name}” cần đúng một trong per_day, each, total"
        section.problem(section, what, "per_day: số lần mỗi ngày; each: mỗi bài mấy lần cả đợt; total: tất cả mấy lần")
        return None
    if not kinds and not tags:
        section.problem(section, f"chỉ tiêu “{name}” không nói về bài nào", "thêm “kinds” (loại bài) hoặc “tags” (thẻ)")
        return None
    return Target(name, given[0], counts[given[0]], kinds, tags, demand)
