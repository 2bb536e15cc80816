"""
The grids of a report as a spreadsheet: one sheet an annex, numbers as numbers, lengths as time.

In: a Paper, more annexes. Out: the bytes of an .xlsx, the same for the same paper.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from broadcaster.report.paper import Annex, Cell, Column, Paper, Unit

_DAY = 86_400.0  # seconds; a spreadsheet reckons lengths of time in days
_FORMATS = {Unit.COUNT: "#,##0", Unit.LENGTH: "[m]:ss", Unit.MONEY: "#,##0"}
_WIDTH = 5.0  # characters for a share of 1
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}


def write_sheets(paper: Paper, annexes: Sequence[Annex]) -> bytes:
    """
    Return *annexes* as an .xlsx.

    Args:
        paper: Whose title and instant the file carries.
        annexes: Each a sheet.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        created = paper.made.replace(tzinfo=None)
        book.set_properties({"title": paper.letter.title, "author": paper.letter.issuer, "created": created})
        plain = {unit: book.add_format(_FONT | _format(unit)) for unit in Unit}
        bold = {unit: book.add_format(_FONT | _format(unit) | {"bold": True}) for unit in Unit}
        head = book.add_format(_FONT | {"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        for annex in annexes:
            _sheet(book.add_worksheet(annex.sheet), annex, head, plain, bold)
    return made.getvalue()


def _format(unit: Unit) -> dict[str, Any]:
    wrap = {"text_wrap": True} if unit in (Unit.TEXT, Unit.LINES) else {}
    return {"border": 1, "num_format": _FORMATS.get(unit, "@"), **wrap}


def _sheet(sheet: Any, annex: Annex, head: Any, plain: dict[Unit, Any], bold: dict[Unit, Any]) -> None:
    columns = annex.grid.columns
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width * _WIDTH)
        sheet.write_string(0, index, column.name, head)
    rows = [(row, plain) for row in annex.grid.rows] + ([(annex.grid.total, bold)] if annex.grid.total else [])
    for number, (row, formats) in enumerate(rows, start=1):
        for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, number, index, column, cell, formats[column.unit])


def _write(sheet: Any, row: int, index: int, column: Column, cell: Cell, style: Any) -> None:
    if isinstance(cell, int | float):
        sheet.write_number(row, index, cell / _DAY if column.unit is Unit.LENGTH else cell, style)
    else:
        sheet.write_string(row, index, column.printed(cell), style)
