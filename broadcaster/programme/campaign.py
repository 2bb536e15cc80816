"""A campaign: days on which some slots air other programmes, and slots of its own. Section → :class:`Campaign`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from broadcaster.core import values
from broadcaster.core.section import Section, nearest
from broadcaster.core.yamlfile import Node
from broadcaster.programme.calendar import Days, day, dmy
from broadcaster.programme.slot import Slot, read_slot
from broadcaster.programme.target import Target, read_target
from broadcaster.programme.values import reference


@dataclass(frozen=True)
class Campaign:
    """A stretch of days with a subject. An item tagged with its id airs on these days only."""

    id: str
    name: str
    """For people."""
    days: Days
    theme: str = ""
    """The exact words laid down for it."""
    slogan: str = ""
    """The exact words laid down for it."""
    fill: Mapping[str, str] = field(default_factory=dict)
    """Standing slot → template of the programmes it airs on these days."""
    add: tuple[Slot, ...] = ()
    """Slots of its own."""
    targets: tuple[Target, ...] = ()
    """What is to be aired, and how often."""
    place: Node | None = field(default=None, compare=False, repr=False)
    """Where it stands in the schedule, for messages."""

    def standing_on(self, day: date) -> str:
        """Return what a plan of *day* tells about it."""
        if day < self.days.first:
            return f"Đợt “{self.name}” chưa bắt đầu: từ ngày {dmy(self.days.first)}."
        if day > self.days.last:
            return f"Đợt “{self.name}” đã kết thúc sau ngày {dmy(self.days.last)}."
        number = (day - self.days.first).days + 1
        return f"Đợt “{self.name}”: ngày thứ {number} trong {len(self.days)} ngày ({self.days})."


def read_campaign(section: Section, templates: Collection[str], standing: Collection[str]) -> Campaign | None:
    """
    Return the campaign that *section* describes; None where something it needs is missing or unreadable.

    Args:
        section: Table of one campaign; problems are added to it.
        templates: Names of the templates there are.
        standing: Ids of the standing slots.
    """
    section.within = "đợt tuyên truyền"
    for key in ("id", "name", "from", "to"):
        section.require(key)
    identity = section.value("id", values.identifier, "")
    name = section.value("name", values.text, "")
    days = _read_days(section)
    theme = section.value("theme", values.text, "")
    slogan = section.value("slogan", values.text, "")
    fill = _read_fill(section, templates, standing)
    add = tuple(slot for part in section.sections("add") if (slot := read_slot(part, templates)) is not None)
    targets = tuple(each for part in section.sections("targets") if (each := read_target(part)) is not None)
    section.close()
    if not identity or not name or days is None:
        return None
    return Campaign(identity, name, days, theme, slogan, fill, add, targets, section.table["id"])


def _read_days(section: Section) -> Days | None:
    first, last = section.value("from", day, None), section.value("to", day, None)
    if first is None or last is None:
        return None
    if last < first:
        section.problem(
            section.table["to"],
            f"đợt tuyên truyền kết thúc ({dmy(last)}) trước khi bắt đầu ({dmy(first)})",
            "sửa lại “from” hoặc “to”",
        )
        return None
    return Days(first, last)


def _read_fill(section: Section, templates: Collection[str], standing: Collection[str]) -> dict[str, str]:
    fill = section.section("fill")
    if fill is None:
        return {}
    found = {}
    for slot, _ in fill.pairs():
        if slot.value not in standing:
            hint = nearest(slot.value, sorted(standing))
            section.problem(slot, f"không có khung giờ nào tên “{slot.value}” trong “slots”", hint)
        elif template := fill.value(slot.value, reference(templates, "đồng hồ chương trình"), ""):
            found[slot.value] = template
    return found
