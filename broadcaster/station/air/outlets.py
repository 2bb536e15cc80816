"""
Which outputs may be used now. Rehearsals and tests never reach the street by accident.

In: the outputs of the settings, whether this is a rehearsal, and the hour that it truly is.
Out: the outputs to play to, and why others are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BusyError, OutputError
from broadcaster.core.hours import QuietHours
from broadcaster.playout.outputs.choice import playback_devices
from broadcaster.station.air import tenancy
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station

Say = Callable[[str], None]


def choose(station: Station, *, on_air: bool, say: Say, clock: Clock | None = None) -> tuple[OutputOptions, ...]:
    """
    Return the outputs that this run may use, saying why others are not used.

    A rehearsal on a machine without a sound device writes what would have been heard to a file.

    Args:
        station: Whose outputs they are.
        on_air: Whether somebody asked for the loudspeakers though this is a rehearsal.
        say: Told why an output is not used.
        clock: The true one, where the station's is shifted.
    """
    now = (clock or station.clock).now()
    quiet = station.settings.schedule.quiet_hours
    chosen = []
    for output in station.settings.outputs:
        reason = closed(output, rehearsal=station.rehearsal, on_air=on_air, now=now, quiet=quiet)
        if reason:
            say(f"Không mở ngõ ra {output.name}: {reason}.")
            continue
        heard = station.folder.heard / f"{now:%Y%m%d-%H%M%S}-{output.name}-{{slot}}.flac"
        instead = heard_in_file(output, str(heard)) if station.rehearsal else None
        if instead is not None:
            shown = station.folder.shown(heard.parent)
            say(f"Máy này không có thiết bị âm thanh: những gì lẽ ra nghe ở {output.name} được ghi vào {shown}.")
        chosen.append(instead or output)
    if station.rehearsal and not chosen:
        chosen.append(_in_file(station, now, "Không còn ngõ ra nào để chạy thử", say))
    return tuple(chosen)


def practice(station: Station, say: Say) -> tuple[OutputOptions, ...]:
    """
    Return the outputs on which a takeover of the rehearsal *station* is practised; none that the real one is using.

    Raises:
        BusyError: A rehearsal is under way: its clock is another than that of the practice.
    """
    if tenancy.under_way(station, rehearsal=True):
        raise BusyError("Đài đang chạy thử, chưa chen phát gì. Tắt bản chạy thử (Ctrl-C) rồi tập chen phát.")
    if tenancy.under_way(station, rehearsal=False):
        return (_in_file(station, station.clock.now(), "Đài đang chạy thật", say),)
    return choose(station, on_air=False, say=say)


def _in_file(station: Station, now: datetime, why: str, say: Say) -> OutputOptions:
    heard = station.folder.heard / f"{now:%Y%m%d-%H%M%S}-{{slot}}.flac"
    say(f"{why}: những gì lẽ ra nghe được ghi vào {station.folder.shown(heard.parent)}.")
    return OutputOptions("chay-thu", f"file:{heard}", loudspeakers=False)


def closed(output: OutputOptions, *, rehearsal: bool, on_air: bool, now: datetime, quiet: QuietHours | None) -> str:
    """
    Return why *output* must not be opened, in Vietnamese; empty where it may.

    Args:
        output: Where the sound would go.
        rehearsal: Whether what would be played is a rehearsal or a test.
        on_air: Whether somebody asked for the loudspeakers all the same.
        now: The true instant, never a shifted one, in the station's zone.
        quiet: The station's quiet hours.
    """
    if not output.loudspeakers or not rehearsal:
        return ""
    if not on_air:
        return "ngõ ra này nối với loa ngoài đường; chạy thử không mở loa (muốn mở, thêm --on-air)"
    if quiet is not None and quiet.covers(now):
        return f"bây giờ là {now:%H:%M}, trong giờ yên tĩnh {quiet}; chạy thử không mở loa"
    return ""


def heard_in_file(output: OutputOptions, path: str) -> OutputOptions | None:
    """Return a file at *path* in place of *output*, where that is a sound card and this machine has none; else None."""
    if output.card is None or has_device():
        return None
    return replace(output, url=f"file:{path}")


def has_device() -> bool:
    """Return whether this machine can make a sound."""
    try:
        return bool(playback_devices())
    except OutputError:
        return False
