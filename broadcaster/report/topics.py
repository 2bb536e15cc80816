"""The chapters on role models and on what campaigns asked for. In: a Summary. Out: blocks."""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.content.item import Kind
from broadcaster.report.coverage import Progress, State
from broadcaster.report.paper import Block, Column, Grid, Heading, Paragraph, Unit
from broadcaster.report.summary import Standing, Summary
from broadcaster.report.tally import ItemTally
from broadcaster.report.wording import grouped, span

AIRINGS = Column("Lượt phát", 2.2, Unit.COUNT)
LENGTH = Column("Thời lượng (phút:giây)", 3, Unit.LENGTH)


def role_models(summary: Summary) -> Iterator[Block]:
    """Yield what tells of those whom the station praised."""
    yield Heading("3. Gương điển hình đã giới thiệu", 2)
    models = summary.of_kind(Kind.ROLE_MODEL.value)
    if models:
        yield Paragraph(f"Đã phát {grouped(len(models))} bài thuộc thể loại gương điển hình:")
        yield _items(models)
    else:
        yield Paragraph("Trong kỳ không có bài nào thuộc thể loại gương điển hình được phát trọn.")


def topics(summary: Summary) -> Iterator[Block]:
    """Yield what tells of theme and slogan, and of each thing that a campaign asked for."""
    yield Heading("4. Chủ đề, khẩu hiệu và nội dung của đợt tuyên truyền", 2)
    fixed = summary.of_kind(Kind.THEME.value, Kind.SLOGAN.value)
    if fixed:
        yield _items(fixed)
    for standing in summary.standings:
        yield from _standing(standing)
    if not fixed and not summary.standings:
        yield Paragraph("Trong kỳ không có chủ đề, khẩu hiệu hay đợt tuyên truyền nào.")


def _standing(standing: Standing) -> Iterator[Block]:
    campaign = standing.campaign
    yield Paragraph(f"Đợt “{campaign.name}” ({span(campaign.days)}), theo chỉ tiêu do đài đặt:")
    columns = (
        *(Column("Nội dung", 5.6), Column("Theo", 2.6), Column("Chỉ tiêu", 3.4)),
        *(AIRINGS, Column("Kết quả", 2.2)),
    )
    yield Grid(
        columns,
        tuple(
            (
                each.target.name,
                each.target.demand,
                each.target.wanted,
                each.aired,
                _verdict(standing, each),
            )
            for each in standing.progress
        ),
    )
    if standing.whole and any(each.state is not State.MET for each in standing.progress):
        yield Paragraph(
            "Trong ngoặc là số lượt được tính trên số lượt cần; lượt vượt mức của một ngày, một bài "
            "không bù cho ngày khác, bài khác."
        )
    bare = [each.target.name for each in standing.progress if each.bare]
    if bare:
        yield Paragraph(f"Nội dung chưa được phát lần nào: {'; '.join(bare)}.")


def _verdict(standing: Standing, progress: Progress) -> str:
    if progress.state is State.MET:
        return "đạt"
    return f"chưa đạt ({progress.counted}/{progress.wanted})" if standing.whole else "đang thực hiện"


def _items(items: tuple[ItemTally, ...]) -> Grid:
    rows = tuple((each.title, each.kind, each.airings, each.seconds) for each in items)
    return Grid((Column("Tên bài", 8), Column("Thể loại", 3), AIRINGS, LENGTH), rows)
