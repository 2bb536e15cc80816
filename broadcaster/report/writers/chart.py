"""
A bar chart that Word and LibreOffice draw themselves: sharp on paper, and no picture to go stale.

In: bars. Out: a chart part (DrawingML, ECMA-376 part 1, 21.2) and the drawing that shows it.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from broadcaster.report.paper import Bars
from broadcaster.report.writers.wordparts import tight

WIDTH, ROW, EDGE = 160.0, 5.4, 12.0
"""Millimetres: the chart, one bar, and what is around the bars."""

_DAY = 86_400  # seconds; spreadsheets and charts reckon lengths in days
_EMU = 36_000  # a millimetre
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FILL = "7F7F7F"  # grey: official papers are printed in black


def add(document: Any, bars: Bars, number: int, font: str) -> None:
    """Add *bars* to the end of *document* as its chart *number*, from 1."""
    uri = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(uri, _TYPE, _chart(bars, font).encode("utf-8"), document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    paragraph = tight(document.add_paragraph())
    paragraph.add_run()._r.append(parse_xml(_drawing(relation, bars, number)))


def _drawing(relation: str, bars: Bars, number: int) -> str:
    width, height = round(WIDTH * _EMU), round((EDGE + ROW * len(bars.bars)) * _EMU)
    return (
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:a="{_MAIN}/main" '
        f'xmlns:wp="{_MAIN}/wordprocessingDrawing"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Biểu đồ {number}" descr={quoteattr(bars.title)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_MAIN}/chart"><c:chart xmlns:c="{_MAIN}/chart" xmlns:r="{_RELATIONS}" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _chart(bars: Bars, font: str) -> str:
    labels = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(label)}</c:v></c:pt>' for index, (label, _) in enumerate(bars.bars)
    )
    values = "".join(
        f'<c:pt idx="{index}"><c:v>{value / _DAY:.9f}</c:v></c:pt>' for index, (_, value) in enumerate(bars.bars)
    )
    count = f'<c:ptCount val="{len(bars.bars)}"/>'
    last = len(bars.bars) + 1
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_MAIN}/chart" xmlns:a="{_MAIN}/main" xmlns:r="{_RELATIONS}">'
        '<c:roundedCorners val="0"/><c:chart>'
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p>{_letters(font, 1200, bold=True)}<a:r>"
        f'<a:rPr lang="vi-VN" sz="1200" b="1"/><a:t>{escape(bars.title)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(bars.axis)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_FILL}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        '<c:dLbls><c:numFmt formatCode="[m]:ss" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{labels}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${last}</c:f><c:numCache><c:formatCode>[m]:ss</c:formatCode>{count}{values}"
        '</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:p>{_letters(font, 1100)}<a:endParaRPr lang="vi-VN"/></a:p></c:txPr></c:chartSpace>'
    )


def _letters(font: str, size: int, *, bold: bool = False) -> str:
    return (
        f'<a:pPr><a:defRPr sz="{size}" b="{int(bold)}"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f"<a:latin typeface={quoteattr(font)}/></a:defRPr></a:pPr>"
    )
