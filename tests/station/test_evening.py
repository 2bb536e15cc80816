"""The evening of a day: closed once, after the last programme, or made up for later."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import BackupError
from broadcaster.records.archive import Archive
from broadcaster.station.care.bundle import opened
from broadcaster.station.care.evening import Evening
from broadcaster.station.live import Live
from broadcaster.station.notices import Notices
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

MORNING = datetime(2025, 10, 1, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class AtOnce(Executor):
    """Does what it is given when it is given it."""

    def submit(self, work, /, *arguments, **named):
        done = Future()
        try:
            done.set_result(work(*arguments, **named))
        except BackupError as error:
            done.set_exception(error)
        return done


class Evenings:
    """A small station, approved, whose evenings are looked after."""

    def __init__(self, small: SmallStation, at: datetime = MORNING, *, rehearsal: bool = False) -> None:
        self.clock = FakeClock(at)
        self.station = open_station(small.root, clock=self.clock, rehearsal=rehearsal)
        self.said: list[str] = []
        for script in self.station.newsroom.news().scripts:
            self.station.newsroom.approve(script, by="Người duyệt thử", at=at)
        self.evening = Evening(Live(self.station, lambda _: ()), Notices(self.said.append), AtOnce())

    def pass_until(self, until: datetime) -> None:
        while self.clock.now() < until:
            self.evening.tick()
            self.clock.sleep(300)

    def backups(self) -> list[str]:
        return sorted(path.name for path in self.station.folder.backups.glob("*"))

    def days(self) -> list[str]:
        return [path.stem for path in Archive(self.station.records).files()]


def test_a_new_station_vouches_for_no_day_before_its_first(small: SmallStation) -> None:
    evenings = Evenings(small)
    evenings.pass_until(MORNING + timedelta(hours=1))
    assert evenings.days() == []


def test_a_day_is_closed_once_after_its_last_programme(small: SmallStation) -> None:
    day = Evenings(small)
    day.pass_until(MORNING.replace(hour=17, minute=14))
    assert day.days() == []
    day.station.asrun.append("ended", day.clock.now(), slot="2025-10-01/1700-chieu")
    day.pass_until(MORNING.replace(hour=17, minute=20))
    assert day.days() == ["2025-10-01"]
    day.station.asrun.append("test", day.clock.now())
    day.pass_until(MORNING.replace(hour=23, minute=59))
    assert len(day.days()) == sum("tóm tắt" in text for text in day.said) == 1
    assert Archive(day.station.records).verify() == ()


def test_a_day_on_which_nothing_was_recorded_needs_no_digest(small: SmallStation) -> None:
    day = Evenings(small)
    day.pass_until(MORNING + timedelta(days=3))
    assert day.days() == ["2025-10-01"]


def test_a_rehearsal_closes_nothing(small: SmallStation) -> None:
    day = Evenings(small, rehearsal=True)
    day.pass_until(MORNING + timedelta(days=1))
    assert day.days() == []
    assert not day.station.folder.key.exists()
    assert day.backups() == []


def test_a_copy_is_kept_each_night_and_the_oldest_go(small: SmallStation) -> None:
    with (small.root / "schedule.yaml").open("a", encoding="utf-8") as schedule:
        schedule.write("backup:\n  keep: 3\n")
    day = Evenings(small)
    other = small.root / "backups" / "cua-toi.zip"
    day.pass_until(MORNING + timedelta(minutes=2))
    assert day.backups() == ["sao-luu-2025-09-30.zip"]
    other.touch()
    day.pass_until(MORNING + timedelta(days=4))
    assert day.backups() == ["cua-toi.zip", *(f"sao-luu-2025-10-{number:02d}.zip" for number in (2, 3, 4))]
    with opened(small.root / "backups" / "sao-luu-2025-10-04.zip") as bundle:
        bundle.verify()
        assert "records/digests/2025-10-01.json" in bundle.manifest.files
        assert "station.key" not in bundle.manifest.files


def test_a_backup_that_fails_is_told_and_tried_again(small: SmallStation) -> None:
    (small.root / "backups").touch()
    day = Evenings(small)
    day.pass_until(MORNING + timedelta(minutes=30))
    assert [text for text in day.said if "Chưa sao lưu được" in text]
    (small.root / "backups").unlink()
    day.pass_until(MORNING + timedelta(hours=2))
    assert day.backups() == ["sao-luu-2025-09-30.zip"]
