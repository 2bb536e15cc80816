"""``broadcaster say``: one text or item through reading and voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from broadcaster.core.errors import AudioError, os_reason
from broadcaster.faces.cli.read import show_guesses
from broadcaster.faces.cli.screen import clock_length, console, emit_json, table
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.reading.normalise import Reading
from broadcaster.station import preview
from broadcaster.station.preview import Trial
from broadcaster.station.wiring import Station, open_station


@click.command(cls=Command)
@click.argument("text", metavar="VĂN-BẢN")
@click.option(
    "-o",
    "--output",
    "path",
    metavar="TỆP",
    required=True,
    type=click.Path(path_type=Path),
    help="Tệp WAV hoặc FLAC; với --compare là thư mục.",
)
@click.option(
    "--compare", "comparing", is_flag=True, help="Đọc bằng mọi giọng dùng được, mỗi giọng một tệp, để nghe và chọn."
)
@click.option("--json", "as_json", is_flag=True, help="Với --compare: in ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, text: str, path: Path, *, comparing: bool, as_json: bool) -> int:
    """
    Đọc một đoạn văn bản, hoặc một bài, thành tệp âm thanh, như khi phát.

    VĂN-BẢN là lời để trong ngoặc kép, hoặc mã của một bài (tên tệp bỏ đuôi .md): đọc đầu đề rồi lời bài.
    """
    if as_json and not comparing:
        raise click.UsageError("--json chỉ đi cùng --compare.")
    if not comparing and path.suffix.lower() not in (".wav", ".flac"):
        raise click.UsageError("đặt tên tệp ra kết thúc bằng .wav hoặc .flac.")
    if not path.parent.is_dir():
        raise click.UsageError(f"không có thư mục {path.parent}; tạo thư mục ấy trước, hoặc ghi tệp ở chỗ khác.")
    if not text.strip():
        raise click.UsageError("chưa có lời nào để đọc.")
    station = open_station(root)
    reading = preview.reading(station, text)
    show_guesses(reading)
    try:
        return _compare(station, reading, path, as_json=as_json) if comparing else _say(station, reading, path)
    except OSError as error:
        raise AudioError(f"Không ghi được {path}: {os_reason(error)}.") from error


def _say(station: Station, reading: Reading, path: Path) -> int:
    said = preview.say(station, reading.sentences, path)
    click.echo(f"{path}: {clock_length(said.seconds)}, giọng {said.voicing.voice}")
    if said.voicing.substitute:
        click.echo(f"  • giọng thay thế. {said.voicing.reason}")
    return 0


def _compare(station: Station, reading: Reading, folder: Path, *, as_json: bool) -> int:
    folder.mkdir(exist_ok=True)
    trials = []
    for trial in preview.compare(station, reading.sentences, folder):
        trials.append(trial)
        if not as_json:
            click.echo(f"{trial.voice}: {trial.problem or 'xong'}")
    if as_json:
        emit_json([_values(trial) for trial in trials])
    else:
        rows = table("So giọng", "Giọng", "Dài (giây)", "Mất (giây)", "Tệp")
        for trial in trials:
            path = str(trial.path) if trial.path else trial.problem
            rows.add_row(trial.voice, _shown(trial.seconds, 1), _shown(trial.took, 2), path)
        console().print(rows)
    return 0 if trials and all(trial.path for trial in trials) else 1


def _values(trial: Trial) -> dict[str, Any]:
    return {
        "voice": trial.voice,
        "file": str(trial.path) if trial.path else None,
        "seconds": round(trial.seconds, 3),
        "took": round(trial.took, 3),
        "problem": trial.problem or None,
    }


def _shown(seconds: float, digits: int) -> str:
    return f"{seconds:.{digits}f}".replace(".", ",")
