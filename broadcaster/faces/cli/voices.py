"""``broadcaster voices``: who can read."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from broadcaster.faces.cli.screen import console, emit_json, table
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, *, as_json: bool) -> int:
    """Xem các bộ đọc và giọng: đã cài chưa, dùng được không, giấy phép gì."""
    found = [(engine, voice) for engine in open_station(root).engines.values() for voice in engine.voices()]
    if as_json:
        emit_json([asdict(voice) | {"problem": engine.available()} for engine, voice in found])
        return 0
    rows = table("Giọng đọc", "Tên", "Mô tả", "Giấy phép", "Phát công cộng", "Dùng được")
    for engine, voice in found:
        public = "được" if voice.public_use else "phải hỏi chủ giọng"
        rows.add_row(
            f"{voice.engine}:{voice.name}", voice.description, voice.licence, public, engine.available() or "có"
        )
    console().print(rows)
    return 0
