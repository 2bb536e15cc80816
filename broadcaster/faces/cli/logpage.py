"""
The as-run log as people read it: programme by programme, what several outputs did together in one row.

In: lines, differences from the plan. Out: a page that fits 80 columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table

from broadcaster.faces.cli.journal import EVENTS
from broadcaster.faces.cli.screen import clock_length, console, late_by
from broadcaster.programme.calendar import dmy, weekday_name
from broadcaster.records.asrun import RELEASE, RELEASED, STOP, TAKEOVER, TEST
from broadcaster.records.chain import Line
from broadcaster.report.lacking import named, output_names
from broadcaster.report.period import Period, as_planned
from broadcaster.report.reconciliation import Row, reconcile
from broadcaster.report.wording import ranges

_TOGETHER = timedelta(seconds=1)
_LONGEST_EVENT, _LONGEST_NUMBERS = 16, 9  # columns; what is longer goes on in the next row


@dataclass(frozen=True)
class _Names:
    """What the log's own names are called."""

    slots: Mapping[str, str]
    outputs: Mapping[str, str]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Names:
        told = {str(line.facts.get("slot", "")): str(line.facts["name"]) for line in lines if line.facts.get("name")}
        return cls(told, output_names(lines))

    def heading(self, line: Line) -> str:
        """Return what is written above the rows of the programme, takeover or test that *line* is of."""
        facts, slot = line.facts, str(line.facts.get("slot", ""))
        instant = "%H:%M:%S" if line.event == TAKEOVER else "%H:%M"
        planned = f"{datetime.fromisoformat(str(facts['planned'])):{instant}} " if facts.get("planned") else ""
        if line.event == TAKEOVER:
            about = f"{facts.get('title', '')} ({facts.get('by', '')}: {facts.get('why', '')})"
            return f"{planned}Chen phát {facts.get('priority', '')}: {about}"
        if line.event == TEST:
            return f"Thử tiếng: {slot}"
        key = slot.rpartition("/")[2]
        name = "Phát bằng tay" if facts.get("by_hand") else self.slots.get(slot, "")
        return f"{planned}{name} ({key})" if name else f"{planned}{key}"

    def place(self, line: Line) -> str:
        """Return the output of *line*, a file by its own name alone, with how late it began."""
        url = str(line.facts.get("output", ""))
        named = self.outputs.get(url) or (f"file:{Path(url[5:]).name}" if url.startswith("file:") else url)
        return f"{named} {late_by(line.facts['late_ms'])}" if "late_ms" in line.facts else named


def show_lines(lines: Sequence[Line]) -> None:
    """Print lines of the as-run log; there are some."""
    days = {line.at.date() for line in lines}
    about = f" {weekday_name(min(days))}, {dmy(min(days))}" if len(days) == 1 else ""
    click.echo(click.style(f"Nhật ký phát sóng{about}", bold=True))
    names, instant = _Names.of(lines), "%H:%M:%S" if len(days) == 1 else "%d/%m %H:%M:%S"
    blocks: list[tuple[str, list[tuple[str, ...]]]] = [("", [("Dòng", "Lúc", "Việc", "Ngõ ra, ghi chú")])]
    begun: set[str] = set()
    for slot, found in groupby(lines, key=lambda line: str(line.facts.get("slot", ""))):
        own = list(found)
        rows = [_row(together, names, instant) for together in _joined(own)]
        heading = names.heading(own[0]) if slot else ""
        blocks.append((f"{heading}, tiếp" if slot and slot in begun else heading, rows))
        begun.add(slot)
    _print(blocks)


def show_differences(period: Period) -> None:
    """Print in what a day went otherwise than planned, and why."""
    found = reconcile(period)
    click.echo()
    if not found:
        click.echo(as_planned(period))
        return
    click.echo(click.style("Khác kế hoạch", bold=True))
    rows = [row for _, own in groupby(found, key=lambda row: row.seqs) for row in _differences(list(own))]
    _print([("", [("Dòng", "Giờ", "Khác ở đâu, vì sao")]), ("", rows)])


def _differences(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the differences of one programme; the reason of the first one is not said again."""
    said = rows[0].reason.split("; ")
    yield ranges(rows[0].seqs), f"{rows[0].at:%H:%M}", f"{rows[0].difference.value}: {rows[0].what}\n→ {rows[0].reason}"
    for row in rows[1:]:
        new = "; ".join(part for part in row.reason.split("; ") if part not in said)
        yield "", "", f"{row.difference.value}: {row.what}" + (f"\n→ {new}" if new else "")


def _joined(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Yield lines that tell the same of different outputs together, the others one by one."""
    group: list[Line] = []
    for line in lines:
        if group and not (_same(group[0], line) and "output" in line.facts):
            yield group
            group = []
        group.append(line)
    yield group


def _same(first: Line, line: Line) -> bool:
    """Return whether two lines tell the same, but for the output."""
    told = [(each.event, each.facts.get("what"), _note(each)) for each in (first, line)]
    return told[0] == told[1] and abs(line.at - first.at) < _TOGETHER


def _row(lines: Sequence[Line], names: _Names, instant: str) -> tuple[str, ...]:
    first = lines[0]
    what = str(first.facts.get("what", "")) if first.event in (TAKEOVER, TEST) else ""
    places = ", ".join(filter(None, (names.place(line) for line in lines)))
    detail = ": ".join(filter(None, (places, named(_note(first), names.outputs))))
    event = EVENTS.get(what or first.event, what or first.event)
    return ranges([line.seq for line in lines]), f"{first.at:{instant}}", event, detail


def _note(line: Line) -> str:
    """Return what else is to be known of a line."""
    facts = line.facts
    reason = str(facts.get("reason", ""))
    if reason or line.event != RELEASED:
        return f"{facts.get('by', '')}: {reason}" if reason and line.event in (STOP, RELEASE) else reason
    told = [f"dài {clock_length(facts.get('seconds', 0.0))}"]
    if facts.get("voices"):
        told.append(f"giọng {', '.join(facts['voices'])}")
    instead = facts.get("instead")
    return ", ".join(told) + (f"; THAY THẾ bằng {facts['of']}, vì {instead['reason']}" if instead else "")


def _print(blocks: Sequence[tuple[str, Sequence[tuple[str, ...]]]]) -> None:
    """Print rows under their headings; their columns stand one below the other throughout."""
    every = [row for _, rows in blocks for row in rows]
    widths = [max(cell_len(row[index]) for row in every) for index in range(len(every[0]) - 1)]
    widths[0] = min(widths[0], _LONGEST_NUMBERS)
    widths[2:] = [min(width, _LONGEST_EVENT) for width in widths[2:]]
    screen = console()
    for number, (heading, rows) in enumerate(blocks):
        if heading or number > 1:
            screen.print()
        if heading:
            screen.print(heading, style="bold")
        screen.print(_grid(rows, widths))


def _grid(rows: Sequence[tuple[str, ...]], widths: Sequence[int]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid
