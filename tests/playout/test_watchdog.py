import subprocess
import sys

HANGS = """
from zoneinfo import ZoneInfo
from broadcaster.core.clock import SystemClock
from broadcaster.playout.watchdog import Watchdog

clock = SystemClock(ZoneInfo("UTC"))
watchdog = Watchdog(clock, patience=0.5)
for _ in range(20):
    watchdog.alive()
    clock.sleep(0.1)
print("alive", flush=True)
{then}
clock.sleep(2)
print("still alive", flush=True)
"""


def run(then: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HANGS.format(then=then)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_signs_of_life_keep_a_process_and_their_absence_ends_it() -> None:
    ended = run("")
    assert (ended.returncode, ended.stdout) == (1, "alive\n")
    assert "Timeout" in ended.stderr


def test_switched_off_it_ends_nothing() -> None:
    ended = run("watchdog.off()")
    assert (ended.returncode, ended.stdout) == (0, "alive\nstill alive\n")
