"""
Every figure of the report with the ledger lines it comes from.

In: a Summary. Out: figures by name; body and annexes print these and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from broadcaster.content.item import Kind
from broadcaster.programme.values import spoken_length
from broadcaster.report.sessions import Outcome, Session
from broadcaster.report.summary import Summary, total
from broadcaster.report.tally import lines_of
from broadcaster.report.wording import grouped


@dataclass(frozen=True)
class Figure:
    """One figure."""

    name: str
    """What it counts, in Vietnamese."""
    value: int | float
    text: str
    """As printed, with its unit."""
    seqs: tuple[int, ...]
    """Lines that it was counted from; none for a 0 that no line tells."""


def figures(summary: Summary) -> tuple[Figure, ...]:
    """Return every figure of the report, in its order."""
    return (
        *_sessions(summary),
        *_kinds(summary),
        *_named(summary),
        *_targets(summary),
        *_orders(summary),
        *_origins(summary),
        _differences(summary),
    )


def _sessions(summary: Summary) -> Iterator[Figure]:
    period = summary.period
    yield _count("Buổi phát theo lịch", period.sessions, "buổi")
    for outcome, name in _OUTCOMES.items():
        yield _count(name, summary.ended(outcome), "buổi")
    yield _count("Buổi phát bằng tay, ngoài lịch", period.by_hand, "buổi")
    yield _length("Tổng thời lượng đã phát", [each for each in period.all_sessions if each.seconds > 0])


def _kinds(summary: Summary) -> Iterator[Figure]:
    for each in summary.kinds:
        kind = each.kind or "không rõ"
        yield Figure(f"Thể loại {kind}: số bài", each.items, f"{grouped(each.items)} bài", each.seqs)
        yield Figure(f"Thể loại {kind}: lượt phát", each.airings, f"{grouped(each.airings)} lượt", each.seqs)
        yield Figure(f"Thể loại {kind}: thời lượng", each.seconds, spoken_length(each.seconds), each.seqs)
    heard = [each for each in summary.period.all_sessions if each.seconds > 0]
    between = spoken_length(summary.between)
    yield Figure("Thời lượng nhạc và lời dẫn", summary.between, between, lines_of(heard))


def _named(summary: Summary) -> Iterator[Figure]:
    for each in summary.of_kind(Kind.ROLE_MODEL.value, Kind.THEME.value, Kind.SLOGAN.value):
        name = f"{each.kind.capitalize()} “{each.title}”"
        yield Figure(f"{name}: lượt phát", each.airings, f"{grouped(each.airings)} lượt", each.seqs)
        yield Figure(f"{name}: thời lượng", each.seconds, spoken_length(each.seconds), each.seqs)


def _targets(summary: Summary) -> Iterator[Figure]:
    for standing in summary.standings:
        for each in standing.progress:
            name = f"Nội dung “{each.target.name}”: lượt phát"
            yield Figure(name, each.aired, f"{grouped(each.aired)} lượt", each.seqs)


def _orders(summary: Summary) -> Iterator[Figure]:
    heard, refused = summary.period.broken_in, summary.period.refused
    seqs = tuple(sorted(seq for each in heard for seq in each.seqs))
    yield Figure("Lần chen phát", len(heard), f"{grouped(len(heard))} lần", seqs)
    seconds = round(sum(each.seconds for each in heard), 3)
    yield Figure("Thời lượng chen phát", seconds, spoken_length(seconds), seqs)
    seqs = tuple(sorted(seq for each in refused for seq in each.seqs))
    yield Figure("Lệnh chen không được phát", len(refused), f"{grouped(len(refused))} lệnh", seqs)
    stops = summary.period.stops
    yield Figure("Lần dừng loa", len(stops), f"{grouped(len(stops))} lần", tuple(each.seq for each in stops))
    lifts = summary.period.lifts
    yield Figure("Lần cho phát lại", len(lifts), f"{grouped(len(lifts))} lần", tuple(each.seq for each in lifts))


def _origins(summary: Summary) -> Iterator[Figure]:
    for name, found in (("tự sản xuất", summary.own), ("tiếp âm", summary.relayed)):
        yield _count(f"Chương trình {name}", found, "chương trình")
        yield _length(f"Thời lượng {name}", found)


def _differences(summary: Summary) -> Figure:
    count = len(summary.differences)
    seqs = tuple(sorted({seq for row in summary.differences for seq in row.seqs}))
    return Figure("Chỗ khác kế hoạch", count, f"{grouped(count)} chỗ", seqs)


_OUTCOMES = {
    Outcome.AIRED: "Buổi phát đủ",
    Outcome.CUT: "Buổi phát không trọn",
    Outcome.MISSED: "Buổi không phát",
    Outcome.UNKNOWN: "Buổi chưa rõ kết thúc",
}


def _count(name: str, sessions: Sequence[Session], unit: str) -> Figure:
    return Figure(name, len(sessions), f"{grouped(len(sessions))} {unit}", lines_of(sessions))


def _length(name: str, sessions: Iterable[Session]) -> Figure:
    found = tuple(sessions)
    return Figure(name, total(found), spoken_length(total(found)), lines_of(found))
