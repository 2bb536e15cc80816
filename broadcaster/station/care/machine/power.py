"""Whether the computer will be on and awake at the hour: sleep, lid, a restart that waits, a clock that survives."""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.station.care.machine.awake import helper
from broadcaster.station.care.machine.finding import Finding, Health
from broadcaster.station.care.machine.probe import Probe

_SLEEP = "Chế độ ngủ"
_SLEEP_TARGETS = ("sleep.target", "suspend.target")
_GNOME = "org.gnome.settings-daemon.plugins.power"
_REBOOT_KEYS = (
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending",
)


def power(probe: Probe) -> Iterator[Finding]:
    """Yield what was found of sleep, of a restart that waits and of the clock that runs without power."""
    yield from _sleep(probe)
    if not _can_hold(probe):
        advice = "tắt hẳn chế độ ngủ trong cài đặt nguồn điện"
        yield Finding("Giữ máy thức", Health.NOTE, "máy này không có cách để đài giữ máy thức lúc phát", advice)
    yield _reboot(probe)
    if probe.platform == "linux" and probe.read("/sys/class/rtc/rtc0/name") is None:
        advice = "mất điện là mất giờ: lắp thêm đồng hồ thời gian thực, hoặc bảo đảm có mạng để lấy giờ"
        yield Finding("Đồng hồ giữ giờ", Health.NOTE, "máy không có đồng hồ chạy pin", advice)


def _can_hold(probe: Probe) -> bool:
    """Return whether the station can keep this computer awake while it airs."""
    if probe.platform == "win32":
        return True
    command = helper(probe.platform)
    return bool(command) and probe.run(*command[:-1], "true") is not None


def _sleep(probe: Probe) -> Iterator[Finding]:
    advice = "vào cài đặt nguồn điện, chọn không bao giờ ngủ khi cắm điện"
    if probe.platform == "linux":
        masked = [probe.run("systemctl", "show", "-P", "LoadState", target) for target in _SLEEP_TARGETS]
        if all((state or "").strip() == "masked" for state in masked):
            yield Finding(_SLEEP, Health.GOOD, "đã tắt hẳn")
            return
        kind = (probe.run("gsettings", "get", _GNOME, "sleep-inactive-ac-type") or "").strip().strip("'")
        if kind and kind != "nothing":
            yield Finding(_SLEEP, Health.NOTE, f"máy tự ngủ khi không ai dùng ({kind})", advice)
        else:
            more = "tắt hẳn: sudo systemctl mask sleep.target suspend.target hibernate.target"
            yield Finding(_SLEEP, Health.NOTE, "chưa tắt hẳn; đài chỉ giữ máy thức quanh giờ phát", more)
    if probe.platform == "win32":
        plan = probe.run("powercfg", "/query", "SCHEME_CURRENT", "SUB_SLEEP", "STANDBYIDLE") or ""
        current = [line.rpartition(":")[2].strip() for line in plan.splitlines() if "AC" in line and "0x" in line]
        if current and int(current[0], 16) == 0:
            yield Finding(_SLEEP, Health.GOOD, "không ngủ khi cắm điện")
        else:
            yield Finding(
                _SLEEP, Health.NOTE, "máy có thể ngủ khi cắm điện", "gõ: powercfg /change standby-timeout-ac 0"
            )


def _reboot(probe: Probe) -> Finding:
    waits = probe.read("/var/run/reboot-required") is not None
    if probe.platform == "win32":
        waits = any(probe.run("reg", "query", key) is not None for key in _REBOOT_KEYS)
    if waits:
        advice = "khởi động lại máy vào giờ không phát, kẻo máy tự khởi động lại lúc đang phát"
        return Finding("Khởi động lại", Health.NOTE, "có bản cập nhật đang chờ khởi động lại máy", advice)
    return Finding("Khởi động lại", Health.GOOD, "không có gì đang chờ")
