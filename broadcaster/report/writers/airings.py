"""
Every item of every session as one plain table, for other programs: CSV in UTF-8.

In: a Period. Out: bytes, the same for the same ledger; a byte order mark lets a spreadsheet see that it is UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from broadcaster.report.period import Period
from broadcaster.report.sessions import Session

COLUMNS = (
    *("date", "planned", "began", "slot", "name", "campaign", "origin", "by_hand", "outcome", "reason"),
    *("session_seconds", "item", "kind", "title", "author", "tags", "whole", "item_seconds", "lines", "last_hash"),
)
"""Names of the columns; lengths in seconds, instants in ISO 8601."""

_FORMULA = tuple("=+-@＝＋－＠")


def write_airings(period: Period) -> bytes:
    """Return a row for each item of each session, and one without an item for a session that has none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_safe, row) for session in period.all_sessions for row in _rows(session))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _rows(session: Session) -> Iterator[tuple[str | int, ...]]:
    about = (
        session.day.isoformat(),
        session.planned.isoformat(timespec="seconds"),
        session.began.isoformat(timespec="milliseconds") if session.began else "",
        session.slot,
        session.name,
        session.campaign,
        session.origin,
        int(session.by_hand),
        session.outcome.name.lower(),
        session.reason,
        f"{session.seconds:.3f}",
    )
    lines = (" ".join(str(seq) for seq in session.seqs), session.lines[-1].hash)
    for each in session.items:
        tags = " ".join(each.tags)
        told = (each.item, each.kind, each.title, each.author, tags, int(each.whole))
        yield (*about, *told, f"{each.seconds:.3f}", *lines)
    if not session.items:
        yield (*about, *("",) * 7, *lines)


def _safe(cell: str | int) -> str | int:
    """Return *cell* so that no spreadsheet takes it for a formula; no length is negative, so none is touched."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip()[:1] in _FORMULA else cell
