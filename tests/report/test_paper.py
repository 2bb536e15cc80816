"""The paper in words and as a Word file: layout of the decree, sound packages, what is said when things went wrong."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from report_samples import Book, about, instant

from broadcaster.programme.calendar import Days
from broadcaster.report.compose import compose
from broadcaster.report.options import ReportOptions
from broadcaster.report.paper import Bars
from broadcaster.report.royalties import Rate
from broadcaster.report.summary import summarise
from broadcaster.report.writers import chart
from broadcaster.report.writers.letterhead import balanced
from broadcaster.report.writers.word import WIDTH, write_word

DAYS = Days(date(2025, 10, 1), date(2025, 10, 5))
OPTIONS = ReportOptions(
    superior="Ủy ban nhân dân xã Thử",
    issuer="Trung tâm Thử",
    symbol="BC-TTT",
    place="Thử",
    basis="Thực hiện Kế hoạch số 1/KH-UBND",
    signature=("KT. Giám đốc", "Phó Giám đốc"),
    recipients=("Nơi thứ nhất", "Lưu: VT"),
)


def eventful() -> Book:
    """A ledger in which nearly everything went wrong once."""
    book = Book()
    book.air(instant(1), about("a"), about("lx", "lời xướng", ("lời", 1.0, 3.0)))
    book.miss(instant(2), "mất điện")
    slot = book.release(instant(3), about("a"), about("b", "thông báo", ("bài", 100.0, 60.0), author="Tác giả thử"))
    book.own("started", slot, instant(3), offset=0.0)
    book.own("cut", slot, instant(3) + timedelta(seconds=120), heard=120.0, reason="có lệnh dừng")
    book.air(instant(4, 9), about("a"), by_hand=True)
    at = instant(4, 10)
    facts = {"output": "memory:", "planned": at.isoformat(), "order": "o", "by": "Người trực", "why": "nước lên"}
    facts |= {"priority": "khẩn cấp", "title": "Sơ tán", "then": "end"}
    chen = "2025-10-04/100000-chen-00c0ffee"
    book.add("takeover", at, chen, what="started", actual=at.isoformat(), **facts)
    book.add("takeover", at + timedelta(seconds=42), chen, what="ended", actual="", heard=42.0, **facts)
    return book


def word(book: Book, options: ReportOptions = OPTIONS, **more: Any) -> bytes:
    summary = summarise(book.lines, DAYS, ())
    paper = compose(summary, options, "Đài thử", **{"day": None, "rates": None, **more})
    return write_word(paper, options.font_size)


def opened(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def told(document: Any) -> str:
    """Return all text, cells too."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


# ── words ──


def test_what_went_wrong_is_said_with_its_reasons() -> None:
    text = told(opened(word(eventful())))
    assert "Nhật ký ghi 3 buổi phát theo lịch: phát đủ 1 buổi, phát không trọn 1 buổi, không phát 1 buổi." in text
    assert "Tổng thời lượng đã phát (kể cả phát bằng tay) là 12 phút." in text
    assert "Ngoài lịch, đài phát bằng tay 1 chương trình, thời lượng 5 phút." in text
    assert "Nhật ký không ghi buổi phát nào: ngày 05/10/2025." in text
    assert "Đã chen phát 1 lần, tổng thời lượng 42 giây, ngoài thời lượng nói trên:" in text
    assert "Sơ tán" in text
    assert "mất điện" in text
    assert "có lệnh dừng" in text
    assert "Trong kỳ không có bài nào thuộc thể loại gương điển hình được phát trọn." in text


def test_an_item_cut_short_is_no_airing_but_its_seconds_count() -> None:
    rows = [[cell.text for cell in row.cells] for table in opened(word(eventful())).tables for row in table.rows]
    assert ["1", "tin", "1", "3", "3:00"] in rows
    assert ["2", "thông báo", "0", "0", "0:20"] in rows


def test_an_empty_ledger_makes_a_paper_that_says_so() -> None:
    text = told(opened(word(Book())))
    assert "Nhật ký không ghi buổi phát nào theo lịch." in text
    assert "Nhật ký phát sóng không có dòng nào trong kỳ này." in text


def test_no_figure_of_a_station_that_was_heard_is_called_a_trial() -> None:
    book = Book()
    slot = book.release(instant(1), about("a"))
    for event, second in (("started", 0), ("ended", 300)):
        book.own(event, slot, instant(1) + timedelta(seconds=second), output="soundcard:", offset=0.0, heard=300.0)
    assert "CHẠY THỬ" not in told(opened(word(book)))
    assert "CHẠY THỬ" in told(opened(word(eventful())))


def test_royalties_are_an_annex_only_where_wished() -> None:
    assert "NHUẬN BÚT" not in told(opened(word(eventful())))
    with_rates = told(opened(word(eventful(), rates=(Rate(("tin",), per_item=30_000),))))
    assert "NHUẬN BÚT, THÙ LAO" in with_rates
    assert "30.000" in with_rates
    assert "Đài chưa khai đơn giá" in told(opened(word(eventful(), rates=())))


# ── layout ──


def test_page_and_margins_are_those_of_the_decree() -> None:
    section = opened(word(eventful())).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    codes = section.header.paragraphs[0]._p.findall(f".//{qn('w:instrText')}")
    assert [code.text for code in codes] == ["PAGE"]
    assert section.header.paragraphs[0].alignment == 1


@pytest.mark.parametrize("size", [13, 14])
def test_every_style_is_times_new_roman_in_black(size: int) -> None:
    document = opened(word(eventful(), replace(OPTIONS, font_size=size)))
    assert document.styles["Normal"].font.size == Pt(size)
    for name in ("Normal", "Heading 1", "Heading 2", "Header"):
        fonts = document.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
        assert not [key for key in fonts.attrib if "heme" in key]
        assert document.styles[name].element.rPr.find(qn("w:color")) is None
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert {run.font.name for run in runs} == {None}


def test_the_head_is_in_its_place_and_leaves_number_and_day_to_the_clerk() -> None:
    head = opened(word(eventful())).tables[0]
    left, right = ([paragraph.text for paragraph in cell.paragraphs if paragraph.text] for cell in head.rows[0].cells)
    assert left == ["ỦY BAN NHÂN DÂN XÃ THỬ", "TRUNG TÂM THỬ"]
    assert right == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    country, motto = (next(p for p in head.rows[0].cells[1].paragraphs if p.text == text) for text in right)
    assert country.runs[0].bold
    assert motto.runs[0].bold
    assert 12 <= country.runs[0].font.size.pt <= 13 <= motto.runs[0].font.size.pt <= 14
    number, day = (cell.text for cell in head.rows[1].cells)
    assert re.fullmatch(r"Số: +/BC-TTT", number)
    assert re.fullmatch(r"Thử, ngày +tháng +năm 20…", day)
    assert head.rows[1].cells[1].paragraphs[0].runs[0].italic


def test_a_day_that_is_given_stands_at_the_head() -> None:
    head = opened(word(eventful(), day=date(2025, 10, 8))).tables[0]
    assert head.rows[1].cells[1].text == "Thử, ngày 08 tháng 10 năm 2025"


def test_the_foot_names_recipients_and_leaves_the_name_to_the_signer() -> None:
    document = opened(word(eventful()))
    foot = next(table for table in document.tables if "Nơi nhận:" in table.rows[0].cells[0].text)
    left, right = foot.rows[0].cells
    assert [paragraph.text for paragraph in left.paragraphs] == ["Nơi nhận:", "- Nơi thứ nhất;", "- Lưu: VT."]
    assert [paragraph.text for paragraph in right.paragraphs if paragraph.text] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]


def test_without_settings_the_station_itself_reports() -> None:
    document = opened(word(eventful(), ReportOptions()))
    assert document.tables[0].rows[0].cells[0].text.split() == ["ĐÀI", "THỬ"]
    assert "Đài thử báo cáo kết quả phát thanh từ ngày 01/10/2025 đến hết ngày 05/10/2025" in told(document)


@pytest.mark.parametrize("restart", [True, False])
def test_annexes_count_their_own_pages_or_go_on(restart: bool) -> None:
    document = opened(word(eventful(), replace(OPTIONS, restart=restart)))
    body, *annexes = document.sections
    assert len(annexes) == 4
    assert body._sectPr.find(qn("w:pgNumType")) is None
    for section in annexes:
        number = section._sectPr.find(qn("w:pgNumType"))
        assert (number is not None and number.get(qn("w:start")) == "1") is restart
        assert section.different_first_page_header_footer is restart
        assert section.header.is_linked_to_previous
        assert round(section.left_margin.mm) == 30


def test_each_annex_says_to_which_paper_it_belongs() -> None:
    text = told(opened(word(eventful(), day=date(2025, 10, 8))))
    assert len(re.findall(r"Kèm theo Báo cáo số +/BC-TTT ngày 08 tháng 10 năm 2025 của Trung tâm Thử", text)) == 4


# ── the package ──


def test_every_part_is_declared_and_every_relation_leads_somewhere() -> None:
    package = zipfile.ZipFile(BytesIO(word(eventful())))
    names = set(package.namelist())
    assert package.testzip() is None
    assert not [name for name in names if "thumbnail" in name]
    body = parse_xml(package.read("word/document.xml"))[0]
    kinds = [child.tag.partition("}")[2] for child in body]
    assert kinds[-2:] == ["p", "sectPr"]
    assert ("tbl", "tbl") not in set(pairwise(kinds)), "two tables without a paragraph between are one table to Word"
    assert package.namelist()[0] == "[Content_Types].xml"
    types = parse_xml(package.read("[Content_Types].xml"))
    parts = {each.get("PartName", "").lstrip("/") for each in types}
    endings = {each.get("Extension") for each in types}
    for name in names - {"[Content_Types].xml"}:
        assert name in parts or name.rpartition(".")[2] in endings, name
        if name.endswith((".xml", ".rels")):
            parse_xml(package.read(name))
    for name in (name for name in names if name.endswith(".rels")):
        base = name.replace("_rels/", "").rpartition("/")[0]
        for relation in parse_xml(package.read(name)):
            target = relation.get("Target")
            path = target.lstrip("/") if target.startswith("/") else "/".join(filter(None, (base, target)))
            while "../" in path:
                path = re.sub(r"[^/]+/\.\./", "", path, count=1)
            assert path in names, (name, target)


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols titlePg docGrid",
}
"""Order of the schema (ECMA-376 part 1, annex A) as far as we use it: Word calls a file damaged that has another."""


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/header1.xml"])
def test_properties_stand_in_the_order_that_word_wants(part: str) -> None:
    root = parse_xml(zipfile.ZipFile(BytesIO(word(eventful(), rates=()))).read(part))
    seen = 0
    for name, order in ORDER.items():
        known = order.split()
        for properties in root.iter(qn(f"w:{name}")):
            children = [child.tag.partition("}")[2] for child in properties]
            places = [known.index(child) for child in children if child in known]
            assert places == sorted(places), (name, children)
            assert part != "word/document.xml" or set(children) <= set(known), (name, children)
            seen += 1
    assert seen


def test_a_title_with_quotes_and_angles_gives_a_chart_that_can_be_opened() -> None:
    document = docx.Document()
    chart.add(document, Bars('Gương "Người & <việc>"', "phút", (("a", 1.0),)), 1, 'Chữ "in"')
    (about_it,) = document.element.body.iter(qn("wp:docPr"))
    assert about_it.get("descr") == 'Gương "Người & <việc>"'


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("ỦY BAN NHÂN DÂN XÃ NGỌC THIỆN", ["ỦY BAN NHÂN DÂN", "XÃ NGỌC THIỆN"]),
        ("TRUNG TÂM CUNG ỨNG DỊCH VỤ SỰ NGHIỆP CÔNG", ["TRUNG TÂM CUNG ỨNG", "DỊCH VỤ SỰ NGHIỆP CÔNG"]),
        ("UBND XÃ THỬ", ["UBND XÃ THỬ"]),
        ("A" * 60, ["A" * 60]),
        ("", [""]),
    ],
)
def test_the_name_of_a_body_stands_in_lines_of_about_one_length(name: str, lines: list[str]) -> None:
    assert balanced(name).split("\n") == lines


def test_no_day_hour_or_hash_is_broken_within_its_cell() -> None:
    longest = {"Ngày": "24/9/2025", "Giờ": "17:00", "Bắt đầu": "17:00:00"}
    digit, mark, margins = 1.77, 0.98, 2.0  # millimetres of Times New Roman 10 pt, and of the cell
    found = 0
    for annex in compose(summarise(eventful().lines, DAYS, ()), OPTIONS, "Đài", day=None).annexes:
        share = (WIDTH - 11.0) / sum(column.width for column in annex.grid.columns)
        for column in annex.grid.columns:
            if text := longest.get(column.name):
                needed = sum(digit if letter.isdigit() else mark for letter in text) + margins
                assert column.width * share >= needed, (annex.title, column.name)
                found += 1
    assert found == 5
