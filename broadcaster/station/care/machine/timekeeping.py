"""Whether the computer's clock is set by anybody, and to the station's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from broadcaster.core.clock import Clock
from broadcaster.station.care.machine.finding import Finding, Health
from broadcaster.station.care.machine.probe import Probe

_FIRST_YEAR = 2025  # a clock before it lost its battery


def timekeeping(probe: Probe, clock: Clock) -> Iterator[Finding]:
    """Yield what was found of the clock."""
    yield _zone(clock)
    synchronised = _synchronised(probe)
    if synchronised is False:
        advice = "nối mạng và bật đồng bộ giờ: sudo timedatectl set-ntp true; không có mạng thì tự đối giờ mỗi tuần"
        yield Finding("Đối giờ", Health.NOTE, "đồng hồ máy không được đối theo mạng", advice)
    elif synchronised:
        yield Finding("Đối giờ", Health.GOOD, "đồng hồ máy được đối theo mạng")


def _zone(clock: Clock) -> Finding:
    now = clock.now()
    host = datetime.fromtimestamp(now.timestamp()).astimezone()
    shown = f"{now:%H:%M:%S %d/%m/%Y} ({now.tzinfo})"
    if now.year < _FIRST_YEAR:
        return Finding("Đồng hồ", Health.BAD, f"{shown}: sai năm", "chỉnh lại giờ; thay pin của bo mạch chủ")
    if host.utcoffset() == now.utcoffset():
        return Finding("Đồng hồ", Health.GOOD, shown)
    found = f"{shown}; múi giờ của máy là {host.tzname()}, khác múi giờ của đài"
    return Finding("Đồng hồ", Health.NOTE, found, "đài vẫn phát theo giờ của đài; nên đặt múi giờ của máy cho khớp")


def _synchronised(probe: Probe) -> bool | None:
    """Return whether the clock follows the network; None where nobody can tell."""
    if probe.platform == "win32":
        status = probe.run("w32tm", "/query", "/status")
        return None if status is None else "Local CMOS Clock" not in status
    answer = probe.run("timedatectl", "show", "-p", "NTPSynchronized", "--value")
    return None if answer is None else answer.strip() == "yes"
