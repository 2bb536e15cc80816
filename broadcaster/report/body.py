"""The running text of the report: plain administrative Vietnamese around the figures. In: a Summary. Out: blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from broadcaster.programme.values import spoken_length
from broadcaster.report.options import ReportOptions
from broadcaster.report.paper import Bars, Block, Column, Grid, Heading, Paragraph, Unit
from broadcaster.report.period import as_planned, unlogged
from broadcaster.report.sessions import Outcome, Session
from broadcaster.report.summary import Summary, total
from broadcaster.report.takeovers import Stop
from broadcaster.report.topics import AIRINGS, LENGTH, role_models, topics
from broadcaster.report.wording import ROUNDED, dated, grouped, span

_NUMBER = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*")
_BETWEEN = "nhạc và lời dẫn"


def body(summary: Summary, options: ReportOptions, issuer: str) -> tuple[Block, ...]:
    """Return the text from the first sentence to “./.”."""
    basis = f"{options.basis.rstrip('.,; ')}, " if options.basis else ""
    opening = f"{basis}{issuer} báo cáo kết quả phát thanh {span(summary.period.days)} như sau:"
    closing = f"Trên đây là báo cáo kết quả phát thanh {span(summary.period.days)} của {issuer}./."
    return (
        Paragraph(opening[:1].upper() + opening[1:]),
        Heading("I. KẾT QUẢ THỰC HIỆN", 1),
        *_sessions(summary),
        *_kinds(summary),
        *role_models(summary),
        *topics(summary),
        *_takeovers(summary),
        *_origins(summary),
        Heading("II. NỘI DUNG THỰC HIỆN KHÁC KẾ HOẠCH", 1),
        *_differences(summary),
        Heading("III. NGUỒN SỐ LIỆU", 1),
        Paragraph(_source(summary)),
        Paragraph(closing),
    )


def _sessions(summary: Summary) -> Iterator[Block]:
    period = summary.period
    yield Heading("1. Số buổi phát và thời lượng", 2)
    counts = {outcome: len(summary.ended(outcome)) for outcome in Outcome}
    told = ", ".join(
        f"{words} {grouped(counts[outcome])} buổi"
        for outcome, words in (
            (Outcome.AIRED, "phát đủ"),
            (Outcome.CUT, "phát không trọn"),
            (Outcome.MISSED, "không phát"),
            (Outcome.UNKNOWN, "chưa rõ kết thúc"),
        )
        if counts[outcome] or outcome is not Outcome.UNKNOWN
    )
    count = f"Nhật ký ghi {grouped(len(period.sessions))} buổi phát theo lịch"
    planned = f"{count}: {told}." if period.sessions else "Nhật ký không ghi buổi phát nào theo lịch."
    by_hand, together = "", ""
    if period.by_hand:
        count, length = grouped(len(period.by_hand)), spoken_length(total(period.by_hand))
        by_hand = f" Ngoài lịch, đài phát bằng tay {count} chương trình, thời lượng {length}."
        together = " (kể cả phát bằng tay)"
    heard = spoken_length(total(period.all_sessions))
    yield Paragraph(f"{planned}{by_hand} Tổng thời lượng đã phát{together} là {heard}.")
    if period.unlogged:
        yield Paragraph(f"Nhật ký không ghi buổi phát nào: {unlogged(period)}.")


def _kinds(summary: Summary) -> Iterator[Block]:
    yield Heading("2. Nội dung đã phát theo thể loại", 2)
    if not summary.kinds:
        yield Paragraph("Trong kỳ không có bài nào được phát.")
        return
    rows = [(each.kind or "không rõ", each.items, each.airings, each.seconds) for each in summary.kinds]
    yield Grid(
        (Column("Thể loại", 6), Column("Số bài", 2.4, Unit.COUNT), AIRINGS, LENGTH),
        (*rows, (_BETWEEN, "", "", summary.between)),
        total=(
            "Cộng",
            sum(each.items for each in summary.kinds),
            sum(each.airings for each in summary.kinds),
            total(summary.period.all_sessions),
        ),
    )
    bars = tuple((each.kind or "không rõ", each.seconds) for each in summary.kinds)
    yield Bars("Thời lượng đã phát theo thể loại (phút:giây)", "thời lượng", bars)
    yield Paragraph(
        "Một lượt phát là một lần bài được phát trọn trong một chương trình; bài đọc hai lần trong một chương trình "
        f"tính một lượt. Thời lượng gồm cả điểm tin, lần đọc lại và bài bị ngắt giữa chừng. {ROUNDED}"
    )


def _takeovers(summary: Summary) -> Iterator[Block]:
    yield Heading("5. Phát khẩn cấp, chen phát và dừng loa", 2)
    heard = summary.period.broken_in
    if heard:
        length = spoken_length(sum(each.seconds for each in heard))
        yield Paragraph(f"Đã chen phát {grouped(len(heard))} lần, tổng thời lượng {length}, ngoài thời lượng nói trên:")
        columns = (Column("Lúc", 3), Column("Nội dung", 6), Column("Mức", 2.2), Column("Người ra lệnh", 3), LENGTH)
        rows = ((_moment(each.given), each.title, each.priority, each.by, each.seconds) for each in heard)
        yield Grid(columns, tuple(rows))
    else:
        yield Paragraph("Trong kỳ không có lần chen phát nào.")
    if refused := len(summary.period.refused):
        yield Paragraph(f"Có {grouped(refused)} lệnh chen không được phát, lý do nêu ở Phụ lục III.")
    yield from _stops(summary)


def _stops(summary: Summary) -> Iterator[Block]:
    stops = summary.period.stops
    if stops:
        yield Paragraph(f"Đã dừng loa {grouped(len(stops))} lần:")
        columns = (Column("Lúc", 3), Column("Người ra lệnh", 3.4), Column("Lý do", 4.8), Column("Cho phát lại", 4.8))
        rows = ((_moment(each.at), each.by, each.reason, _lifted(each, summary)) for each in stops)
        yield Grid(columns, tuple(rows))


def _lifted(stop: Stop, summary: Summary) -> str:
    """Return when and by whom a stop was lifted."""
    lift = next((each for each in summary.period.lifts if set(stop.orders) & set(each.stops)), None)
    if lift is None:
        kept = "; đồng hồ máy đổi ngày, được giữ lại một lần" if len(stop.orders) > 1 else ""
        return f"nhật ký không ghi; lệnh dừng tự hết khi hết ngày, không sớm hơn bốn giờ{kept}"
    return f"{_moment(lift.at)}, {lift.by}: {lift.reason}"


def _origins(summary: Summary) -> Iterator[Block]:
    yield Heading("6. Tự sản xuất và tiếp âm", 2)
    own, relayed = summary.own, summary.relayed
    made = f"Đài tự sản xuất {grouped(len(own))} chương trình, thời lượng {spoken_length(total(own))}"
    if relayed:
        length = spoken_length(total(relayed))
        yield Paragraph(f"{made}; tiếp âm {grouped(len(relayed))} chương trình, thời lượng {length}.")
    else:
        yield Paragraph(f"{made}; không có chương trình tiếp âm đài khác.")


def _differences(summary: Summary) -> Iterator[Block]:
    failed = (*summary.ended(Outcome.MISSED), *summary.ended(Outcome.CUT), *summary.ended(Outcome.UNKNOWN))
    if failed:
        yield Paragraph("Buổi không phát hoặc phát không trọn, theo lý do:")
        rows = tuple(_reasons(failed))
        yield Grid((Column("Kết quả", 3), Column("Lý do", 10), Column("Số buổi", 2, Unit.COUNT)), rows)
    if summary.differences:
        count = grouped(len(summary.differences))
        yield Paragraph(f"Có {count} chỗ khác kế hoạch; từng chỗ cùng lý do được nêu ở Phụ lục III.")
    else:
        yield Paragraph(as_planned(summary.period))


def _reasons(failed: Sequence[Session]) -> Iterator[tuple[str, str, int]]:
    """Yield how many ended so for one reason; reasons that differ in their numbers alone are one, without them."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in failed:
        reason = each.reason or "nhật ký không ghi lý do"
        found.setdefault((each.outcome.value, _NUMBER.sub("…", reason)), []).append(reason)
    for (outcome, general), reasons in sorted(found.items()):
        yield outcome, reasons[0] if len(set(reasons)) == 1 else general, len(reasons)


def _source(summary: Summary) -> str:
    last = summary.period.last
    if last is None:
        return "Nhật ký phát sóng không có dòng nào trong kỳ này."
    return (
        "Mọi số liệu trong báo cáo được tính từ nhật ký phát sóng của đài, là sổ chỉ ghi thêm, mỗi dòng có số thứ tự "
        f"và mã kiểm tra. Dòng cuối của kỳ báo cáo là dòng số {last.seq}, mã {last.hash[:12]}. Thời lượng chỉ tính "
        "phần nhật ký xác nhận đã phát ra ngõ ra của đài. Số liệu nào lấy từ những dòng nào được nêu ở Phụ lục IV."
    )


def _moment(at: datetime) -> str:
    return f"{at:%H:%M} ngày {dated(at.date())}"
