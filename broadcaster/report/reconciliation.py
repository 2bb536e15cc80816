"""Planned against aired: every difference with its reason. In: what the ledger tells. Out: rows, by their instants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from broadcaster.content.item import Kind
from broadcaster.programme.values import spoken_length
from broadcaster.report.period import Period
from broadcaster.report.sessions import Heard, Outcome, Session

_FRAME = frozenset(kind.value for kind in Kind if kind.fixed)
"""Phrases around the news: whoever reads that a programme was cut does not ask for them."""

_NO_END = "nhật ký chưa có dòng kết thúc: đang phát, hoặc bị ngắt mà không ai ghi được"

LATE = 1.0
"""Seconds after its instant from which a start is told as late."""


class Difference(Enum):
    """In what a day went otherwise than planned."""

    MISSED = "khung giờ không phát"
    CUT = "chương trình không phát trọn"
    UNKNOWN = "chưa rõ kết thúc"
    LATE = "phát muộn"
    LEFT_OUT = "bài không có trong chương trình"
    HALF = "bài không phát trọn"
    UNHEARD = "bài chưa phát"
    OUTPUT = "một ngõ ra phát không đủ"
    BY_HAND = "phát bằng tay, ngoài lịch"
    TAKEOVER = "chen phát"
    REFUSED = "lệnh chen không được phát"
    STOP = "dừng loa"
    LIFT = "cho phát lại"


@dataclass(frozen=True)
class Row:
    """One difference."""

    at: datetime
    """Instant of the slot, or of the order."""
    difference: Difference
    what: str
    """Slot, item or takeover, for people."""
    reason: str
    """Why, in Vietnamese; never empty."""
    seqs: tuple[int, ...]
    """Ledger lines that tell it."""


def reconcile(period: Period) -> tuple[Row, ...]:
    """Return every difference between what was planned and what was heard in *period*."""
    rows = [row for session in period.all_sessions for row in _session(session)]
    for order in period.takeovers:
        reason = "; ".join(filter(None, (f"{order.priority}, lệnh của {order.by}", order.why, order.reason)))
        difference = Difference.TAKEOVER if order.heard else Difference.REFUSED
        rows.append(Row(order.given, difference, order.title, reason, order.seqs))
    for stop in period.stops:
        rows.append(Row(stop.at, Difference.STOP, "mọi ngõ ra", f"lệnh của {stop.by}: {stop.reason}", (stop.seq,)))
    for lift in period.lifts:
        rows.append(Row(lift.at, Difference.LIFT, "mọi ngõ ra", f"lệnh của {lift.by}: {lift.reason}", (lift.seq,)))
    return tuple(sorted(rows, key=lambda row: (row.at, row.seqs)))


def _session(session: Session) -> Iterator[Row]:
    if session.by_hand:
        yield _row(session, Difference.BY_HAND, session.name, f"phát {spoken_length(session.seconds)}")
    yield from _outcome(session)
    if session.began is not None and (late := (session.began - session.planned).total_seconds()) >= LATE:
        yield _row(session, Difference.LATE, session.name, f"bắt đầu muộn {spoken_length(late)}")
    for item, reason in session.missing.items():
        yield _row(session, Difference.LEFT_OUT, item, reason)
    for trouble in session.troubles:
        yield _row(session, Difference.OUTPUT, session.name, trouble)


def _outcome(session: Session) -> Iterator[Row]:
    match session.outcome:
        case Outcome.MISSED:
            yield _row(session, Difference.MISSED, session.name, session.reason)
        case Outcome.UNKNOWN:
            yield _row(session, Difference.UNKNOWN, session.name, _NO_END)
        case Outcome.CUT:
            heard = f"phát {spoken_length(session.seconds)} trong {spoken_length(session.released)}"
            yield _row(session, Difference.CUT, session.name, "; ".join(filter(None, (session.reason, heard))))
            for each in session.items:
                if not each.whole and each.kind not in _FRAME:
                    yield _item(session, each)
        case Outcome.AIRED:
            pass


def _item(session: Session, item: Heard) -> Row:
    """Return what became of an item that was not heard in full."""
    if item.body > 0:
        difference, heard = Difference.HALF, f"phát {spoken_length(item.body)} trong {spoken_length(item.length)}"
    else:
        difference, heard = Difference.UNHEARD, "mới đọc tên ở điểm tin" if item.seconds > 0 else ""
    return _row(session, difference, item.title, "; ".join(filter(None, (session.reason, heard))))


def _row(session: Session, difference: Difference, what: str, reason: str) -> Row:
    return Row(session.planned, difference, what, reason or "nhật ký không ghi lý do", session.seqs)
