"""How a line of the as-run log is shown: in a table, or as one line as it comes. For the commands that show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from broadcaster.faces.cli.screen import clock_length, console, late_by, table
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
    "stop": "lệnh dừng",
    "release": "cho phát lại",
    "fault": "sự cố",
    "test": "thử tiếng",
    "unready": "chưa sẵn sàng",
    "clock": "xác nhận đồng hồ",
    "repaired": "sửa sổ sau mất điện",
}
"""What each event is called."""
_ORDERS = ("stop", "release")
_SAID = ("fault", "missed", "unready")


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


def show_lines(lines: tuple[Line, ...], none: str = "Nhật ký chưa có dòng nào.") -> None:
    """Print lines of the as-run log as a table, or *none* where there is no line."""
    if not lines:
        click.echo(none)
        return
    rows = table("Nhật ký phát sóng", "Số", "Lúc", "Việc", "Chương trình", "Ngõ ra", "Lệch", "Ghi chú")
    for line in lines:
        rows.add_row(*_row(line))
    console().print(rows)


def line_values(line: Line) -> dict[str, Any]:
    """Return a line as JSON values."""
    return {"seq": line.seq, "at": line.at.isoformat(), "event": line.event, "facts": line.facts, "hash": line.hash}


def _row(line: Line) -> tuple[str, ...]:
    facts = line.facts
    return (
        str(line.seq),
        f"{line.at:%d/%m %H:%M:%S}",
        _called(line.event, facts),
        str(facts.get("slot", "")),
        _place(str(facts.get("output", ""))),
        late_by(facts["late_ms"]) if "late_ms" in facts else "",
        _note(line),
    )


def _called(event: str, facts: Mapping[str, Any]) -> str:
    """Return what an event is called; of a takeover and a test also what came of it."""
    what = facts.get("what") if event in ("takeover", "test") else None
    return EVENTS.get(event, event) + (f": {EVENTS.get(str(what), str(what))}" if what else "")


def _place(url: str) -> str:
    """Return an output as the table shows it: a file by its name alone."""
    return f"file:{Path(url[5:]).name}" if url.startswith("file:") else url


def _note(line: Line) -> str:
    facts = line.facts
    reason = str(facts.get("reason", ""))
    if line.event == "takeover":
        order = f"{facts.get('title', '')} ({facts.get('by', '')}: {facts.get('why', '')})"
        return f"{order}; {reason}" if reason else order
    if reason:
        return f"{facts.get('by', '')}: {reason}" if line.event in _ORDERS else reason
    if line.event == "released":
        instead = facts.get("instead")
        why = f"; THAY THẾ bằng {facts['of']}, vì {instead['reason']}" if instead else ""
        return f"{clock_length(facts['seconds'])}, {', '.join(facts['voices'])}{why}"
    return ""
