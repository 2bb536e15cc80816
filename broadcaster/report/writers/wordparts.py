"""What Word files need and python-docx has no word for: fonts of every script, rules, borders, page numbers."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LANGUAGE = "vi-VN"


def element(name: str, **attributes: str | int) -> Any:
    """Return the element ``w:name`` with attributes of the same namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def plain_font(style: Any, font: str, size: float, *, bold: bool = False, italic: bool = False) -> None:
    """Make *style* black *font* of *size* points for every script, whatever the theme says."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, italic
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    properties = style.element.rPr
    for old in properties.findall(qn("w:color")):
        properties.remove(old)
    style.font.color.rgb = None
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("lang", val=LANGUAGE, eastAsia=LANGUAGE))


def write(paragraph: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Run:
    """Add *text* to *paragraph*."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return run


def tight(
    paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER, *, before: float = 0.0
) -> Paragraph:
    """Take indents and spacing from *paragraph*, but for *before*, points."""
    layout = paragraph.paragraph_format
    layout.alignment = alignment
    layout.first_line_indent = Mm(0)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(0), 1.0
    return paragraph


def rule(paragraph: Paragraph, width: float, of: float) -> None:
    """
    Make the empty *paragraph* a thin rule in the middle.

    Args:
        paragraph: Empty.
        width: Of the rule, millimetres.
        of: Of what it stands in, millimetres.
    """
    side = Mm(max(0.0, (of - width) / 2))
    tight(paragraph, before=2)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = side
    layout.line_spacing = Pt(4)
    write(paragraph, "", 2)
    borders = element("pBdr")
    borders.append(element("top", val="single", sz=6, space=1, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def page_number(paragraph: Paragraph, size: float) -> None:
    """Let *paragraph* show the number of its page, centred."""
    tight(paragraph)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("value", "2"), ("end", "")):
        run = write(paragraph, text if kind == "value" else "", size)
        if not kind:
            code = element("instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
        elif kind != "value":
            run._r.append(element("fldChar", fldCharType=kind))


def grid_borders(table: Any) -> None:
    """Draw thin lines round every cell of *table*."""
    borders = element("tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(edge, val="single", sz=4, space=0, color="000000"))
    properties = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def count_pages_anew(section: Any) -> None:
    """Let the pages of *section* be numbered from 1, the first without showing it."""
    section.different_first_page_header_footer = True
    start = element("pgNumType", start=1)
    section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:textDirection", "w:bidi", "w:docGrid")


def cell_margins(table: Any, millimetres: float) -> None:
    """Let that much room stand left and right of the text in each cell of *table*."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=round(millimetres * 1440 / 25.4), type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def repeat_on_each_page(row: Any) -> None:
    """Make *row* the head of its table on every page."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: Any) -> None:
    """Let no page end inside *row*."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


_AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct"),
    *("w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"),
    *("w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
    *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)
"""What the schema of a paragraph's properties has behind its borders (ECMA-376 part 1, 17.3.1.26)."""
