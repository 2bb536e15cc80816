"""``broadcaster play``: one cart or test sound, by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from broadcaster.core import values
from broadcaster.core.values import UnreadableError
from broadcaster.faces.cli.journal import told
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.process import air, raise_priority
from broadcaster.station.air import byhand
from broadcaster.station.setup import secrets
from broadcaster.station.wiring import Station, open_station

SOON = timedelta(seconds=8)
"""How far ahead "now" is: an output is opened five seconds before its first sound."""


@click.command(cls=Command)
@click.argument(
    "cart", metavar="[CHƯƠNG-TRÌNH]", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--test",
    "sound",
    metavar="TỆP",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Phát thử một tệp âm thanh bất kỳ.",
)
@click.option(
    "--at",
    "instants",
    metavar="LÚC",
    multiple=True,
    help="Thời điểm phát: ISO 8601 hoặc giây Unix; nhiều lúc thì ngăn bằng dấu phẩy. Mặc định: tám giây nữa.",
)
@click.option(
    "--output", "output", metavar="NGÕ-RA", default="", help="Tên ngõ ra, hoặc URL như soundcard: hay file:thu.flac."
)
@click.option("--on-air", is_flag=True, help="Cho phép phát thử ra ngõ ra nối loa ngoài đường.")
@click.pass_obj
def command(
    root: Path, cart: Path | None, sound: Path | None, instants: tuple[str, ...], output: str, *, on_air: bool
) -> int:
    """Phát một chương trình đã dựng, hoặc phát thử một tệp âm thanh, đúng một thời điểm."""
    if (cart is None) == (sound is None):
        raise click.UsageError("nêu một chương trình (tệp .flac), hoặc --test với một tệp âm thanh.")
    station = open_station(root)
    target = byhand.find_output(station, output)
    secret = secrets.of_outputs(station.folder, (target,)).get(target.url, "")
    raise_priority()
    result = 0
    for at in _instants(station, instants):
        if sound is not None:
            job = byhand.play_test(station, sound, at, target, on_air=on_air)
        else:
            job = byhand.play_cart(station, _given(cart), at, target)
        if air(job, _tell, secret=secret).kind is not EventKind.ENDED:
            result = 1
    return result


def _given(cart: Path | None) -> Path:
    if cart is None:
        raise click.UsageError("nêu một chương trình (tệp .flac).")
    return cart


def _instants(station: Station, written: tuple[str, ...]) -> list[datetime]:
    if not written:
        return [station.clock.now() + SOON]
    try:
        each = [part.strip() for text in written for part in text.split(",") if part.strip()]
        return [values.instant(part, station.settings.zone) for part in each]
    except UnreadableError as error:
        raise click.UsageError(f"--at: {error}") from error


def _tell(event: Event) -> None:
    click.echo(told(event.kind.value, event.actual, event.to_facts()))
