"""
What a paper consists of, whatever file it becomes: headings, paragraphs, grids, a chart, annexes. Plain values.

A cell keeps its number; how it is printed is the column's matter, so that a spreadsheet can reckon with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from broadcaster.report.wording import clock, grouped, ranges

Cell = str | int | float | tuple[int, ...]
"""Text, a number, or numbers of ledger lines."""


class Unit(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    COUNT = "count"
    LENGTH = "length"
    """Seconds, printed as minutes and seconds."""
    MONEY = "money"
    """Đồng."""
    LINES = "lines"
    """Numbers of ledger lines, ascending."""


@dataclass(frozen=True)
class Column:
    """One column of a grid."""

    name: str
    width: float
    """Share of the whole width; the shares of a grid need not add up to anything."""
    unit: Unit = Unit.TEXT

    def printed(self, cell: Cell) -> str:
        """Return what people read."""
        if isinstance(cell, tuple):
            return ranges(cell)
        if isinstance(cell, str):
            return cell
        return clock(cell) if self.unit is Unit.LENGTH else grouped(round(cell))


@dataclass(frozen=True)
class Grid:
    """A table."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    """Last row, set apart; none where it is empty."""
    numbered: bool = True
    """Whether a first column “STT” counts the rows."""


@dataclass(frozen=True)
class Heading:
    """A heading of the body."""

    text: str
    level: int
    """1 for “I. …”, 2 for “1. …”."""


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bars:
    """A bar chart of lengths of time."""

    title: str
    axis: str
    bars: tuple[tuple[str, float], ...]
    """(label, seconds), from the top."""


Block = Heading | Paragraph | Grid | Bars


@dataclass(frozen=True)
class Annex:
    """A grid on pages of its own."""

    title: str
    note: str
    """A sentence above the grid; maybe empty."""
    grid: Grid
    sheet: str
    """Short name, for a spreadsheet."""
    when_empty: str = "Không có."


@dataclass(frozen=True)
class Letter:
    """What stands around the body of an official paper (Decree 30/2020/NĐ-CP)."""

    superior: str
    issuer: str
    symbol: str
    place: str
    title: str
    """Summary of the content (trích yếu), below “BÁO CÁO”."""
    signature: tuple[str, ...]
    """Lines above the signer's name."""
    recipients: tuple[str, ...]
    day: str = ""
    """``ngày 08 tháng 10 năm 2025``; empty: left open for the clerk."""


@dataclass(frozen=True)
class Paper:
    """A whole report."""

    letter: Letter
    body: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    restart: bool
    """Whether each annex counts its own pages."""
    made: datetime
    """What files say of their making: the instant of the last ledger line, so that nothing hangs on the hour. Aware."""
