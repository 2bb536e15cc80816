"""``broadcaster say``: one text through reading and voice."""

from __future__ import annotations

from pathlib import Path

import click

from broadcaster.core.errors import AudioError, os_reason
from broadcaster.faces.cli.screen import clock_length
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.argument("text", metavar="VĂN-BẢN")
@click.option(
    "-o", "--output", "path", metavar="TỆP", required=True, type=click.Path(path_type=Path), help="Tệp WAV hoặc FLAC."
)
@click.pass_obj
def command(root: Path, text: str, path: Path) -> int:
    """Đọc một đoạn văn bản thành tệp âm thanh, như khi phát."""
    if path.suffix.lower() not in (".wav", ".flac"):
        raise click.UsageError("đặt tên tệp ra kết thúc bằng .wav hoặc .flac.")
    station = open_station(root)
    try:
        said = station.studio.say(text, station.newsroom.lexicon(), path)
    except OSError as error:
        raise AudioError(f"Không ghi được {path}: {os_reason(error)}.") from error
    click.echo(f"{path}: {clock_length(said.seconds)}, giọng {said.voicing.voice}")
    return 0
