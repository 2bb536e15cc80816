"""The keeper over a day that goes wrong: restarts, late wakes, clocks set back, players that die, texts that change."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from station_day import AIRED, MORNING, SLOT, Day

from broadcaster.core.errors import AudioError
from broadcaster.core.hours import LatePolicy
from broadcaster.production.cart import Cart, CartFiles
from broadcaster.production.order import Order
from broadcaster.station.air import clockwatch
from broadcaster.station.air.keeper import LOOK, TICK, Keeper
from broadcaster.station.air.leg import ATTEMPTS
from broadcaster.station.air.onair import DRY
from broadcaster.station.air.preflight import machine

if TYPE_CHECKING:
    from tests.conftest import SmallStation


def test_an_ordinary_day(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    day.run(MORNING + timedelta(hours=13), step=300)
    assert day.events() == day.events("2025-10-01/1700-chieu") == AIRED
    assert day.station.asrun.verify() == ()


@pytest.mark.parametrize("late", [5.0, 50.0])
def test_a_station_started_late_within_grace_starts_late(small: SmallStation, late: float) -> None:
    day = Day(small, MORNING + timedelta(seconds=late))
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == AIRED
    started = next(line for line in day.station.asrun.of_slot(SLOT) if line.event == "started")
    assert late * 1000 <= started.facts["late_ms"] <= late * 1000 + 7000


@pytest.mark.parametrize("late", [61.5, 300.0, 36_000.0])
def test_a_station_started_too_late_stays_silent_and_says_so(small: SmallStation, late: float) -> None:
    day = Day(small, MORNING + timedelta(seconds=late))
    day.run(MORNING + timedelta(seconds=late + 60))
    assert day.events() == ["missed"]
    assert "quá giờ" in day.reason()


def test_a_restart_before_the_gate_changes_nothing(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    for seconds in (200, 100, 15, 11):
        day.run(MORNING - timedelta(seconds=seconds))
        day.start()
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == AIRED


def test_a_restart_after_the_end_does_not_air_it_again(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.run(MORNING + timedelta(minutes=2))
    day.start()
    day.clock.step(-60)
    day.run(MORNING + timedelta(minutes=30))
    assert day.events() == AIRED


def test_a_player_that_dies_is_started_again(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.start(deaths=2)
    day.run(MORNING + timedelta(minutes=10), step=1.0)
    assert day.events() == ["released", "fault", "fault", "armed", "started", "ended"]
    assert len(day.players.started) == 3


def test_a_player_that_always_dies_is_given_up_with_a_reason(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.start(deaths=100)
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == ["released", *["fault"] * (ATTEMPTS - 1), "missed"]
    assert len(day.players.started) == ATTEMPTS
    assert "không khởi động được" in day.reason()


def test_a_player_that_was_heard_and_died_goes_on_where_it_would_be(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.start(deaths=100)
    day.run(MORNING - timedelta(seconds=9))
    day.station.asrun.append("started", MORNING, slot=SLOT, output=DRY.url, planned=MORNING.isoformat())
    day.clock.step(12)
    day.start()
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == ["released", "started", "armed", "started", "ended"]
    assert day.station.asrun.of_slot(SLOT)[3].facts["offset"] >= 3


def test_what_began_late_and_broke_off_goes_on_where_it_was(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.start(deaths=100)
    day.run(MORNING - timedelta(seconds=9))
    began = MORNING + timedelta(seconds=40)
    day.station.asrun.append("started", began, slot=SLOT, output=DRY.url, actual=began.isoformat(), offset=0)
    day.clock.step(54)
    day.start()
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == ["released", "started", "armed", "started", "ended"]
    resumed = day.station.asrun.of_slot(SLOT)[3]
    assert resumed.facts["planned"].startswith(MORNING.isoformat()[:19])
    heard = datetime.fromisoformat(resumed.facts["actual"]) - timedelta(seconds=resumed.facts["offset"])
    assert abs(heard - began) < timedelta(milliseconds=2)


def test_an_item_edited_between_rendering_and_air_does_not_air(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=10))
    day.run(MORNING - timedelta(seconds=30))
    small.write("tin-a", "tin", "Tin thứ nhất", "Sai rồi.")
    day.run(MORNING + timedelta(minutes=10))
    released = day.station.asrun.of_slot(SLOT)[0].facts
    assert "tin-a" not in released["items"]
    assert "tin-b" in released["items"]
    assert list(released["withheld"]) == ["tin-a"]
    assert day.events() == AIRED


def test_an_item_edited_in_good_time_is_replaced_in_the_cart(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=30))
    day.run(MORNING - timedelta(minutes=20))
    small.write("tin-a", "tin", "Tin thứ nhất", "Sai rồi.")
    day.run(MORNING + timedelta(minutes=10))
    cart = Cart.read(CartFiles.of(day.station.programmes, SLOT).cue_sheet)
    assert "tin-a" not in {part.name for part in cart.parts}
    assert day.station.asrun.of_slot(SLOT)[0].facts["withheld"] == {}


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_cart_damaged_on_the_disk_is_made_again_before_air(small: SmallStation, damage: str) -> None:
    day = Day(small, MORNING - timedelta(minutes=10))
    day.run(MORNING - timedelta(seconds=30))
    path: Path = CartFiles.of(day.station.programmes, SLOT).flac
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-10])
    else:
        path.unlink()
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == AIRED


def spoil(path: Path, fault: str) -> None:
    """Make of a jingle what no programme can play."""
    tone = np.sin(np.arange(4 * 8000))
    match fault:
        case "gone":
            path.unlink()
        case "rubbish":
            path.write_bytes(b"rubbish")
        case "silent":
            soundfile.write(path, np.zeros(8000), 8000)
        case "long":
            soundfile.write(path, np.zeros(8000 * 16 * 60), 8000)
        case "opposite":
            soundfile.write(path, np.column_stack([tone, -tone]), 8000)


@pytest.mark.parametrize("fault", ["gone", "rubbish", "silent", "long", "opposite"])
def test_a_jingle_that_cannot_be_played_is_left_out_and_the_programme_airs(small: SmallStation, fault: str) -> None:
    for name in ("nhac", "nen"):
        spoil(small.root / "audio" / "jingles" / f"{name}.flac", fault)
    day = Day(small, MORNING - timedelta(minutes=10))
    day.start(make=lambda order: day.station.studio.render(order))
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == AIRED
    assert "instead" not in day.station.asrun.of_slot(SLOT)[0].facts
    told = [finding.what for finding in machine(day.station, (), day.clock.now())]
    assert [what for what in told if "“nen”" in what]
    assert [what for what in told if "“nhac”" in what]


def test_a_slot_at_midnight_is_released_before_it(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    text = path.read_text("utf-8").replace("at: 5:30", "at: 0:00").replace("slots:", "quiet_hours: không\nslots:", 1)
    path.write_text(text, "utf-8")
    midnight = MORNING.replace(hour=0, minute=0)
    day = Day(small, midnight - timedelta(minutes=5))
    day.run(midnight + timedelta(minutes=10))
    slot = "2025-10-01/0000-sang"
    assert day.events(slot) == AIRED
    started = next(line for line in day.station.asrun.of_slot(slot) if line.event == "started")
    assert started.facts["late_ms"] == 0


def test_a_station_back_after_days_says_what_it_missed(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.start(deaths=100)
    day.run(MORNING - timedelta(seconds=9))
    assert day.events() == ["released"]
    day.clock.sleep(2 * 86_400)
    day.start()
    day.run(day.clock.now() + timedelta(seconds=10))
    assert day.events()[-1] == "missed"
    for slot in ("2025-10-01/1700-chieu", "2025-10-02/0530-sang", "2025-10-02/1700-chieu"):
        assert day.events(slot) == ["missed"], slot


def test_a_log_that_cannot_be_written_repeats_nothing(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.start(deaths=100)
    place = (SLOT, DRY.url)
    day.run(MORNING - timedelta(seconds=9))
    day.players.running = lambda: frozenset({place})  # type: ignore[method-assign]
    day.run(MORNING + timedelta(seconds=5))
    day.players.running = frozenset  # type: ignore[method-assign, assignment]
    before = len(day.players.started)
    day.run(MORNING + timedelta(minutes=3))
    resumed = day.players.started[before:]
    assert all(job.cue.late is LatePolicy.JOIN for job in resumed)
    assert day.events()[-1] == "cut"


def test_a_cart_that_cannot_be_made_is_missed_with_its_reason(small: SmallStation) -> None:
    def full_disk(order: Order) -> Cart:
        raise AudioError(f"đĩa đầy, không ghi được {order.slot}")

    day = Day(small, MORNING - timedelta(minutes=10))
    day.start(make=full_disk)
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == ["missed"]
    assert "đĩa đầy" in day.reason()


def test_a_clock_earlier_than_the_log_airs_nothing_and_asks(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.run(MORNING + timedelta(minutes=2))
    day.clock.step(-3600 * 24 * 30)
    before = len(day.station.asrun.lines())
    day.run(day.clock.now() + timedelta(hours=24), step=600)
    assert len(day.station.asrun.lines()) == before
    assert sum("sớm hơn dòng nhật ký cuối" in text for text in day.said) == 1


def test_a_jump_over_a_slot_misses_it_and_the_next_airs(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.keeper.look()
    day.clock.step(3600 * 5)
    day.run(MORNING + timedelta(hours=13), step=300)
    assert day.events() == ["missed"]
    assert day.events("2025-10-01/1700-chieu") == AIRED
    assert any("Đồng hồ máy vừa bị chỉnh" in text for text in day.said)


def test_a_fault_of_our_own_is_recorded_and_the_day_goes_on(
    small: SmallStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    whole = day.station.newsroom.news

    def broken(*, fresh: bool = False) -> object:
        raise ZeroDivisionError("thử")

    monkeypatch.setattr(day.station.newsroom, "news", broken)
    day.keeper.look()
    assert [line.event for line in day.station.asrun.lines()] == ["fault"]
    monkeypatch.setattr(day.station.newsroom, "news", whole)
    day.run(MORNING + timedelta(minutes=10))
    assert day.events() == AIRED


def test_a_damaged_log_airs_nothing(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.station.asrun.append("fault", MORNING - timedelta(days=1), reason="thử")
    path = next((day.station.records / "asrun").glob("*.jsonl"))
    path.write_bytes(path.read_bytes().replace("thử".encode(), b"th"))
    day.start()
    day.run(MORNING + timedelta(minutes=2))
    assert not (day.station.records / "releases").exists()
    assert any("bị hỏng hoặc bị sửa" in text for text in day.said)


def test_join_in_progress_leaves_out_what_should_have_been_heard(small: SmallStation) -> None:
    text = (small.root / "schedule.yaml").read_text("utf-8").replace("late: start", "late: join")
    (small.root / "schedule.yaml").write_text(text, "utf-8")
    day = Day(small, MORNING + timedelta(seconds=8))
    day.run(MORNING + timedelta(minutes=10))
    started = next(line for line in day.station.asrun.of_slot(SLOT) if line.event == "started")
    assert started.facts["offset"] == pytest.approx(started.facts["late_ms"] / 1000, abs=0.01)
    assert started.facts["offset"] >= 8


def test_what_is_approved_at_noon_is_heard_in_the_afternoon(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.run(MORNING + timedelta(hours=1), step=300)
    small.write("cat-dien", "thông báo", "Thông báo cắt điện", "Chiều nay cắt điện.", "priority: ưu tiên\n")
    script = day.station.newsroom.news().find("cat-dien")
    day.station.newsroom.approve(script, by="Người duyệt thử", at=day.clock.now())
    day.run(MORNING + timedelta(hours=13), step=300)
    assert "cat-dien" in day.station.asrun.of_slot("2025-10-01/1700-chieu")[0].facts["items"]


def test_a_clock_that_somebody_vouches_for_lets_the_station_go_on(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=2))
    day.run(MORNING - timedelta(hours=1, minutes=50), step=60)
    day.clock.step(3600 * 24 * 3)
    day.run(day.clock.now() + timedelta(minutes=5), step=60)
    assert day.events("2025-10-02/0530-sang") == day.events("2025-10-01/1700-chieu") == ["missed"]
    day.clock.step(-3600 * 24 * 3)
    day.run(MORNING - timedelta(minutes=30), step=60)
    assert any("accept-clock" in text for text in day.said)
    line = clockwatch.accept(day.station.asrun, day.clock.now(), by="Người trực thử")
    assert line is not None
    assert (line.event, line.facts["by"]) == ("clock", "Người trực thử")
    assert clockwatch.accept(day.station.asrun, day.clock.now(), by="Người trực thử") is None
    day.run(MORNING + timedelta(days=1, hours=13), step=300)
    for slot in (SLOT, "2025-10-01/1700-chieu", "2025-10-02/0530-sang", "2025-10-02/1700-chieu"):
        own = [line.event for line in day.station.asrun.of_slot(slot)]
        assert own[-4:] == AIRED, (slot, own)
    assert day.station.asrun.verify() == ()


def test_what_the_system_broke_off_goes_on_and_what_the_operator_stopped_does_not(small: SmallStation) -> None:
    for resumable, wanted in ((True, "ended"), (False, "cut")):
        day = Day(small, MORNING - timedelta(minutes=1))
        day.start(deaths=100)
        day.run(MORNING - timedelta(seconds=9))
        facts = {"slot": SLOT, "output": DRY.url, "planned": MORNING.isoformat()}
        day.station.asrun.append("started", MORNING, **facts)
        day.clock.step(12)
        mark = {"resumable": True} if resumable else {}
        day.station.asrun.append("cut", day.clock.now(), reason="thử", **facts, **mark)
        day.start()
        day.run(MORNING + timedelta(minutes=10))
        assert day.events()[-1] == wanted
        shutil.rmtree(small.root / "records")


def test_an_errand_that_fails_keeps_nothing_from_the_air(small: SmallStation) -> None:
    def broken(slots: object, news: object, now: object) -> None:
        raise ZeroDivisionError("thử")

    day = Day(small, MORNING - timedelta(minutes=5))
    day.keeper = Keeper(day.live, day.transmission, day.players, day.kitchen, day.alarm, day.notices, errands=(broken,))
    day.run(MORNING + timedelta(minutes=10), step=60)
    assert day.events() == AIRED
    assert [line.facts["reason"] for line in day.station.asrun.lines() if line.event == "fault"] == [
        "ZeroDivisionError: thử"
    ]


def test_a_tick_that_fails_keeps_the_next_from_nothing_nor_the_station_from_its_rest(small: SmallStation) -> None:
    ticks: list[datetime] = []

    def broken() -> None:
        raise ZeroDivisionError("thử")

    day = Day(small, MORNING + timedelta(hours=3))
    parts = day.live, day.transmission, day.players, day.kitchen, day.alarm, day.notices
    day.keeper = Keeper(*parts, ticks=(broken, lambda: ticks.append(day.clock.now())))
    day.keeper.run(day.clock.now() + timedelta(seconds=LOOK))
    assert len(ticks) == LOOK / TICK


def test_troubles_that_last_are_each_said_once_however_many_there_are(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    lexicon = small.root / "scripts_content" / "lexicon.yaml"
    lexicon.write_text("[", "utf-8")

    def fail(order: Order) -> Cart:
        raise RuntimeError(order.slot)

    day.start(make=fail)
    day.run(MORNING - timedelta(minutes=50))
    assert len([text for text in day.said if "từ điển có lỗi" in text]) == 1
    assert len([text for text in day.said if "Lỗi chương trình" in text]) == 2
