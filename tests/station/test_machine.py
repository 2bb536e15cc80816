"""The check-up of the computer: what is wrong is told, what is well is told, what cannot be known is not."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.clock import FakeClock
from broadcaster.station.care.machine.finding import Health
from broadcaster.station.care.machine.mixer import mixer
from broadcaster.station.care.machine.power import power
from broadcaster.station.care.machine.probe import SystemProbe, ToldProbe
from broadcaster.station.care.machine.timekeeping import timekeeping

NOW = datetime(2025, 10, 1, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
VOLUME, MUTE = "pactl get-sink-volume @DEFAULT_SINK@", "pactl get-sink-mute @DEFAULT_SINK@"
STATE = "systemctl show -P LoadState"


@pytest.mark.parametrize(
    ("answers", "health"),
    [
        ({VOLUME: "Volume: front-left: 65536 / 100% / 0.00 dB", MUTE: "Mute: no"}, Health.GOOD),
        ({VOLUME: "Volume: front-left: 65536 / 100% / 0.00 dB", MUTE: "Mute: yes"}, Health.BAD),
        ({VOLUME: "Volume: front-left: 13107 / 20% / -41 dB", MUTE: "Mute: no"}, Health.NOTE),
        ({"amixer sget Master": "  Front Left: Playback 65536 [100%] [on]"}, Health.GOOD),
        ({"amixer sget Master": "  Mono: Playback 30 [34%] [-20.00dB] [off]"}, Health.BAD),
    ],
)
def test_a_mixer_that_is_muted_or_turned_down_is_told(answers: dict[str, str], health: Health) -> None:
    assert [finding.health for finding in mixer(ToldProbe(answers=answers))] == [health]


def test_a_computer_without_a_mixer_says_nothing_of_it() -> None:
    assert list(mixer(ToldProbe())) == []


def healths(probe: ToldProbe) -> dict[str, Health]:
    return {finding.subject: finding.health for finding in power(probe)}


def test_sleep_that_is_switched_off_is_well() -> None:
    answers = {f"{STATE} sleep.target": "masked\n", f"{STATE} suspend.target": "masked\n"}
    found = healths(ToldProbe(answers=answers, files={"/sys/class/rtc/rtc0/name": "rtc_cmos"}))
    assert found["Chế độ ngủ"] is Health.GOOD
    assert "Đồng hồ giữ giờ" not in found


def test_a_computer_that_sleeps_by_itself_is_told() -> None:
    gnome = "gsettings get org.gnome.settings-daemon.plugins.power sleep-inactive-ac-type"
    found = {finding.subject: finding for finding in power(ToldProbe(answers={gnome: "'suspend'\n"}))}
    assert found["Chế độ ngủ"].health is Health.NOTE
    assert "suspend" in found["Chế độ ngủ"].found
    assert found["Đồng hồ giữ giờ"].health is Health.NOTE
    assert found["Giữ máy thức"].health is Health.NOTE


def test_a_restart_that_waits_is_told() -> None:
    assert healths(ToldProbe(files={"/var/run/reboot-required": ""}))["Khởi động lại"] is Health.NOTE
    assert healths(ToldProbe())["Khởi động lại"] is Health.GOOD
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"
    assert healths(ToldProbe("win32", {f"reg query {key}": ""}))["Khởi động lại"] is Health.NOTE


def test_windows_that_never_sleeps_is_well() -> None:
    query = "powercfg /query SCHEME_CURRENT SUB_SLEEP STANDBYIDLE"
    never = {query: "    Current AC Power Setting Index: 0x00000000\n    Current DC Power Setting Index: 0x00000384\n"}
    assert healths(ToldProbe("win32", never))["Chế độ ngủ"] is Health.GOOD
    assert healths(ToldProbe("win32"))["Chế độ ngủ"] is Health.NOTE


@pytest.mark.parametrize(("answer", "health"), [("yes\n", Health.GOOD), ("no\n", Health.NOTE)])
def test_a_clock_that_nobody_sets_is_told(answer: str, health: Health) -> None:
    probe = ToldProbe(answers={"timedatectl show -p NTPSynchronized --value": answer})
    found = {finding.subject: finding.health for finding in timekeeping(probe, FakeClock(NOW))}
    assert found["Đối giờ"] is health


def test_a_clock_of_before_its_battery_ran_out_is_told() -> None:
    found = list(timekeeping(ToldProbe(), FakeClock(NOW.replace(year=2010))))
    assert [finding.health for finding in found] == [Health.BAD]


def test_this_computer_answers_or_is_silent() -> None:
    probe = SystemProbe()
    assert probe.run("khong-co-chuong-trinh-nay") is None
    assert probe.read("/khong/co/tep/nay") is None
    assert list(power(probe))
    list(mixer(probe))
