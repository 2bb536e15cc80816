"""
The head and the foot of an official paper in Word. In: a Letter. Out: tables in a document.

Source: Decree 30/2020/NĐ-CP, annex I: Quốc hiệu 12–13 pt bold capitals, Tiêu ngữ 13–14 pt bold with a rule of its own
length, name of the body bold capitals with a rule of a third to a half of its length, place and date in italics, kind
14 pt bold capitals, Nơi nhận 12 pt bold italics, its list 11 pt.
"""

from __future__ import annotations

from math import ceil
from textwrap import wrap
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from broadcaster.report.paper import Letter
from broadcaster.report.writers.wordparts import cell_margins, keep_whole, rule, tight, write

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
OPEN_DAY = "ngày      tháng      năm 20…"
"""Place for the clerk to write the date in."""
OPEN_PLACE = "…………"

_SMALL, _LARGE = 12, 13  # points, the smaller pair of the two that the decree allows: the country fits one line
_LEFT, _RIGHT = 65.0, 100.0  # millimetres, together the width of the text
_MOTTO_WIDTH = 57.0  # millimetres of MOTTO in bold Times New Roman 13 pt, measured
_CAPITAL = 0.66  # mean width of a bold capital in Times New Roman, of its size
_MM_PER_PT = 25.4 / 72


def head(document: Any, letter: Letter) -> None:
    """Add the bodies, the country, number, place and date, kind and summary."""
    table = _pair(document)
    left, right = table.rows[0].cells
    issuer = left.paragraphs[0]
    if letter.superior:
        write(tight(issuer), balanced(letter.superior.upper()), _SMALL)
        issuer = left.add_paragraph()
    write(tight(issuer), balanced(letter.issuer.upper()), _SMALL, bold=True)
    length = min(len(letter.issuer) * _CAPITAL * _SMALL * _MM_PER_PT, _LEFT)
    rule(left.add_paragraph(), length * 0.4, _LEFT)
    write(tight(right.paragraphs[0]), COUNTRY, _SMALL, bold=True)
    write(tight(right.add_paragraph()), MOTTO, _LARGE, bold=True)
    rule(right.add_paragraph(), _MOTTO_WIDTH, _RIGHT)
    left, right = table.add_row().cells
    write(tight(left.paragraphs[0], before=4), f"Số:        /{letter.symbol}", _LARGE)
    place = f"{letter.place or OPEN_PLACE}, {letter.day or OPEN_DAY}"
    write(tight(right.paragraphs[0], before=4), place, _LARGE, italic=True)
    write(tight(document.add_paragraph(), before=18), "BÁO CÁO", 14, bold=True)
    write(tight(document.add_paragraph()), letter.title, 14, bold=True)
    rule(document.add_paragraph(), 40.0, _LEFT + _RIGHT)
    tight(document.add_paragraph())


def balanced(name: str) -> str:
    r"""
    Return *name* in lines of about one length, so that the last one holds more than the end of a place's name.

    >>> balanced("ỦY BAN NHÂN DÂN XÃ NGỌC THIỆN")
    'ỦY BAN NHÂN DÂN\nXÃ NGỌC THIỆN'
    """
    lines = ceil(len(name) * _CAPITAL * _SMALL * _MM_PER_PT / _LEFT)
    wrapped = (
        wrap(name, width, break_long_words=False) for width in range(max(1, len(name) // max(1, lines)), len(name))
    )
    return "\n".join(next((each for each in wrapped if len(each) <= lines), [name]))


def foot(document: Any, letter: Letter) -> None:
    """Add who receives the paper, and room for who signs it."""
    tight(document.add_paragraph()).paragraph_format.keep_with_next = True
    left, right = _pair(document, 85.0, 80.0).rows[0].cells
    write(tight(left.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT), "Nơi nhận:", 12, bold=True, italic=True)
    for number, name in enumerate(letter.recipients, start=1):
        end = "." if number == len(letter.recipients) else ";"
        line = tight(left.add_paragraph(), WD_ALIGN_PARAGRAPH.LEFT)
        write(line, f"- {name.rstrip('.;')}{end}", 11)
    for number, title in enumerate(letter.signature):
        place = right.add_paragraph() if number else right.paragraphs[0]
        write(tight(place), title.upper(), 14, bold=True)
    for _ in range(5):
        write(tight(right.add_paragraph()), "", 14)


def _pair(document: Any, left: float = _LEFT, right: float = _RIGHT) -> Any:
    """Return a table of two cells without lines, which no page cuts."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, (left, right), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    cell_margins(table, 0)
    keep_whole(table.rows[0])
    return table
