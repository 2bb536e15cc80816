"""The station as its user starts it: real processes, real time, the file output."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile

from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import BusyError, OutputError
from broadcaster.records.asrun import AsRun
from broadcaster.records.orders import Orders
from broadcaster.station.air import byhand, outlets, tenancy
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PROGRAM = (sys.executable, "-m", "broadcaster", "--station")


def broadcaster(small: SmallStation, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, str(small.root), *arguments], capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def rehearsing(small: SmallStation, *more: str) -> Iterator[subprocess.Popen[str]]:
    broadcaster(small, "approve", "--all", "--by", "Người duyệt thử", "--rehearsal")
    command = [*PROGRAM, str(small.root), "run", "--rehearse", "2025-10-01", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(small: SmallStation, event: str, seconds: float = 90) -> None:
    log = AsRun(small.root / "records" / "rehearsal" / "asrun")
    for _ in range(round(seconds / 0.2)):
        if any(line.event == event for line in log.lines()):
            return
        time.sleep(0.2)  # noqa: TID251 - the processes under test run in real time
    raise AssertionError(f"no {event!r} in {[line.event for line in log.lines()]}")


def test_a_rehearsal_airs_the_first_programme_and_ends_cleanly(small: SmallStation) -> None:
    with rehearsing(small) as process:
        wait_for(small, "ended")
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 0, out
    assert "Traceback" not in out
    for text in ("Lịch phát", "05:29:50 01/10/2025", "cho phát", "bắt đầu", "kết thúc", "Đài đã dừng"):
        assert text in out
    lines = AsRun(small.root / "records" / "rehearsal" / "asrun").lines()
    assert [line.event for line in lines] == ["released", "armed", "started", "ended"]
    started = lines[2]
    assert abs((started.at - datetime(2025, 10, 1, 5, 30, tzinfo=HANOI)).total_seconds()) < 0.25
    heard, rate = soundfile.read(small.heard, dtype="float32")
    cart, _ = soundfile.read(small.root / "audio" / "programmes" / "2025-10-01" / "0530-sang.flac", dtype="float32")
    assert rate == 48_000
    first = int(np.flatnonzero(heard)[0]) - int(np.flatnonzero(cart)[0])
    assert np.array_equal(heard[first : first + len(cart)], cart)
    assert not (small.root / "records" / "asrun").exists()


def test_ctrl_c_in_mid_programme_cuts_it_and_says_so(small: SmallStation) -> None:
    with rehearsing(small) as process:
        wait_for(small, "started")
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 0, out
    assert [line.event for line in AsRun(small.root / "records" / "rehearsal" / "asrun").lines()][-1] == "cut"


def test_a_second_station_on_the_folder_is_refused(small: SmallStation) -> None:
    station = open_station(small.root, rehearsal=True)
    with tenancy.sole(station), pytest.raises(BusyError), tenancy.sole(open_station(small.root, rehearsal=True)):
        pass


@pytest.mark.parametrize("rehearsal", [False, True])
def test_a_station_does_not_run_while_it_is_rehearsed_nor_the_other_way(small: SmallStation, rehearsal: bool) -> None:
    station = open_station(small.root, rehearsal=rehearsal)
    other = open_station(small.root, rehearsal=not rehearsal)
    with tenancy.sole(station), pytest.raises(BusyError, match="cửa sổ khác"), tenancy.sole(other):
        pass
    with tenancy.sole(other):
        pass


def test_a_takeover_in_a_rehearsal_opens_nothing_unless_told_to(small: SmallStation) -> None:
    words = ["takeover", "Nước lên.", "--priority", "khan-cap", "--by", "X", "--reason", "Y"]
    with tenancy.sole(open_station(small.root, rehearsal=True)):
        done = subprocess.run(
            [sys.executable, "-m", "broadcaster", "--station", str(small.root), *words],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode != 0
    assert "--on-air" in done.stderr
    assert Orders(small.root / "records" / "orders").takeovers() == ()


@pytest.mark.parametrize(("hour", "on_air", "opened"), [(23, False, 0), (23, True, 0), (9, False, 0), (9, True, 1)])
def test_a_rehearsal_opens_loudspeakers_only_on_demand_and_never_in_quiet_hours(
    small: SmallStation, hour: int, on_air: bool, opened: int
) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("loudspeakers: no", "loudspeakers: yes"), "utf-8")
    clock = FakeClock(datetime(2026, 11, 22, hour, tzinfo=HANOI))
    station = open_station(small.root, rehearsal=True, clock=clock)
    said: list[str] = []
    outputs = outlets.choose(station, on_air=on_air, say=said.append)
    assert [output.loudspeakers for output in outputs] == [bool(opened)]
    assert outputs[0].url.startswith("file:")
    assert any("không mở loa" in text for text in said) == (not opened)
    test = OutputOptions("loa", "soundcard:", loudspeakers=True)
    if opened:
        assert byhand.play_test(station, small.heard, clock.now(), test, on_air=on_air).cue.test
    else:
        with pytest.raises(OutputError, match="loa"):
            byhand.play_test(station, small.heard, clock.now(), test, on_air=on_air)


def test_play_airs_an_approved_cart_through_the_gate(small: SmallStation, tmp_path: Path) -> None:
    broadcaster(small, "approve", "--all", "--by", "Người duyệt thử")
    broadcaster(small, "render", "--date", "2025-10-01", "--slot", "sang")
    cart = small.root / "audio" / "programmes" / "2025-10-01" / "0530-sang.flac"
    small.write("tin-a", "tin", "Tin thứ nhất", "Khác rồi.")
    out = tmp_path / "nghe.flac"
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("slots:", "quiet_hours: không\nslots:"), "utf-8")
    result = broadcaster(small, "play", str(cart), "--output", f"file:{out}")
    assert result.returncode == 0, result.stderr
    lines = AsRun(small.root / "records" / "asrun").lines()
    assert [line.event for line in lines] == ["released", "armed", "started", "ended"]
    assert "tin-a" not in lines[0].facts["items"]
    assert 0 < lines[3].facts["heard"] < soundfile.info(cart).duration - 1
