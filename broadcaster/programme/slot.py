"""One slot of the standing pattern or of a campaign: section of the schedule → :class:`Slot`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import time
from typing import Final

from broadcaster.core import values
from broadcaster.core.hours import LatePolicy
from broadcaster.core.section import Section
from broadcaster.core.units import Seconds
from broadcaster.core.yamlfile import Node
from broadcaster.programme.calendar import EVERY_DAY, Weekdays, weekdays
from broadcaster.programme.values import length, minutes_meant, reference

DEFAULT_GRACE: Final = Seconds(120.0)
"""How late is still right where the schedule does not say."""

LATE_WORDS: Final = {
    "skip": LatePolicy.SKIP,
    "start": LatePolicy.START,
    "join": LatePolicy.JOIN,
    "bỏ": LatePolicy.SKIP,
    "phát muộn": LatePolicy.START,
    "vào giữa": LatePolicy.JOIN,
}
"""What may stand at ``late``."""


@dataclass(frozen=True)
class Slot:
    """A place in the day, on certain days of the week."""

    id: str
    name: str
    """For people."""
    at: time
    """Local hour of the first sound."""
    days: Weekdays
    """Days of the week it airs on; not empty."""
    longest: Seconds
    """Nothing of it is heard longer than this after *at*."""
    template: str
    """Name of the template its programmes are made by."""
    late: LatePolicy = LatePolicy.START
    """Late within *grace*; a village hears a bulletin from its beginning, so that is the default."""
    grace: Seconds = DEFAULT_GRACE
    """How late is still right."""
    place: Node | None = field(default=None, compare=False, repr=False)
    """Where it stands in the schedule, for messages."""


def read_slot(section: Section, templates: Collection[str]) -> Slot | None:
    """
    Return the slot that *section* describes; None where something it needs is missing or unreadable.

    Args:
        section: Table of one slot; problems are added to it.
        templates: Names of the templates there are.
    """
    section.within = "khung giờ"
    for key in ("id", "at", "longest", "template"):
        section.require(key)
    identity = section.value("id", values.identifier, "")
    at = section.value("at", values.hour, None)
    days = read_weekdays(section)
    longest = section.value("longest", length(10, 4 * 3600), None)
    minutes_meant(section, "longest")
    template = section.value("template", reference(templates, "đồng hồ chương trình"), "")
    name = section.value("name", values.text, identity)
    late = section.value("late", values.one_of(LATE_WORDS), LatePolicy.START)
    grace = section.value("grace", length(0, 3600), DEFAULT_GRACE)
    section.close()
    if not identity or at is None or longest is None or not template or not days:
        return None
    return Slot(identity, name, at, days, longest, template, late, grace, section.table["id"])


def read_weekdays(section: Section) -> Weekdays:
    """Return the days under ``days``; every day where the key is missing, none where nothing usable stands there."""
    node = section.node("days")
    if node is None:
        return EVERY_DAY
    before = len(section.problems)
    found = frozenset[int]().union(*section.values("days", weekdays))
    if not found and len(section.problems) == before:
        section.problem(node, "“days” không có ngày nào", "viết như hằng ngày, T2-T6, hoặc bỏ hẳn dòng này")
    return found
