"""A sound device as a person chooses it, and how one is found by the name in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadcaster.core.errors import OutputError


@dataclass(frozen=True)
class Device:
    """One device that can play."""

    number: int
    """Place in the library's own list."""
    name: str
    """As the system calls it."""
    channels: int
    """How many it has."""
    rate: int
    """The rate it runs at by itself, hertz."""
    default: bool
    """Whether sound goes there when nobody says otherwise."""


def choose(devices: Sequence[Device], wanted: str, url: str) -> Device:
    """
    Return the device called *wanted*, or the one whose name alone contains it; the default for an empty name.

    Raises:
        OutputError: There is none, or more than one; says which there are.
    """
    found = [device for device in devices if device.name == wanted] if wanted else []
    if not found:
        found = [device for device in devices if wanted.lower() in device.name.lower()]
    if not wanted:
        found = [device for device in found if device.default] or found[:1]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{device.name}”" for device in devices)
    if not devices:
        raise OutputError(
            url, "máy không có thiết bị âm thanh nào; kiểm tra dây cắm và trình điều khiển", permanent=False
        )
    what = "có nhiều thiết bị trùng tên" if found else "không thấy thiết bị này"
    raise OutputError(url, f"{what}; các thiết bị đang có: {names}", permanent=False)
