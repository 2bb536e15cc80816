"""
Every item of every session as one plain table, for other programs: CSV in UTF-8.

In: a Period. Out: bytes, the same for the same ledger; a byte order mark lets a spreadsheet see that it is UTF-8.
"""

from __future__ import annotations

import csv
import io

from broadcaster.report.period import Period

COLUMNS = (
    *("date", "planned", "began", "slot", "name", "campaign", "origin", "by_hand", "outcome", "reason"),
    *("session_seconds", "item", "kind", "title", "author", "tags", "whole", "item_seconds", "lines", "last_hash"),
)
"""Names of the columns; lengths in seconds, instants in ISO 8601."""


def write_airings(period: Period) -> bytes:
    """Return a row for each item of each session, and one without an item for a session that has none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for session in period.all_sessions:
        about = (
            session.day.isoformat(),
            session.planned.isoformat(timespec="seconds"),
            session.began.isoformat(timespec="milliseconds") if session.began else "",
            session.slot,
            _safe(session.name),
            session.campaign,
            session.origin,
            int(session.by_hand),
            session.outcome.name.lower(),
            _safe(session.reason),
            f"{session.seconds:.3f}",
        )
        lines = (" ".join(str(seq) for seq in session.seqs), session.lines[-1].hash)
        for each in session.items:
            tags = " ".join(each.tags)
            told = (each.item, each.kind, _safe(each.title), _safe(each.author), tags, int(each.whole))
            writer.writerow((*about, *told, f"{each.seconds:.3f}", *lines))
        if not session.items:
            writer.writerow((*about, *("",) * 7, *lines))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _safe(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
