import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadcaster.core.arrivals import Arrivals
from broadcaster.core.clock import FakeClock
from broadcaster.core.storage import write_text

LONG = 600.0
"""Seconds that no test waits: who is told comes back before."""
SOON = 20.0
"""The same for a test that is to fail."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2025, 9, 24, tzinfo=UTC))


@pytest.fixture
def arrivals(tmp_path: Path, clock: FakeClock) -> Iterator[Arrivals]:
    arrivals = Arrivals(tmp_path / "orders", clock)
    yield arrivals
    arrivals.close()


def ends(arrivals: Arrivals) -> bool:
    """Return whether a long wait ends before its time."""
    back = threading.Event()
    threading.Thread(target=lambda: (arrivals.wait(LONG), back.set()), daemon=True).start()
    return back.wait(SOON)


def test_the_first_wait_makes_the_folder_and_ends_at_once(arrivals: Arrivals, tmp_path: Path) -> None:
    assert ends(arrivals)
    assert arrivals.told
    assert (tmp_path / "orders").is_dir()


def test_what_came_before_the_wait_ends_it(arrivals: Arrivals, tmp_path: Path) -> None:
    arrivals.wait(LONG)
    write_text(tmp_path / "orders" / "stop.json", "{}")
    assert ends(arrivals)


def test_what_comes_meanwhile_ends_it(arrivals: Arrivals, tmp_path: Path) -> None:
    arrivals.wait(LONG)
    back = threading.Event()
    threading.Thread(target=lambda: (arrivals.wait(LONG), back.set()), daemon=True).start()
    assert not back.wait(0.05)
    write_text(tmp_path / "orders" / "stop.json", "{}")
    assert back.wait(SOON)


def test_nothing_comes_and_the_time_is_over(arrivals: Arrivals, clock: FakeClock) -> None:
    arrivals.wait(LONG)
    arrivals.wait(0.01)
    assert arrivals.told
    assert clock.monotonic() == 0


@pytest.mark.parametrize("gone", [shutil.rmtree, lambda folder: folder.rename(folder.with_name("elsewhere"))])
def test_a_folder_that_goes_is_made_and_watched_anew(
    arrivals: Arrivals, tmp_path: Path, gone: Callable[[Path], object]
) -> None:
    folder = tmp_path / "orders"
    arrivals.wait(LONG)
    gone(folder)
    assert ends(arrivals)
    assert not arrivals.told
    assert ends(arrivals)
    write_text(folder / "stop.json", "{}")
    assert ends(arrivals)
    assert arrivals.told


def test_where_the_system_tells_nothing_the_clock_is_waited_by(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "file").write_text("no folder")
    arrivals = Arrivals(tmp_path / "file", clock)
    arrivals.wait(0.05)
    assert not arrivals.told
    assert clock.monotonic() == 0.05
    arrivals.close()


def test_where_its_library_is_gone_the_clock_is_waited_by(
    arrivals: Arrivals, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "inotify_simple", None)
    arrivals.wait(0.05)
    assert not arrivals.told
    assert clock.monotonic() == 0.05
