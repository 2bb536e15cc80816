"""Old orders go, with what belongs to them; what still counts, and what nobody can read, stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playout.takeover_samples import order_release, order_stop, order_takeover

from broadcaster.core.storage import write_text
from broadcaster.records.claims import Claim
from broadcaster.records.orders import Orders
from broadcaster.station.care.sweeping import KEPT, sweep
from broadcaster.station.setup.folder import Folder

NOW = datetime(2025, 10, 1, 22, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
OLD = NOW - KEPT - timedelta(seconds=1)


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_what_is_older_goes_with_cart_release_and_claim(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    records = folder.records(rehearsal=False)
    recent = order_takeover(records, NOW - KEPT)
    before = files(tmp_path)
    claim = Claim(folder.orders, order_takeover(records, OLD), "null:")
    assert claim.take()
    claim.tell(OLD, over=True)
    claim.let_go()
    assert sweep(folder, NOW) == 1
    assert files(tmp_path) == before
    assert Orders(folder.orders).all() == (recent,)


def test_a_takeover_of_a_day_to_come_goes_and_a_stop_stays(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    records = folder.records(rehearsal=False)
    ahead = NOW + timedelta(days=365)
    recent, stop = order_takeover(records, NOW + timedelta(hours=12)), order_stop(records, ahead)
    order_takeover(records, ahead)
    assert sweep(folder, NOW) == 1
    assert set(Orders(folder.orders).all()) == {recent, stop}


def test_a_stop_outlives_a_clock_that_stands_ahead_for_a_moment(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    records = folder.records(rehearsal=False)
    lifted, stop = order_stop(records, NOW), order_stop(records, NOW + timedelta(minutes=1))
    order_release(records, NOW, lifted)
    assert sweep(folder, NOW + timedelta(days=400)) == 0
    assert Orders(folder.orders).standing(NOW) == (stop,)


def test_what_cannot_be_read_stays_for_a_person(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    write_text(folder.orders / "20250101-050000-000-stop-0123abcd.json", "{")
    assert sweep(folder, NOW) == 0
    assert len(Orders(folder.orders).refused()) == 1
