"""A year, a month or two of records, written as the station writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from broadcaster.records.archive import Archive
from broadcaster.records.chain import Line, encode, link
from broadcaster.records.ledger import Ledger
from broadcaster.records.seal import Seal

HANOI = timezone(timedelta(hours=7))
FIRST = datetime(2025, 9, 28, 5, 30, tzinfo=HANOI)
YEAR = FIRST.replace(year=2024)


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


def write_year(root: Path, slots: int = 1100) -> None:
    """Write a year of three slots a day, six lines each, as the station would have, without waiting for the disk."""
    lines: dict[tuple[str, str], list[bytes]] = {}
    last: dict[str, Line] = {}

    def add(ledger: str, event: str, at: datetime, **facts: object) -> None:
        last[ledger] = link(ledger, last.get(ledger), at, event, facts)
        lines.setdefault((ledger, f"{at:%Y-%m}"), []).append(encode(last[ledger]) + b"\n")

    for number in range(slots):
        at = YEAR + timedelta(days=number // 3, hours=number % 3 * 5)
        slot = f"{at:%Y-%m-%d}/{at:%H%M}-sang"
        items = [f"tin-{(number + each) % 40}" for each in range(8)]
        words = {"title": [], "body": [{"groups": ["lời đọc"] * 75, "question": False, "end": "sentence"}]}
        text = {"item": items[0], "title": items[0], "written": "0" * 64, "lexicon": "0" * 64, "words": words}
        add("approvals", "approved", at - timedelta(hours=2), **text, by="Người duyệt thử")
        planned = at.isoformat(timespec="milliseconds")
        add("asrun", "released", at - timedelta(seconds=10), slot=slot, planned=planned, **_released(items))
        add("asrun", "armed", at - timedelta(seconds=7), slot=slot, output="soundcard:", planned=planned)
        add(
            "asrun",
            "started",
            at,
            slot=slot,
            output="soundcard:",
            planned=planned,
            actual=planned,
            late_ms=0.1,
            offset=0,
        )
        ended = at + timedelta(seconds=480)
        add("asrun", "ended", ended, slot=slot, output="soundcard:", planned=planned, seconds=480.0)
        release = root / "records" / "releases" / f"{slot}.json"
        release.parent.mkdir(parents=True, exist_ok=True)
        release.write_text(f'{{"slot": "{slot}", "keep": [[0, 100]]}}', "utf-8")
    for (ledger, month), rows in lines.items():
        path = root / "records" / ledger / f"{month}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(rows))


def _released(items: list[str]) -> dict[str, object]:
    """Return what a release says of a programme with these items, a minute each."""
    contents = [
        {
            "item": item,
            "kind": "tin",
            "title": f"Đầu đề của {item}",
            "author": "",
            "tags": [],
            "parts": [["bài", 60.0 * number, 60.0]],
        }
        for number, item in enumerate(items)
    ]
    return {
        "name": "sang",
        "origin": "own",
        "campaign": "",
        "cart_hash": "0" * 64,
        "seconds": 480.0,
        "items": items,
        "contents": contents,
        "voices": ["espeak:vi"],
        "substitutes": [],
        "withheld": {},
        "left_out": {},
    }
