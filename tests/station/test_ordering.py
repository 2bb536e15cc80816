"""Takeover, stop and release as they are ordered: who may put what on the air, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile

from broadcaster.core.clock import FakeClock, SystemClock
from broadcaster.core.errors import InputError, NotApprovedError, NotFoundError, RecordError
from broadcaster.core.priority import Priority
from broadcaster.core.storage import file_hash
from broadcaster.records.asrun import AsRun
from broadcaster.records.order import Takeover, Then
from broadcaster.records.orders import Orders
from broadcaster.records.release import Release
from broadcaster.station.air import stopping, takeover
from broadcaster.station.air.wish import Wish
from broadcaster.station.setup.clocks import clock_of
from broadcaster.station.setup.folder import Folder
from broadcaster.station.wiring import Station, open_station
from broadcaster.voice.engine import Engine

if TYPE_CHECKING:
    from tests.conftest import SmallStation

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2025, 10, 1, 12, 0, tzinfo=ZONE)
NIGHT = datetime(2025, 10, 1, 23, 0, tzinfo=ZONE)


def station_at(small: SmallStation, now: datetime = NOON) -> Station:
    return open_station(small.root, clock=FakeClock(now))


def wish(what: str, priority: Priority = Priority.EMERGENCY, **more: object) -> Wish:
    return Wish(what, priority, "Chủ tịch xã", "lũ về", **more)  # type: ignore[arg-type]


def approve(station: Station, name: str) -> None:
    script = station.newsroom.news().find(name)
    station.newsroom.approve(script, by="Người duyệt", at=station.clock.now())


def ordered(station: Station) -> tuple[Takeover, ...]:
    return Orders(station.folder.orders).takeovers()


def test_an_emergency_text_becomes_a_cart_a_release_and_an_order(small: SmallStation) -> None:
    station = station_at(small, NIGHT)
    given, heard = takeover.order(station, wish("Nước lên. Bà con lên đồi.", times=2, then=Then.RESUME))
    assert ordered(station) == (given,)
    assert heard.words == ("nước lên.", "bà con lên đồi.")
    cart = station.folder.takeovers / f"{given.id}.flac"
    release = Release.read(cart.with_suffix(".json"))
    assert (release.cart_hash, release.at, release.slot) == (given.cart_hash, given.at, given.slot)
    assert given.cart_hash == file_hash(cart)
    info = soundfile.info(cart)
    assert release.keep == ((0, info.frames),)
    assert given.seconds == pytest.approx(info.duration)
    assert (given.voice, given.times, given.then) == ("tone:beep", 2, Then.RESUME)


def test_said_twice_it_is_twice_as_long_and_the_siren_comes_first(small: SmallStation) -> None:
    station = station_at(small)
    once, twice, loud = (
        takeover.order(station, wish("Nước lên.", **more))[0] for more in ({}, {"times": 2}, {"alarm": True})
    )
    assert twice.seconds == pytest.approx(2 * once.seconds + 1.0, abs=0.01)
    assert loud.seconds == pytest.approx(once.seconds + 4.6, abs=0.01)
    sound, rate = soundfile.read(station.folder.takeovers / f"{loud.id}.flac")
    assert np.abs(sound[: rate // 2]).max() > 0.05


def test_a_guess_is_refused_until_somebody_has_looked(small: SmallStation) -> None:
    station = station_at(small)
    with pytest.raises(NotApprovedError, match="“ĐTTX”"):
        takeover.order(station, wish("ĐTTX thông báo."))
    assert not ordered(station)
    takeover.order(station, wish("ĐTTX thông báo.", confirmed=True))
    assert len(ordered(station)) == 1


@pytest.mark.parametrize("priority", [Priority.NORMAL, Priority.PRIORITY])
def test_less_than_an_emergency_airs_only_what_was_approved(small: SmallStation, priority: Priority) -> None:
    station = station_at(small)
    sound = small.root / "audio" / "jingles" / "nhac.flac"
    for what in ("Nước lên.", "tin-a", str(sound)):
        with pytest.raises(NotApprovedError):
            takeover.order(station, wish(what, priority))
    approve(station, "tin-a")
    given, heard = takeover.order(station, wish("tin-a", priority))
    assert heard.words == ("trời nắng.", "lúa chín vàng.")
    assert Release.read(station.folder.takeovers / f"{given.id}.json").approvals


def test_a_programme_airs_only_as_it_was_rendered(small: SmallStation) -> None:
    station = station_at(small)
    for name in ("loi-xuong", "nhac-lai", "tin-a", "tin-b", "bao-nuoc"):
        approve(station, name)
    news = station.newsroom.news(fresh=True)
    slot = station.plan(NOON.date(), news).slots[0]
    cart = station.studio.render(station.studio.order(slot, news))
    flac = station.programmes / cart.slot.partition("/")[0] / cart.flac
    given, heard = takeover.order(station, wish(str(flac), Priority.PRIORITY))
    assert heard.approvals
    assert ordered(station) == (given,)
    for other in (cart.mp3, "other.flac"):
        path = flac.with_name(other)
        if other == "other.flac":
            path.write_bytes(flac.read_bytes())
            path.with_suffix(".json").write_bytes(flac.with_suffix(".json").read_bytes())
        with pytest.raises(NotApprovedError, match=cart.flac):
            takeover.order(station, wish(str(path), Priority.PRIORITY))
    soundfile.write(flac, np.full((cart.frames, 1), 0.2), cart.rate)
    with pytest.raises(NotApprovedError, match="tệp đã khác"):
        takeover.order(station, wish(str(flac), Priority.PRIORITY))
    assert ordered(station) == (given,)


def test_a_text_changed_after_approval_is_no_longer_approved(small: SmallStation) -> None:
    station = station_at(small)
    approve(station, "tin-a")
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời mưa.")
    with pytest.raises(NotApprovedError, match="đã sửa"):
        takeover.order(station, wish("tin-a", Priority.PRIORITY))


def test_only_an_emergency_airs_in_quiet_hours(small: SmallStation) -> None:
    station = station_at(small, NIGHT)
    approve(station, "tin-a")
    with pytest.raises(NotApprovedError, match="giờ yên tĩnh"):
        takeover.order(station, wish("tin-a", Priority.PRIORITY))
    takeover.order(station, wish("tin-a"))


def test_a_sound_file_airs_on_the_word_of_whoever_gives_an_emergency(small: SmallStation) -> None:
    station = station_at(small)
    given, _ = takeover.order(station, wish(str(small.root / "audio" / "jingles" / "nhac.flac")))
    assert given.title == "nhac"
    assert given.voice == ""


def test_a_name_and_a_reason_pasted_with_odd_spaces_make_an_order_that_is_obeyed(small: SmallStation) -> None:
    station = station_at(small)
    given, _ = takeover.order(station, replace(wish("Nước lên."), by="Chủ\u00a0tịch xã", reason="lũ\nvề"))
    assert ordered(station) == (given,)
    assert (given.by, given.reason) == ("Chủ tịch xã", "lũ về")


def test_while_stopped_nothing_airs_not_even_an_emergency(small: SmallStation) -> None:
    station = station_at(small)
    stopping.stop(station.folder, station.clock, by="Trực đài", reason="tiếng lạ")
    with pytest.raises(NotApprovedError, match="lệnh dừng của Trực đài"):
        takeover.order(station, wish("Nước lên."))
    lifted = stopping.lift(station.folder, station.clock, by="Lãnh đạo", reason="đã xem")
    assert [stop.by for stop in lifted] == ["Trực đài"]
    takeover.order(station, wish("Nước lên."))
    told = [(line.event, line.facts["by"], line.facts["reason"]) for line in station.asrun.lines()]
    assert told == [("stop", "Trực đài", "tiếng lạ"), ("release", "Lãnh đạo", "đã xem")]


def test_nothing_to_lift_is_no_order(small: SmallStation) -> None:
    station = station_at(small)
    assert stopping.lift(station.folder, station.clock, by="Lãnh đạo", reason="-") == ()
    assert not station.folder.orders.exists()


def test_a_stop_stands_whatever_has_become_of_settings_and_log(small: SmallStation) -> None:
    (small.root / "schedule.yaml").write_text("hỏng: [", "utf-8")
    folder = Folder(small.root)
    asrun = folder.records(rehearsal=False) / "asrun"
    asrun.parent.mkdir(parents=True)
    asrun.write_text("không phải thư mục")
    clock = clock_of(folder)
    with pytest.raises(RecordError, match="Lệnh đã có hiệu lực"):
        stopping.stop(folder, clock, by="Trực đài", reason="tiếng lạ")
    assert Orders(folder.orders).blocked(clock.now()) is not None


def test_a_stop_lives_by_the_zone_of_the_station_though_the_rest_is_broken(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    text = path.read_text("utf-8").replace("name: Đài thử", "name: Đài thử\n  zone: Asia/Tokyo")
    path.write_text(text.replace("at: 5:30", "at: năm giờ rưỡi"), "utf-8")
    assert clock_of(Folder(small.root)).now().utcoffset() == timedelta(hours=9)


def test_where_there_is_no_station_nothing_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        clock_of(Folder(tmp_path))
    assert not list(tmp_path.iterdir())


def test_the_log_keeps_who_and_why_after_the_order_was_given(small: SmallStation) -> None:
    folder = Folder(small.root)
    order = stopping.stop(folder, SystemClock(ZONE), by="Trực đài", reason="thử")
    line = AsRun(folder.records(rehearsal=False) / "asrun").lines()[-1]
    assert line.facts["order"] == order.id


@pytest.mark.parametrize("name", ["tin-don-ve-sin", "loi_lu.txt", "thu muc/báo lũ.mp3", "lu.WAV", "bai/tin.json"])
def test_a_mistyped_name_is_never_spoken(small: SmallStation, name: str) -> None:
    station = station_at(small)
    with pytest.raises(NotFoundError, match="Chưa phát gì"):
        takeover.order(station, wish(name, confirmed=True))
    assert ordered(station) == ()


def test_a_stop_that_comes_while_it_is_spoken_refuses_it(small: SmallStation) -> None:
    station = station_at(small)

    class Interrupted(dict[str, Engine]):
        """Engines of which one is looked up, and then a stop is given."""

        def __getitem__(self, name: str) -> Engine:
            if not Orders(station.folder.orders).all():
                stopping.stop(station.folder, station.clock, by="Trực đài", reason="báo nhầm")
            return super().__getitem__(name)

    stopped = replace(station, engines=Interrupted(station.engines))
    with pytest.raises(NotApprovedError, match="đài đang bị dừng"):
        takeover.order(stopped, wish("Nước lên."))
    assert ordered(station) == ()


@pytest.mark.parametrize("coding", ["utf-16", "cp1258"])
def test_a_text_of_another_coding_is_refused_with_what_to_do(small: SmallStation, tmp_path: Path, coding: str) -> None:
    path = tmp_path / "khan.txt"
    path.write_bytes("Ng\u00e0y mai c\u00f3 l\u0169.".encode(coding, "replace"))
    with pytest.raises(InputError, match="UTF-8"):
        takeover.order(station_at(small), wish(str(path)))
