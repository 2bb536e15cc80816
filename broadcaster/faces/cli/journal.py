"""How a line of the as-run log is shown: in a table, or as one line as it comes. For the commands that show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from broadcaster.faces.cli.screen import late_by
from broadcaster.records.chain import Line

EVENTS = {
    "released": "cho phát",
    "armed": "sẵn sàng",
    "started": "bắt đầu",
    "ended": "kết thúc",
    "cut": "bị cắt",
    "missed": "không phát",
    "refused": "từ chối",
    "disarmed": "thôi chờ",
    "takeover": "chen phát",
    "back": "phát trở lại",
    "stop": "lệnh dừng",
    "release": "cho phát lại",
    "fault": "sự cố",
    "test": "thử tiếng",
    "unready": "chưa sẵn sàng",
    "off": "đài tắt ngang",
    "clock": "xác nhận đồng hồ",
    "repaired": "sửa sổ sau mất điện",
}
"""What each event is called."""
_ORDERS = ("stop", "release")
_SAID = ("fault", "missed", "unready", "off")


def told(event: str, at: datetime, facts: Mapping[str, Any]) -> str:
    """Return one event as a line of text."""
    late = f" (lệch {late_by(facts['late_ms'])})" if "late_ms" in facts else ""
    by = f" của {facts['by']}" if event in _ORDERS and facts.get("by") else ""
    reason = f"{by}: {facts['reason']}" if facts.get("reason") else by
    slot = f" {facts['slot']}" if facts.get("slot") else ""
    return f"{at:%H:%M:%S} {_called(event, facts)}{slot}{late}{reason}"


def said_already(line: Line) -> bool:
    """Return whether the station, while it runs, says in words of its own what it put down in *line*."""
    return line.event in _SAID and "output" not in line.facts


def line_values(line: Line) -> dict[str, Any]:
    """Return a line as JSON values."""
    return {"seq": line.seq, "at": line.at.isoformat(), "event": line.event, "facts": line.facts, "hash": line.hash}


def _called(event: str, facts: Mapping[str, Any]) -> str:
    """Return what an event is called; of a takeover and a test also what came of it."""
    what = facts.get("what") if event in ("takeover", "test") else None
    return EVENTS.get(event, event) + (f": {EVENTS.get(str(what), str(what))}" if what else "")
