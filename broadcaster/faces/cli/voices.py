"""``broadcaster voices``: who can read; ``voices install``: one more."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from broadcaster.faces.cli.screen import console, downloads, emit_json, table
from broadcaster.faces.cli.vietnamese import Command, Group
from broadcaster.station.wiring import Station, open_station
from broadcaster.voice.catalogue import Release, release
from broadcaster.voice.chain import Speaker
from broadcaster.voice.download import Installer
from broadcaster.voice.engine import Engine, Voice

_FOLLOWS = {"rate": "tốc độ", "pitch": "cao độ"}


@click.group(cls=Group, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> int:
    """Xem các bộ đọc và giọng: làm được gì, giấy phép gì, dùng được không, vì sao."""
    if context.invoked_subcommand is not None:
        return 0
    station = open_station(context.obj)
    found = [(engine, voice) for engine in station.engines.values() for voice in engine.voices()]
    if as_json:
        emit_json([_values(station, engine, voice) for engine, voice in found])
        return 0
    rows = table("Giọng đọc", "Giọng", "Mạng", "Chỉnh được", "Phát công cộng", "Dùng được")
    for engine, voice in found:
        rows.add_row(*_row(station, engine, voice))
    console().print(rows)
    for engine, voice in found:
        if problem := _problem(station, engine, voice):
            click.echo(f"• {engine.name}:{voice.name}: {problem}")
    chain = ", ".join(f"{engine}:{voice}" for engine, voice in station.settings.voices.chain)
    click.echo(f"Thứ tự đang dùng: {chain}")
    return 0


@command.command(cls=Command)
@click.argument("name", metavar="TÊN")
@click.pass_obj
def install(root: Path, name: str) -> int:
    """
    Tải một giọng Piper về máy và kiểm tra từng byte; đứt mạng thì lần sau tải tiếp.

    Tệp chép tay vào thư mục giọng cũng được lệnh này kiểm tra.
    """
    wanted = release(name)
    station = open_station(root)
    folder = station.folder.voices(station.settings.voices.folder)
    click.echo(f"Cài giọng {wanted.name} vào {station.folder.shown(folder)} …")
    with downloads() as on_progress:
        Installer(folder, station.clock).install(wanted, on_progress)
    _tell_installed(station, wanted)
    return 0


def _tell_installed(station: Station, wanted: Release) -> None:
    click.echo(f"Đã cài {wanted.name}. Giấy phép {wanted.licence}; ghi nguồn: {wanted.credit}.")
    engine = station.engines["piper"]
    if reason := engine.available():
        click.echo(f"Còn một việc: {reason}")
    names = [voice.name for voice in engine.voices() if voice.name.partition("#")[0] == wanted.name]
    if names and not any(("piper", voice) in station.settings.voices.chain for voice in names):
        click.echo(f'Để dùng: thêm "piper:{names[0]}" vào đầu “chain” của “voices” trong schedule.yaml.')


def _row(station: Station, engine: Engine, voice: Voice) -> tuple[str, ...]:
    follows = ", ".join(words for field, words in _FOLLOWS.items() if field in engine.follows)
    public = "được" if voice.public_use else "phải hỏi chủ giọng"
    return (
        f"{voice.engine}:{voice.name}\n{voice.description.partition(';')[0]}",
        "cần" if voice.online else "không",
        follows or "–",
        f"{public}\n({voice.licence})",
        "chưa" if _problem(station, engine, voice) else "có",
    )


def _values(station: Station, engine: Engine, voice: Voice) -> dict[str, Any]:
    problem = _problem(station, engine, voice)
    return asdict(voice) | {"follows": sorted(engine.follows), "usable": problem is None, "problem": problem}


def _problem(station: Station, engine: Engine, voice: Voice) -> str | None:
    if voice.online and not station.settings.voices.online:
        return "cài đặt “online: no” không cho hỏi giọng qua mạng"
    return Speaker(engine, voice.name).problem()
