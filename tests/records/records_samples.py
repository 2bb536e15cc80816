"""A year, a month or two of records, written as the station writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from broadcaster.records.archive import Archive
from broadcaster.records.ledger import Ledger
from broadcaster.records.seal import Seal

HANOI = timezone(timedelta(hours=7))
FIRST = datetime(2025, 9, 28, 5, 30, tzinfo=HANOI)


def write_days(root: Path, days: int, *, start: datetime = FIRST, note: str = "") -> Archive:
    """Write *days* days of both ledgers under ``records``, each closed by a digest."""
    archive = Archive(root / "records")
    seal = Seal.open(root / "station.key")
    asrun, approvals = (Ledger(archive.folder / name, name) for name in ("asrun", "approvals"))
    for number in range(days):
        at = start + timedelta(days=number)
        slot = f"{at:%Y-%m-%d}/0530-sang"
        approvals.append("approved", at - timedelta(hours=1), {"item": f"tin-{number}", "by": f"Người duyệt{note}"})
        for event in ("released", "started", "ended"):
            asrun.append(event, at, {"slot": slot, "ghi chú": note})
        archive.close(at.date(), at + timedelta(hours=16), "Đài thử", seal)
    return archive


def months(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def day_of(number: int) -> date:
    return (FIRST + timedelta(days=number)).date()
