"""Whether the computer's own volume lets the programme through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.station.care.machine.finding import Finding, Health
from broadcaster.station.care.machine.probe import Probe

LOW = 40
"""Percent of volume under which somebody should look: a turned-down mixer is heard as a weak station."""

_SUBJECT = "Âm lượng của máy"


def mixer(probe: Probe) -> Iterator[Finding]:
    """Yield what was found of the mixer; nothing where there is none to ask."""
    state = _pulse(probe) or _alsa(probe)
    if state is None:
        return
    muted, percent = state
    if muted:
        advice = "bỏ tắt tiếng: pactl set-sink-mute @DEFAULT_SINK@ 0, hoặc bấm nút loa của máy"
        yield Finding(_SUBJECT, Health.BAD, "đang tắt tiếng", advice)
    elif percent < LOW:
        yield Finding(_SUBJECT, Health.NOTE, f"đang để {percent} %", "đặt 100 %, rồi chỉnh to nhỏ ở tăng âm")
    else:
        yield Finding(_SUBJECT, Health.GOOD, f"{percent} %")


def _pulse(probe: Probe) -> tuple[bool, int] | None:
    volume = probe.run("pactl", "get-sink-volume", "@DEFAULT_SINK@")
    mute = probe.run("pactl", "get-sink-mute", "@DEFAULT_SINK@")
    found = re.search(r"(\d+)%", volume or "")
    if found is None or mute is None:
        return None
    return "yes" in mute or "có" in mute, int(found[1])


def _alsa(probe: Probe) -> tuple[bool, int] | None:
    found = re.search(r"\[(\d+)%\].*\[(on|off)\]", probe.run("amixer", "sget", "Master") or "")
    return None if found is None else (found[2] == "off", int(found[1]))
