"""``broadcaster takeover``: something urgent, now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from broadcaster.core import values
from broadcaster.core.errors import BroadcasterError, BusyError
from broadcaster.core.priority import Priority
from broadcaster.core.values import UnreadableError
from broadcaster.faces.cli.journal import told
from broadcaster.faces.cli.screen import clock_length
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.records.chain import Line
from broadcaster.records.order import Takeover, Then
from broadcaster.station.air import outlets, takeover, tenancy
from broadcaster.station.air.players import ProcessPlayers
from broadcaster.station.air.urgent import Urgent
from broadcaster.station.air.wish import Wish
from broadcaster.station.setup import secrets
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station, open_station

_PRIORITIES = {
    **{each.value: each for each in Priority},
    "thong-thuong": Priority.NORMAL,
    "uu-tien": Priority.PRIORITY,
    "khan-cap": Priority.EMERGENCY,
}
_LOOK = 0.05  # seconds between two looks at what came of it
_LOG = 3.0  # seconds that players get to write the last line, once it is over


class Choice(click.ParamType):
    """One of some words, in Vietnamese."""

    name = "lựa chọn"

    def __init__(self, choices: dict[str, Any]) -> None:
        self._parse = values.one_of(choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return what the word stands for, or say which words there are."""
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except UnreadableError as error:
            self.fail(str(error), param, ctx)


@click.command(cls=Command)
@click.argument("what", metavar="NỘI-DUNG")
@click.option(
    "--priority",
    metavar="MỨC",
    type=Choice(_PRIORITIES),
    required=True,
    help="thông-thường, ưu-tiên hoặc khẩn-cấp; gõ không dấu cũng được (khan-cap).",
)
@click.option("--by", metavar="TÊN", required=True, help="Ai ra lệnh và chịu trách nhiệm.")
@click.option("--reason", metavar="LÝ-DO", required=True, help="Vì sao; ghi vào nhật ký.")
@click.option("--times", metavar="SỐ", type=click.IntRange(1, 20), default=1, help="Đọc mấy lần; mặc định là 1.")
@click.option(
    "--then",
    metavar="SAU-ĐÓ",
    type=Choice({each.value: each for each in Then}),
    default=Then.JOIN,
    help="Chương trình đang phát sau đó: join vào đúng chỗ lẽ ra đang phát (mặc định), resume phát tiếp, end bỏ.",
)
@click.option("--siren", is_flag=True, help="Mở đầu bằng tiếng báo động.")
@click.option("--confirm", is_flag=True, help="Đã xem cách đọc và đồng ý cả chỗ máy chưa chắc.")
@click.option("--on-air", is_flag=True, help="Khi đài đang chạy thử: chen phát thật, ra loa ngoài đường.")
@click.option("--rehearsal", is_flag=True, help="Tập chen phát: không ra loa ngoài đường, ghi vào nhật ký chạy thử.")
@click.pass_obj
def command(root: Path, /, what: str, times: int, *, siren: bool, confirm: bool, **given: Any) -> int:
    """
    Chen NỘI-DUNG vào ngay: một câu, tên một bài, tệp .txt, hay tệp âm thanh.

    Khẩn cấp thì phát ngay, kể cả trong giờ yên tĩnh, người ra lệnh chịu trách nhiệm. Ưu tiên và thông thường chỉ
    phát bài đã duyệt hoặc chương trình đã dựng, ngoài giờ yên tĩnh; thông thường không ngắt chương trình nào.
    """
    by, reason = given["by"].strip(), given["reason"].strip()
    if not by or not reason:
        raise click.UsageError("--by và --reason không được để trống.")
    if given["rehearsal"] and given["on_air"]:
        raise click.UsageError("--rehearsal không ra loa, nên không đi cùng --on-air.")
    try:
        station = open_station(root, rehearsal=given["rehearsal"])
        outputs = _outputs(station, on_air=given["on_air"])
        wish = Wish(what, given["priority"], by, reason, times, given["then"], siren, confirm)
        order, heard = takeover.order(station, wish)
    except (BroadcasterError, OSError):
        click.echo("CHƯA phát, loa chưa nghe gì. Làm theo lời dưới đây rồi ra lệnh lại.", err=True)
        raise
    click.echo(f"{order.at:%H:%M:%S} {order.priority.value}: {order.title} ({clock_length(order.seconds)})")
    for words in heard.words:
        click.echo(f"  {words}")
    return 0 if _followed(station, order, outputs) else 1


def _outputs(station: Station, *, on_air: bool) -> Sequence[OutputOptions]:
    """Return where it is to be heard; a real one does not reach the street from within a rehearsal unasked."""
    if station.rehearsal:
        return outlets.practice(station, click.echo)
    if not on_air and tenancy.under_way(station, rehearsal=True):
        raise BusyError(
            "Đài đang chạy thử, chưa chen phát gì. Muốn phát thật ra loa ngoài đường thì thêm --on-air (bản chạy thử "
            "nhường loa). Muốn tập thì tắt bản chạy thử, thêm --rehearsal."
        )
    return station.settings.outputs


def _followed(station: Station, order: Takeover, outputs: Sequence[OutputOptions]) -> bool:
    """See that *order* is played, telling what comes of it; whether it was heard to its end somewhere."""
    players = ProcessPlayers(station.records / "players", lambda: secrets.of_outputs(station.folder, outputs))
    urgent = Urgent(lambda: station, lambda: outputs, players, say=click.echo)
    shown: set[str] = set()
    until: float | None = None
    try:
        while True:
            over = urgent.over(order) and not players.running()
            lines = station.asrun.of_slot(order.slot)
            for line in lines:
                if line.hash not in shown:
                    shown.add(line.hash)
                    click.echo(f"{told(line.event, line.at, line.facts)} {line.facts.get('output', '')}")
            if over:
                until = until or station.clock.monotonic() + _LOG
                if _complete(lines) or station.clock.monotonic() >= until:
                    return any(line.facts.get("what") == "ended" for line in lines)
            urgent.tick()
            station.clock.sleep(_LOOK)
    finally:
        players.stop()


def _complete(lines: Sequence[Line]) -> bool:
    """Return whether the log says of every output that began what came of it there."""
    began = {line.facts.get("output") for line in lines if line.facts.get("what") in ("armed", "started")}
    ended = {line.facts.get("output") for line in lines if line.facts.get("what") not in ("armed", "started", "fault")}
    return bool(ended) and began <= ended
