"""The annexes: every slot, item, difference and figure with its ledger lines. In: a Summary. Out: grids."""

from __future__ import annotations

from collections.abc import Sequence

from broadcaster.report.figures import figures
from broadcaster.report.paper import Annex, Cell, Column, Grid, Unit
from broadcaster.report.period import as_planned
from broadcaster.report.royalties import Due
from broadcaster.report.sessions import Outcome, Session
from broadcaster.report.summary import Summary, total
from broadcaster.report.wording import ROUNDED, dated, grouped

_LENGTH = Column("Thời lượng (phút:giây)", 2.15, Unit.LENGTH)
_AIRINGS = Column("Lượt phát", 1.3, Unit.COUNT)


def annexes(summary: Summary) -> tuple[Annex, ...]:
    """Return the annexes that every report has."""
    return (_slots(summary), _items(summary), _differences(summary), _figures(summary))


def pay(dues: Sequence[Due], *, complete: bool) -> tuple[Annex, ...]:
    """
    Return what authors are owed: added up by author, then item by item.

    Args:
        dues: By author.
        complete: Whether the settings have rates at all.
    """
    note = "" if complete else "Đài chưa khai đơn giá (mục royalties của cài đặt), nên chưa tính được số tiền."
    return (_authors(dues, note), _dues(dues, note))


def _authors(dues: Sequence[Due], note: str) -> Annex:
    columns = (
        *(Column("Tác giả", 6), Column("Số bài", 2, Unit.COUNT), _AIRINGS),
        *(Column(_LENGTH.name, 2.6, Unit.LENGTH), Column("Số tiền (đồng)", 2.6, Unit.MONEY)),
    )
    rows = tuple(
        (author, *_sums([due for due in dues if due.author == author]))
        for author in dict.fromkeys(due.author for due in dues)
    )
    grid = Grid(columns, rows, total=("Cộng", *_sums(dues)) if rows else ())
    return Annex("NHUẬN BÚT, THÙ LAO THEO TÁC GIẢ", note, grid, "Nhuận bút theo tác giả")


def _sums(dues: Sequence[Due]) -> tuple[Cell, ...]:
    length = sum(due.item.length for due in dues)
    return len(dues), sum(due.item.airings for due in dues), length, sum(due.amount for due in dues)


def _dues(dues: Sequence[Due], note: str) -> Annex:
    columns = (
        *(Column("Tác giả", 3.2), Column("Tên bài", 5), Column("Thể loại", 2.4)),
        *(Column(_LENGTH.name, 2.6, Unit.LENGTH), _AIRINGS, Column("Số tiền (đồng)", 2.2, Unit.MONEY)),
        Column("Ghi chú", 2.6),
    )
    rows = tuple(
        (due.author, due.item.title, due.item.kind, due.item.length, due.item.airings, due.amount, _remark(due))
        for due in dues
    )
    _, airings, length, amount = _sums(dues)
    total = ("Cộng", "", "", length, airings, amount, "")
    return Annex("NHUẬN BÚT, THÙ LAO TỪNG BÀI", note, Grid(columns, rows, total=total if rows else ()), "Nhuận bút")


def _remark(due: Due) -> str:
    if not due.rated:
        return "chưa có đơn giá"
    return "" if due.fresh else "đã phát từ kỳ trước"


def _slots(summary: Summary) -> Annex:
    columns = (
        *(Column("Ngày", 2.0), Column("Giờ", 1.15), Column("Chương trình", 3.3), Column("Kết quả", 2.65)),
        *(Column("Bắt đầu", 1.6), Column(_LENGTH.name, 2.1, Unit.LENGTH)),
        *(Column("Dòng nhật ký", 1.9, Unit.LINES), Column("Mã dòng cuối", 1.75)),
    )
    rows = tuple(
        (
            dated(each.day),
            f"{each.planned:%H:%M}",
            each.name,
            _outcome(each),
            f"{each.began:%H:%M:%S}" if each.began else "",
            each.seconds,
            each.seqs,
            each.lines[-1].hash[:8],
        )
        for each in summary.period.all_sessions
    )
    sums = ("Cộng", "", f"{grouped(len(rows))} buổi", "", "", total(summary.period.all_sessions), "", "")
    return Annex("CÁC BUỔI PHÁT", ROUNDED, Grid(columns, rows, total=sums if rows else ()), "Buổi phát")


def _outcome(session: Session) -> str:
    extra = "phát bằng tay, " if session.by_hand else ""
    told = extra + session.outcome.value
    return f"{told}: {session.reason}" if session.reason and session.outcome is not Outcome.AIRED else told


def _items(summary: Summary) -> Annex:
    columns = (
        *(Column("Tên bài", 4.4), Column("Thể loại", 1.9), Column("Tác giả", 1.8)),
        *(Column("Lượt phát", 1.05, Unit.COUNT), Column(_LENGTH.name, 1.95, Unit.LENGTH)),
        Column("Dòng nhật ký", 4.6, Unit.LINES),
    )
    rows = tuple((each.title, each.kind, each.author, each.airings, each.seconds, each.seqs) for each in summary.items)
    return Annex("CÁC BÀI ĐÃ PHÁT", "", Grid(columns, rows), "Bài đã phát")


def _differences(summary: Summary) -> Annex:
    columns = (
        *(Column("Ngày", 2.3), Column("Giờ", 1.35), Column("Khác kế hoạch", 3)),
        *(Column("Nội dung", 4.4), Column("Lý do", 5.6), Column("Dòng nhật ký", 1.9, Unit.LINES)),
    )
    rows = tuple(
        (dated(row.at.date()), f"{row.at:%H:%M}", row.difference.value, row.what, row.reason, row.seqs)
        for row in summary.differences
    )
    empty = as_planned(summary.period)
    return Annex("ĐỐI CHIẾU KẾ HOẠCH VÀ THỰC PHÁT", "", Grid(columns, rows), "Đối chiếu", when_empty=empty)


def _figures(summary: Summary) -> Annex:
    note = (
        "Số dòng là số thứ tự trong nhật ký phát sóng (mục seq); xem từng dòng bằng lệnh broadcaster log. "
        "Số liệu bằng không mà không dòng nào nói đến thì để trống."
    )
    columns = (Column("Số liệu", 6.6), Column("Giá trị", 3.4), Column("Dòng nhật ký", 7, Unit.LINES))
    rows = tuple((each.name, each.text, each.seqs) for each in figures(summary))
    return Annex("NGUỒN CỦA TỪNG SỐ LIỆU", note, Grid(columns, rows), "Số liệu")
