"""
The report as a Word file, in the layout of Decree 30/2020/NĐ-CP.

In: a Paper. Out: the bytes of a .docx: A4 upright, margins 20, 20, 30 and 15 mm, Times New Roman, page numbers centred
at the top from page 2 on.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm, Pt

from broadcaster.report.paper import Annex, Bars, Block, Column, Grid, Heading, Letter, Paper, Paragraph, Unit
from broadcaster.report.writers import chart, letterhead
from broadcaster.report.writers.sealed import sealed
from broadcaster.report.writers.wordparts import (
    cell_margins,
    count_pages_anew,
    grid_borders,
    keep_whole,
    page_number,
    plain_font,
    repeat_on_each_page,
    tight,
    write,
)

FONT = "Times New Roman"
WIDTH = 165.0
"""Of the text, millimetres: 210 less the margins of 30 and 15."""

_INDENT = 12.7  # millimetres of the first line (decree: 10 or 12.7)
_BODY_CELL, _ANNEX_CELL = "Bang trong bai", "Bang phu luc"  # styles of the text in tables
_SMALL = 10.0  # points, in annexes
_NUMBER = 11.0  # millimetres of the column that counts the rows
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def write_word(paper: Paper, size: float) -> bytes:
    """Return *paper* as a .docx whose body is of *size* points."""
    document = docx.Document()
    _properties(document, paper)
    _page(document, size)
    letterhead.head(document, paper.letter)
    charts = 0
    for block in paper.body:
        charts += isinstance(block, Bars)
        _block(document, block, charts)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # nobody signs a page with nothing on it
    letterhead.foot(document, paper.letter)
    for number, annex in enumerate(paper.annexes):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        if paper.restart:
            count_pages_anew(section)
        else:
            section.different_first_page_header_footer = False
        _annex(document, annex, _ROMAN[number], paper.letter)
    tight(document.add_paragraph())  # Word wants a paragraph behind the last table
    made = io.BytesIO()
    document.save(made)
    return sealed(made.getvalue())


def _properties(document: Any, paper: Paper) -> None:
    core = document.core_properties
    core.author = core.last_modified_by = paper.letter.issuer
    core.title, core.subject, core.comments, core.keywords = paper.letter.title, "", "", ""
    core.created = core.modified = paper.made
    core.revision, core.language = 1, "vi-VN"
    relations = document.part.package.rels
    for name in [name for name, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[name]  # the template's own, of an empty page


def _page(document: Any, size: float) -> None:
    styles = document.styles
    plain_font(styles["Normal"], FONT, size)
    normal = styles["Normal"].paragraph_format
    normal.alignment, normal.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Mm(_INDENT)
    normal.space_before, normal.space_after, normal.line_spacing = Pt(0), Pt(6), 1.15
    for level in (1, 2):
        style = styles[f"Heading {level}"]
        plain_font(style, FONT, size, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(6)
        style.paragraph_format.keep_with_next = True
    plain_font(styles["Header"], FONT, size)
    for name, points in ((_BODY_CELL, size - 2), (_ANNEX_CELL, _SMALL)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        plain_font(style, FONT, points)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0], size)


def _block(document: Any, block: Block, charts: int) -> None:
    match block:
        case Heading():
            document.add_paragraph(block.text, style=f"Heading {block.level}")
        case Paragraph():
            document.add_paragraph(block.text).paragraph_format.keep_with_next = block.text.endswith(":")
        case Grid():
            _grid(document, block, _BODY_CELL)
            tight(document.add_paragraph())
        case Bars():
            chart.add(document, block, charts, FONT)


def _annex(document: Any, annex: Annex, number: str, letter: Letter) -> None:
    write(tight(document.add_paragraph()), f"Phụ lục {number}", 14, bold=True)
    write(tight(document.add_paragraph()), annex.title, 14, bold=True)
    to = f"(Kèm theo Báo cáo số        /{letter.symbol} {letter.day or letterhead.OPEN_DAY} của {letter.issuer})"
    write(tight(document.add_paragraph()), to, 14, italic=True)
    note = annex.note if annex.grid.rows else annex.when_empty
    if note:
        document.add_paragraph(note).paragraph_format.space_before = Pt(6)
    if annex.grid.rows:
        tight(document.add_paragraph())
        _grid(document, annex.grid, _ANNEX_CELL)


def _grid(document: Any, grid: Grid, style: str) -> None:
    columns = (Column("STT", 0, Unit.COUNT), *grid.columns) if grid.numbered else grid.columns
    share = (WIDTH - _NUMBER * grid.numbered) / sum(column.width for column in columns)
    widths = [column.width * share or _NUMBER for column in columns]
    table = document.add_table(rows=0, cols=len(columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    grid_borders(table)
    cell_margins(table, 1)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    head = _row(table, widths, [column.name for column in columns], columns, style, bold=True, centred=True)
    repeat_on_each_page(head)
    for number, row in enumerate(grid.rows, start=1):
        cells = (number, *row) if grid.numbered else row
        printed = [column.printed(cell) for column, cell in zip(columns, cells, strict=True)]
        _row(table, widths, printed, columns, style)
    if grid.total:
        cells = ("", *grid.total) if grid.numbered else grid.total
        printed = [column.printed(cell) for column, cell in zip(columns, cells, strict=True)]
        _row(table, widths, printed, columns, style, bold=True)


def _row(
    table: Any,
    widths: Sequence[float],
    texts: Sequence[str],
    columns: Sequence[Column],
    style: str,
    *,
    bold: bool = False,
    centred: bool = False,
) -> Any:
    row = table.add_row()
    keep_whole(row)
    for cell, width, text, column in zip(row.cells, widths, texts, columns, strict=True):
        cell.width = Mm(width)
        middle = centred or column.unit not in (Unit.TEXT, Unit.LINES)
        alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        tight(paragraph, alignment).add_run(text).bold = bold or None
    return row
