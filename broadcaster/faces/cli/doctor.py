"""``broadcaster doctor``: what works on this machine, and what to do about the rest."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from broadcaster.faces.cli.screen import console, emit_json, table
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.station.care.checkup import examine
from broadcaster.station.care.machine.finding import Health
from broadcaster.station.setup.folder import Folder

_MARKS = {Health.GOOD: Text("✓", "green"), Health.NOTE: Text("•", "yellow"), Health.BAD: Text("✗", "red")}


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, *, as_json: bool) -> int:
    """Khám máy: đồng hồ, thiết bị âm thanh, ổ đĩa, giọng đọc; chỗ nào hỏng, phải làm gì."""
    findings = examine(Folder(root))
    if as_json:
        keys = ("subject", "health", "found", "advice")
        emit_json([dict(zip(keys, (f.subject, f.health.value, f.found, f.advice), strict=True)) for f in findings])
    else:
        rows = table("Khám máy", "", "Phần", "Thấy gì", "Nên làm gì")
        for finding in findings:
            rows.add_row(_MARKS[finding.health], finding.subject, finding.found, finding.advice)
        console().print(rows)
    return 1 if any(finding.health is Health.BAD for finding in findings) else 0
