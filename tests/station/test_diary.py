"""Files that are turned over, jobs that are pruned, words to whoever started the station."""

from __future__ import annotations

import os
import socket
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcaster.core.clock import FakeClock
from broadcaster.station.air.diary import KEPT, SIZE, Diary, prune, turn_over
from broadcaster.station.air.supervisor import EVERY, Supervisor
from broadcaster.station.notices import KEPT as SUBJECTS
from broadcaster.station.notices import STATION, Notices

NOON = datetime(2025, 10, 1, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_what_was_said_stands_there_with_its_hour(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "records" / "station.log", FakeClock(NOON))
    diary.write("Đã nhận schedule.yaml.")
    diary.close()
    assert (tmp_path / "records" / "station.log").read_text("utf-8") == "2025-10-01 12:00:00 Đã nhận schedule.yaml.\n"


def test_a_year_of_talk_takes_bounded_room(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "station.log", FakeClock(NOON))
    for _ in range(9):
        diary.write("x" * (SIZE - 100))
        diary.write("y" * 200)
    diary.close()
    files = list(tmp_path.iterdir())
    assert len(files) == KEPT + 1
    assert sum(path.stat().st_size for path in files) < (KEPT + 1) * (SIZE + 1_000)


def test_a_diary_that_cannot_be_written_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("no folder")
    Diary(tmp_path / "records" / "station.log", FakeClock(NOON)).write("nói")


def test_a_log_of_others_is_turned_over_when_it_is_large(tmp_path: Path) -> None:
    path = tmp_path / "players.log"
    path.write_bytes(b"z" * 50)
    turn_over(path, size=100)
    assert path.exists()
    path.write_bytes(b"z" * 101)
    turn_over(path, size=100)
    assert not path.exists()
    assert (tmp_path / "players.log.1").stat().st_size == 101
    turn_over(tmp_path / "none.log")


def test_the_oldest_are_pruned(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.json"
        path.write_text("{}")
        os.utime(path, (number, number))
    (tmp_path / "players.log").write_text("")
    prune(tmp_path, "*.json", 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3.json", "4.json", "players.log"]


def test_notices_remember_a_bounded_number_of_subjects() -> None:
    said: list[str] = []
    notices = Notices(said.append)
    for number in range(SUBJECTS + 1):
        notices.tell(f"{number}", "một")
    notices.tell(f"{SUBJECTS}", "một")
    assert len(said) == SUBJECTS + 1
    notices.tell("0", "một")
    assert len(said) == SUBJECTS + 2


def test_two_matters_that_go_on_side_by_side_are_each_said_once() -> None:
    said: list[str] = []
    notices = Notices(said.append)
    for _ in range(3):
        notices.tell(STATION, "từ điển có lỗi", about="lexicon")
        notices.tell(STATION, "chưa sao lưu được", about="backup")
    assert said == ["từ điển có lỗi", "chưa sao lưu được"]


def test_systemd_hears_that_the_station_is_on_lives_and_ends(tmp_path: Path) -> None:
    place = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(place))
        systemd.settimeout(5)
        clock = FakeClock(NOON)
        supervisor = Supervisor(clock, {"NOTIFY_SOCKET": str(place)})
        supervisor.ready()
        supervisor.alive()
        supervisor.alive()
        clock.sleep(EVERY)
        supervisor.alive()
        supervisor.ending()
        heard = [systemd.recv(100).decode() for _ in range(4)]
    assert heard == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


def test_without_systemd_nothing_is_said() -> None:
    supervisor = Supervisor(FakeClock(NOON), {})
    supervisor.ready()
    supervisor.alive()
    Supervisor(FakeClock(NOON), {"NOTIFY_SOCKET": "/khong/co/day"}).ready()
