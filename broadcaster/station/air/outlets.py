"""
Which outputs may be used now. Rehearsals and tests never reach the street by accident.

In: the outputs of the settings, whether this is a rehearsal, and the hour that it truly is.
Out: the outputs to play to, and why others are left out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from broadcaster.core.errors import OutputError
from broadcaster.core.hours import QuietHours
from broadcaster.playout.outputs.choice import playback_devices
from broadcaster.station.setup.sections.outputs import OutputOptions


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
    if not output.url.startswith("soundcard:") or has_device():
        return None
    return replace(output, url=f"file:{path}")


def has_device() -> bool:
    """Return whether this machine can make a sound."""
    try:
        return bool(playback_devices())
    except OutputError:
        return False
