"""Ledgers that a test lays down line by line, without a station."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from broadcaster.records.chain import Line, link

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OUTPUT = "memory:"


class Book:
    """A ledger in memory; every method adds lines of one slot, which begins at *at* (``1/10 5:30``)."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, event: str, at: datetime, slot: str, **facts: Any) -> None:
        last = self.lines[-1] if self.lines else None
        self.lines.append(link("asrun", last, at, event, {"slot": slot, **facts}))

    def release(self, at: datetime, *contents: dict[str, Any], seconds: float = 300.0, **facts: Any) -> str:
        slot = f"{at:%Y-%m-%d}/{at:%H%M}-{facts.pop('id', 'sang')}"
        usual = {"name": "Buổi sáng", "campaign": "hoi", "origin": "own", "withheld": {}, "left_out": {}}
        items = [each["item"] for each in contents]
        told = usual | {"planned": at.isoformat(), "seconds": seconds, "items": items, "contents": list(contents)}
        self.add("released", at - timedelta(seconds=10), slot, **(told | facts))
        return slot

    def own(self, event: str, slot: str, at: datetime, output: str = OUTPUT, **facts: Any) -> None:
        """Add what a player tells."""
        planned = next(line.facts["planned"] for line in self.lines if line.facts["slot"] == slot)
        self.add(event, at, slot, output=output, planned=planned, actual=at.isoformat(), **facts)

    def air(self, at: datetime, *contents: dict[str, Any], seconds: float = 300.0, **facts: Any) -> str:
        """Add a programme that airs on time and in full."""
        slot = self.release(at, *contents, seconds=seconds, **facts)
        self.own("started", slot, at, offset=0.0, late_ms=0.0)
        self.own("ended", slot, at + timedelta(seconds=seconds), heard=seconds)
        return slot

    def miss(self, at: datetime, reason: str) -> str:
        slot = f"{at:%Y-%m-%d}/{at:%H%M}-sang"
        self.add("missed", at, slot, planned=at.isoformat(), name="Buổi sáng", campaign="hoi", reason=reason, items=[])
        return slot


def instant(day: int, hour: int = 5, minute: int = 30) -> datetime:
    """Return an instant in October 2025."""
    return datetime(2025, 10, day, hour, minute, tzinfo=HANOI)


def about(item: str, kind: str = "tin", *parts: tuple[str, float, float], **more: Any) -> dict[str, Any]:
    """Return what a release tells of one item; without parts, a body from second 20 to 80."""
    told = {"title": f"Đầu đề {item}", "author": "", "tags": []} | more
    return {"item": item, "kind": kind, **told, "parts": [list(part) for part in parts] or [["bài", 20.0, 60.0]]}
