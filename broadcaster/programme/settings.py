"""
The programme's part of the settings file: six sections of ``schedule.yaml`` → :class:`Schedule`.

In: ``slots``, ``exceptions``, ``quiet_hours``, ``templates``, ``campaigns``, ``limits``.
Out: a value, and every problem with its line in the section's list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar
from zoneinfo import ZoneInfo

from broadcaster.core import values
from broadcaster.core.hours import QuietHours
from broadcaster.core.section import Section
from broadcaster.core.yamlfile import Listing, Node, Table, Text
from broadcaster.programme.campaign import read_campaign
from broadcaster.programme.conflicts import find_conflicts
from broadcaster.programme.override import read_override
from broadcaster.programme.schedule import DEFAULT_QUIET, Limits, Schedule
from broadcaster.programme.slot import read_slot
from broadcaster.programme.template import Known, Template, read_templates
from broadcaster.programme.values import length

T = TypeVar("T")


def read_schedule(
    section: Section, *, zone: ZoneInfo, jingles: Collection[str], items: Collection[str] | None = None
) -> Schedule:
    """
    Return the schedule that *section* describes, as far as it can be read.

    The problems are in ``section.problems``; a schedule with errors among them must not be used. The section
    is left open, for others read their own keys from it and close it.

    Args:
        section: Top of ``schedule.yaml``.
        zone: The station's.
        jingles: Names that a template may play.
        items: Ids of the items there are, to warn of phrases nobody wrote; None: not asked.
    """
    templates: dict[str, Template] = {}
    if (part := section.section("templates")) is not None:
        templates = read_templates(part, Known(jingles, items))
    standing, added = _written_ids(section.table)
    schedule = Schedule(
        zone=zone,
        slots=_present(read_slot(part, templates) for part in section.sections("slots")),
        templates=templates,
        campaigns=_present(read_campaign(part, templates, standing) for part in section.sections("campaigns")),
        overrides=_present(read_override(part, templates, standing | added) for part in section.sections("exceptions")),
        quiet_hours=_read_quiet_hours(section),
        limits=_read_limits(section.section("limits")),
    )
    find_conflicts(schedule, section)
    return schedule


def _present(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(each for each in found if each is not None)


def _read_quiet_hours(section: Section) -> QuietHours | None:
    def parse(written: str) -> QuietHours | None:
        return None if written.lower() in values.NO else QuietHours.parse(written)

    return section.value("quiet_hours", parse, DEFAULT_QUIET)


def _read_limits(section: Section | None) -> Limits:
    if section is None:
        return Limits()
    usual = Limits()
    limits = Limits(
        longest=section.value("longest", length(60, 4 * 3600), usual.longest),
        sessions=section.value("sessions", values.whole(1, 24), usual.sessions),
        per_day=section.value("per_day", length(60, 24 * 3600), usual.per_day),
    )
    section.close()
    return limits


def _written_ids(top: Table) -> tuple[set[str], set[str]]:
    """Return the ids of standing and of added slots, of unusable ones too: naming those is no second fault."""
    added = (slot for campaign in _tables(top, "campaigns") for slot in _tables(campaign, "add"))
    return _ids(_tables(top, "slots")), _ids(added)


def _ids(tables: Iterable[Table]) -> set[str]:
    nodes = (_child(table, "id") for table in tables)
    return {node.value for node in nodes if isinstance(node, Text)}


def _tables(table: Table, key: str) -> Iterator[Table]:
    node = _child(table, key)
    if isinstance(node, Listing):
        yield from (entry for entry in node.entries if isinstance(entry, Table))


def _child(table: Table, key: str) -> Node | None:
    return next((node for name, node in table.entries if name.value == key), None)
