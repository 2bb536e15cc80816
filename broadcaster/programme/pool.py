"""The items that may air on one day, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from broadcaster.content.item import Item
from broadcaster.programme.calendar import dmy
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.rundown import LeftOut


@dataclass(frozen=True)
class Pool:
    """Approved items, sorted into those that may air on a day and those that may not."""

    items: Mapping[str, Item]
    """By id."""
    barred: Mapping[str, str]
    """Id → why it does not air that day, in Vietnamese."""

    @classmethod
    def on(cls, day: date, approved: Iterable[Item], campaigns: Sequence[Campaign]) -> Pool:
        """Return the pool of *day*."""
        items, barred = {}, {}
        for item in approved:
            if reason := out_of_days(item, day, campaigns):
                barred[item.id] = reason
            else:
                items[item.id] = item
        return cls(items, barred)

    def phrase(self, name: str) -> Item | LeftOut:
        """Return the item of that id, or why it cannot be said."""
        if name in self.items:
            return self.items[name]
        return LeftOut(name, self.barred.get(name, "chưa có bài này, hoặc bài chưa được duyệt"))


def out_of_days(item: Item, day: date, campaigns: Sequence[Campaign]) -> str:
    """Return why *day* is none of those on which *item* may air, in Vietnamese; empty where it is one."""
    if not item.valid_on(day):
        return _invalid(item, day)
    own = [campaign for campaign in campaigns if campaign.id in item.tags]
    if own and not any(day in campaign.days for campaign in own):
        return f"bài của đợt “{own[0].name}”, chỉ phát {own[0].days}"
    return ""


def _invalid(item: Item, day: date) -> str:
    if item.valid_from is not None and day < item.valid_from:
        return f"chưa đến ngày phát: từ {dmy(item.valid_from)}"
    return f"đã hết hạn sau ngày {dmy(item.valid_until)}" if item.valid_until is not None else "không có hiệu lực"
