"""
How long do a year's records take? 1,100 slots: backup with reading back, restore, verification, one more line.

``python -m benchmarks.backup [--years N]``; processor time of this process, so that others do not count.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from broadcaster.records.archive import Archive
from broadcaster.records.asrun import AsRun
from broadcaster.records.ledger import Ledger
from broadcaster.station.care.backup import Wanted, back_up
from broadcaster.station.care.restore import restore
from broadcaster.station.setup.folder import Folder
from tests.records.records_samples import write_year

AT = datetime(2036, 1, 1, tzinfo=timezone(timedelta(hours=7)))


def timed(what: str, work: Callable[[], object], times: int = 1) -> None:
    begin = time.process_time()
    for _ in range(times):
        work()
    print(f"{what:<46}{(time.process_time() - begin) / times * 1000:9.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=1)
    years = parser.parse_args().years
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "station"
        write_year(root, 1100 * years)
        ledger = Ledger(root / "records" / "asrun", "asrun")
        print(f"{ledger.length()} lines of the as-run log, {1100 * years} approvals, {1100 * years} releases")
        path = Path(folder) / "b.zip"
        timed("backup, read back", lambda: back_up(Folder(root), path, Wanted(), at=AT, station=""))
        print(f"{'its size':<46}{path.stat().st_size / 1e6:9.1f} MB")
        timed("restore, all ledgers verified", lambda: restore(path, Path(folder) / "other"))
        timed("log verify", lambda: Archive(root / "records").verify())
        timed("reading the log for the first time", lambda: AsRun(root / "records" / "asrun").lines())
        last = ledger.lines()[-1].at.date()
        timed("reading the last month of it", lambda: AsRun(root / "records" / "asrun", since=last).lines())
        timed("one more line", lambda: Ledger(ledger.folder, "asrun").append("test", AT, {}), times=20)


if __name__ == "__main__":
    main()
