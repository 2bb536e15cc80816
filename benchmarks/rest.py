"""
What does the station cost while nothing is on the air, and does it grow over a year?

Station: a copy of the sample station is approved and put on the air for real, with no slot near; the processor time and
memory of its process are read from the system. Then a year of days on a clock that jumps: every slot is planned,
released, played into memory and recorded by the station's own code; what a day costs and how many pieces of memory
Python holds is printed month by month. (``tracemalloc`` would say it in bytes, and take six times as long.) The log of
three months or so stays in memory, so pieces are compared from the fourth month on. What a player costs while it waits,
``benchmarks.waiting`` tells.

``python -m benchmarks.rest [--seconds N] [--days N]``.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from broadcaster.core.clock import FakeAlarm, FakeClock
from broadcaster.production.silent import render_silent
from broadcaster.station.air.keeper import Keeper
from broadcaster.station.air.onair import DRY
from broadcaster.station.air.players import InlinePlayers
from broadcaster.station.air.transmission import Transmission
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import InlineKitchen
from broadcaster.station.notices import Notices
from broadcaster.station.wiring import open_station

ROOT = Path(__file__).parent.parent
SETTLING = 15.0
"""Seconds in which the station starts and looks for the first time."""
LIMIT = 1.0
"""Percent of one core that a station at rest may take."""
MONTH, FULL = 30, 120
"""Days between two lines; after so many, nothing of the log comes to memory but what goes."""
GROWTH = 3.0
"""Percent by which pieces of memory may differ from then on: a day with more texts in hand has more."""


def sample(root: Path) -> Path:
    """Make at *root* a copy of the sample station whose texts are valid all year, approved; return it."""
    root.mkdir()
    shutil.copy(ROOT / "schedule.yaml", root)
    shutil.copytree(ROOT / "scripts_content", root / "scripts_content")
    shutil.copytree(ROOT / "audio" / "jingles", root / "audio" / "jingles")
    settings = (root / "schedule.yaml").read_text("utf-8")
    (root / "schedule.yaml").write_text(settings.replace("to: 05/10/2025", "to: 31/12/2026"), "utf-8")
    for path in (root / "scripts_content").glob("*.md"):
        kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("until:", "from:"))]
        path.write_text("\n".join(kept) + "\n", "utf-8")
    station = open_station(root)
    for script in station.newsroom.news().scripts:
        if not script.not_ready:
            station.newsroom.approve(
                script, by="Người duyệt thử", at=datetime(2025, 1, 1, tzinfo=station.settings.zone)
            )
    return root


def at_rest(root: Path, seconds: float) -> float:
    """Run the station with no slot near for *seconds*; print what it cost and return the percent of a core."""
    settings = (root / "schedule.yaml").read_text("utf-8")
    now = datetime.now(open_station(root).settings.zone)
    hour = (now + timedelta(hours=3)).hour
    quiet = settings.replace("at: 5:30", f"at: {hour}:40").replace("at: 17:00", f"at: {hour}:56")
    quiet = quiet.replace("at: 10:45", f"at: {hour}:20").replace("quiet_hours: 21:00–5:00", "quiet_hours: không")
    (root / "schedule.yaml").write_text(quiet, "utf-8")
    command = [sys.executable, "-m", "broadcaster", "--station", str(root), "run"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        watched = psutil.Process(process.pid)
        try:
            _wait_until_cooked(watched)
            before, began = watched.cpu_times(), time.monotonic()
            time.sleep(seconds)
            after, length = watched.cpu_times(), time.monotonic() - began
            spent = after.user + after.system - before.user - before.system
            memory = watched.memory_full_info()
            print(f"station at rest: {spent / length * 100:.2f} % of a core over {length:.0f} s, ", end="")
            print(f"{memory.rss / 1e6:.0f} MB resident, {memory.uss / 1e6:.0f} MB its own")
            return spent / length * 100
        finally:
            process.terminate()
            (root / "schedule.yaml").write_text(settings, "utf-8")


def _wait_until_cooked(process: psutil.Process) -> None:
    """Wait until the station has started, closed the days before, and its worker makes nothing more."""
    time.sleep(SETTLING)
    for _ in range(150):
        before = _spent(process)
        time.sleep(2)
        if _spent(process) - before < 0.06:
            return


def _spent(process: psutil.Process) -> float:
    """Return the processor seconds of a process and of those it started."""
    return sum(sum(each.cpu_times()[:2]) for each in (process, *process.children(recursive=True)) if each.is_running())


def a_year(root: Path, days: int) -> float:
    """Air *days* days on a clock that jumps; print memory by month and return its growth once it is full, percent."""
    first = date(2025, 10, 1)
    station = open_station(root)
    clock = FakeClock(datetime.combine(first, datetime.min.time(), station.settings.zone))
    station = open_station(root, clock=clock)
    notices, alarm, live = Notices(lambda _: None), FakeAlarm(clock), Live(station, lambda _: (DRY,))
    players = InlinePlayers(clock, station.asrun)
    kitchen = InlineKitchen(lambda order: render_silent(order, station.studio.jingle_length, station.programmes))
    transmission = Transmission(live, players, notices, timedelta())
    keeper = Keeper(live, transmission, players, kitchen, alarm, notices)
    process = psutil.Process()
    print("day   lines  processor, s/day  resident, MB  pieces of memory")
    full, last, began = 0, 0, time.process_time()
    for number in range(days):
        _day(keeper, clock, alarm, first + timedelta(days=number + 1))
        shutil.rmtree(station.programmes / f"{first + timedelta(days=number - 8)}", ignore_errors=True)
        if number % MONTH == MONTH - 1:
            gc.collect()
            last, lines, cost = sys.getallocatedblocks(), station.asrun.length(), (time.process_time() - began) / MONTH
            resident = process.memory_info().rss / 1e6
            print(f"{number + 1:4d}  {lines:6d}  {cost:16.2f}  {resident:12.0f}  {last:16,d}", flush=True)
            full = last if number < FULL else full
            began = time.process_time()
    grown = (last / full - 1) * 100 if full else 0.0
    print(f"grown after day {FULL}: {grown:+.1f} %")
    return grown


def _day(keeper: Keeper, clock: FakeClock, alarm: FakeAlarm, tomorrow: date) -> None:
    midnight = datetime.combine(tomorrow, datetime.min.time(), clock.now().tzinfo)
    while clock.now() < midnight:
        keeper.look()
        clock.sleep((min(alarm.next() or midnight, midnight) - clock.now()).total_seconds())
        alarm.rang()


def main() -> int:
    """Measure; 1 where the station at rest takes more than its limit, or grows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--days", type=int, default=365)
    wanted = parser.parse_args()
    with TemporaryDirectory(prefix="rest-") as folder:
        share = at_rest(sample(Path(folder) / "rest"), wanted.seconds)
        grown = a_year(sample(Path(folder) / "year"), wanted.days)
    return 1 if share > LIMIT or grown > GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
