"""``broadcaster ready``: is the day ready? What is missing, and who can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.screen import emit_json
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.production.preflight import Finding, Weight
from broadcaster.station.air.preflight import Preflight, Readiness, machine, texts
from broadcaster.station.making.studio import slot_key
from broadcaster.station.wiring import open_station


@click.command(cls=Command)
@click.option("--date", "day", metavar="NGÀY", type=Day(), help="Ngày nào; mặc định là hôm nay.")
@click.option("--rehearsal", is_flag=True, help="Tính cả những lần duyệt chỉ để chạy thử.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(root: Path, day: date | None, *, rehearsal: bool, as_json: bool) -> int:
    """Hôm nay đã sẵn sàng phát chưa: còn thiếu gì, ai phải sửa."""
    station = open_station(root, rehearsal=rehearsal)
    now = station.clock.now()
    wanted = day or now.date()
    news = station.newsroom.news()
    preflight = Preflight()
    ahead = [slot for slot in station.plan(wanted, news).slots if wanted != now.date() or slot.end > now]
    slots = [preflight.slot(station, slot, news) for slot in ahead]
    common = {"máy": tuple(machine(station, station.settings.outputs, now)), "bài": tuple(texts(news, wanted))}
    ready = all(each.ready for each in slots) and not any(_blocks(found) for found in common.values())
    if as_json:
        emit_json(_values(wanted, slots, common, ready=ready))
    else:
        if wanted < now.date():
            click.echo(f"Ngày {wanted:%d/%m/%Y} đã qua: xem để chạy thử; đài không phát nữa.")
        _show(wanted, slots, common, ready=ready)
    return 0 if ready else 1


def _blocks(findings: Sequence[Finding]) -> bool:
    return any(finding.weight is Weight.BLOCKS for finding in findings)


def _show(day: date, slots: list[Readiness], common: dict[str, tuple[Finding, ...]], *, ready: bool) -> None:
    for each in slots:
        _title(f"{each.slot.start:%H:%M} {each.slot.name}", each.findings)
    for name, findings in common.items():
        _title(name.capitalize(), findings)
    if not slots:
        click.echo(f"Ngày {day:%d/%m/%Y} không còn khung giờ nào.")
    click.echo(f"Ngày {day:%d/%m/%Y}: {'sẵn sàng.' if ready else 'CHƯA sẵn sàng; sửa các dòng ✗.'}")


def _title(title: str, findings: Sequence[Finding]) -> None:
    click.echo(f"{_mark(blocks=_blocks(findings))} {title}{'' if findings else ': tốt'}")
    for finding in findings:
        mark = _mark(blocks=True) if finding.weight is Weight.BLOCKS else click.style("•", fg="yellow")
        click.echo(f"    {mark} {finding.what}")
        click.echo(f"      → {finding.who.value}: {finding.advice}")


def _mark(*, blocks: bool) -> str:
    return click.style("✗", fg="red") if blocks else click.style("✓", fg="green")


def _values(
    day: date, slots: list[Readiness], common: dict[str, tuple[Finding, ...]], *, ready: bool
) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "ready": ready,
        "slots": [
            {
                "slot": slot_key(each.slot),
                "name": each.slot.name,
                "start": each.slot.start.isoformat(),
                "ready": each.ready,
                "findings": [_finding(finding) for finding in each.findings],
            }
            for each in slots
        ],
        "machine": [_finding(finding) for finding in common["máy"]],
        "texts": [_finding(finding) for finding in common["bài"]],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "what": finding.what,
        "advice": finding.advice,
        "who": finding.who.value,
        "weight": finding.weight.value,
    }
