"""
Before a station goes on the air: a backup if the program is another than before, a look at what it remembers, and the
scripts that stop it.

In: a station. Out: what people should know. Nothing here keeps the station off the air.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from broadcaster.core.errors import BroadcasterError, os_reason
from broadcaster.records.archive import Archive
from broadcaster.station.care import nightly
from broadcaster.station.setup import emergency
from broadcaster.station.wiring import Station


def open_up(station: Station, say: Callable[[str], None]) -> None:
    """Do what has to be done once, at the start; a rehearsal does nothing."""
    if station.rehearsal:
        return
    settings = station.settings
    try:
        path = nightly.before_upgrade(station.folder, settings.backup, at=station.clock.now(), station=settings.name)
        if path is not None:
            say(f"Chương trình vừa đổi bản: đã sao lưu đài vào {station.folder.shown(path)}.")
    except BroadcasterError as error:
        say(f"Chưa sao lưu được trước khi đổi bản: {error}")
    try:
        if unfit := emergency.unfit(station.folder.root):
            emergency.write_scripts(station.folder.root)
            say(f"Đã ghi lại {', '.join(unfit)}: bấm vào là dừng loa.")
    except OSError as error:
        say(f"Chưa ghi được tập lệnh dừng khẩn cấp vào thư mục đài: {os_reason(error)}.")
    for problem in Archive(station.records).verify():
        shown = replace(problem, file=station.folder.shown(Path(problem.file)))
        say(f"Sổ sách: {shown}")
