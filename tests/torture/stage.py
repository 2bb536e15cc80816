"""
The stage of the torture tests: a station's folder with approved texts, and a machine to put it on the air.

In: an empty folder, an instant, a zone. Out: a machine, switched off, whose disk can fail.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from torture.machine import Machine
from torture.world import Lazy, World

from broadcaster.core import storage
from broadcaster.station.wiring import open_station

CARD, NETWORK = "soundcard:loa", "soundcard:mang"
"""The two outputs: a sound card, and a stream over the network."""

SCHEDULE = """\
station:
  name: Đài thử
  zone: {zone}
quiet_hours: 22:00–02:00
slots:
{slots}
templates:
  ngan:
    - jingle: nhac
    - say: loi-xuong
    - headlines: 2
    - items: tin
      count: 2
    - items: thông báo
      repeat: nhac-lai
    - jingle: nhac
voices:
  chain: ["tone:beep"]
outputs:
  - name: loa
    url: "soundcard:loa"
    loudspeakers: yes
  - name: mang
    url: "soundcard:mang"
    loudspeakers: yes
"""
SLOT = """\
  - id: {id}
    at: {at}
    longest: 4 phút
    template: ngan
    late: {late}
    grace: 60 giây
"""
SCRIPTS = {
    "loi-xuong": ("lời xướng", "Lời xướng", "Đây là đài thử."),
    "nhac-lai": ("lời dẫn", "Nhắc lại", "Xin nhắc lại."),
    "tin-a": ("tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng."),
    "tin-b": ("tin", "Tin thứ hai", "Trường học khai giảng."),
    "bao-nuoc": ("thông báo", "Thông báo cắt nước", "Ngày mai cắt nước."),
}
APPROVER = "Người duyệt thử"


def write_script(root: Path, name: str, body: str) -> Path:
    """Write one script anew."""
    kind, title, _ = SCRIPTS[name]
    path = root / "scripts_content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {title}\nkind: {kind}\n---\n\n{body}\n", "utf-8")
    return path


def make_folder(root: Path, zone: str, slots: dict[str, tuple[str, str]]) -> None:
    """Write a station's folder; *slots* are id → (hour, late policy)."""
    for name, (_, _, body) in SCRIPTS.items():
        write_script(root, name, body)
    jingles = root / "audio" / "jingles"
    jingles.mkdir(parents=True)
    hum = 0.25 * np.sin(np.arange(4_800) / 48_000 * 2 * np.pi * 440)
    soundfile.write(jingles / "nhac.flac", hum, 48_000)
    written = "".join(SLOT.format(id=name, at=at, late=late) for name, (at, late) in slots.items())
    (root / "schedule.yaml").write_text(SCHEDULE.format(zone=zone, slots=written), "utf-8")


def approve_all(machine: Machine, *, at: datetime) -> None:
    """Have everything approved that is not."""
    station = open_station(machine.root, clock=machine.world.clock)
    for script in station.newsroom.news().scripts:
        if script.blocked:
            station.newsroom.approve(script, by=APPROVER, at=at)


def set_up(
    root: Path,
    start: datetime,
    zone: str,
    slots: dict[str, tuple[str, str]],
    patch: pytest.MonkeyPatch,
    lazy: Lazy | None = None,
) -> Machine:
    """Return a machine at *start* whose station has everything approved."""
    make_folder(root, zone, slots)
    world = World(start)
    machine = Machine(world, root, lazy=lazy)
    disk = machine.disk
    patch.setattr(storage, "disk", disk)
    approve_all(machine, at=start - timedelta(days=1))
    disk.settle()
    disk.steps = 0
    disk.names.clear()
    return machine
