"""Days that differ from the standing pattern: one entry of ``exceptions`` → :class:`Override`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, time

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.core.units import Seconds
from broadcaster.core.yamlfile import Node
from broadcaster.programme.calendar import Days
from broadcaster.programme.slot import Slot
from broadcaster.programme.values import length, minutes_meant, reference


@dataclass(frozen=True)
class Override:
    """What is different on certain days. Where several name the same slot and day, the last of them counts alone."""

    days: tuple[Days, ...]
    reason: str
    """For people, in the plan's notes."""
    slots: frozenset[str]
    """Ids of the slots it is about."""
    off: bool = False
    """They do not air at all."""
    at: time | None = None
    longest: Seconds | None = None
    template: str | None = None
    place: Node | None = field(default=None, compare=False, repr=False)
    """Where it stands in the schedule, for messages."""

    def touches(self, slot: Slot, day: date) -> bool:
        """Return whether *slot* is different on *day*."""
        return slot.id in self.slots and any(day in days for days in self.days)

    def apply(self, slot: Slot) -> Slot:
        """Return the slot as it is on these days."""
        return replace(
            slot,
            at=slot.at if self.at is None else self.at,
            longest=slot.longest if self.longest is None else self.longest,
            template=slot.template if self.template is None else self.template,
        )


def read_override(section: Section, templates: Collection[str], slots: Collection[str]) -> Override | None:
    """
    Return the override that *section* describes; None where something it needs is missing or unreadable.

    Args:
        section: Table of one exception; problems are added to it.
        templates: Names of the templates there are.
        slots: Ids of all slots, standing or of campaigns.
    """
    section.within = "ngày ngoại lệ"
    section.require("dates")
    section.require("reason")
    before = len(section.problems)
    override = Override(
        days=section.values("dates", Days.parse),
        reason=section.value("reason", values.text, ""),
        slots=frozenset(section.values("slots", reference(slots, "khung giờ"))) or frozenset(slots),
        off=section.value("off", values.yes_no, False),
        at=section.value("at", values.hour, None),
        longest=section.value("longest", length(10, 4 * 3600), None),
        template=section.value("template", reference(templates, "đồng hồ chương trình"), None),
        place=section.table,
    )
    section.close()
    if len(section.problems) == before:
        _check(override, section)
    minutes_meant(section, "longest")
    return override if override.days and override.reason else None


def _check(override: Override, section: Section) -> None:
    changes = [key for key in ("at", "longest", "template") if section.node(key) is not None]
    if override.off and changes:
        section.problem(
            section, "đã nghỉ (off) thì không đổi được " + ", ".join(changes), "bỏ “off”, hoặc bỏ các mục kia"
        )
    if not override.off and not changes:
        section.problem(
            section, "ngày ngoại lệ này không đổi gì", "thêm “off: yes” để nghỉ, hoặc at, longest, template"
        )
    if override.at is not None and len(override.slots) != 1:
        section.problem(section.table["at"], "đổi giờ cho nhiều khung giờ cùng lúc", "ghi rõ một khung giờ ở “slots”")
