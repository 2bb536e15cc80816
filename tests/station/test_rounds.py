"""The rounds: what is not ready is told in time, recorded once a stage, and mended where it can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from station_day import MORNING, SLOT, Day

from broadcaster.core.errors import AudioError
from broadcaster.production.cart import Cart
from broadcaster.production.order import Order
from broadcaster.records.chain import Line
from broadcaster.station.air.keeper import Keeper
from broadcaster.station.air.onair import DRY
from broadcaster.station.air.preflight import Preflight, texts
from broadcaster.station.air.rounds import Rounds
from broadcaster.station.air.transmission import Transmission
from broadcaster.station.live import Live
from broadcaster.station.making.kitchen import InlineKitchen
from broadcaster.station.notices import Notices
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

EVENING = MORNING - timedelta(hours=14)


class Watched(Day):
    """A day whose keeper goes its rounds; its programmes have real sound."""

    broken = False

    def start(self, deaths: int = 0, make: Callable[[Order], Cart] | None = None) -> None:
        super().start(deaths, make)
        live, notices = Live(self.station, lambda _: (DRY,)), Notices(self.said.append)
        kitchen = InlineKitchen(self.make)
        transmission = Transmission(live, self.players, notices, timedelta())
        rounds = Rounds(live, kitchen, notices)
        self.keeper = Keeper(live, transmission, self.players, kitchen, self.alarm, notices, (), (rounds.go,))

    def make(self, order: Order) -> Cart:
        if self.broken:
            raise AudioError("đĩa đầy")
        return self.station.studio.render(order)

    def unready(self, slot: str = SLOT) -> list[Line]:
        return [line for line in self.station.asrun.of_slot(slot) if line.event == "unready"]


def test_a_day_on_which_all_is_well_says_nothing(small: SmallStation) -> None:
    day = Watched(small, EVENING)
    day.run(MORNING + timedelta(minutes=5), step=300)
    assert day.unready() == []
    assert not any("→" in text for text in day.said)
    assert day.events() == ["released", "armed", "started", "ended"]


def test_what_is_missing_is_told_at_each_stage_and_once(small: SmallStation) -> None:
    day = Watched(small, EVENING)
    day.broken = True
    day.run(MORNING - timedelta(minutes=5), step=60)
    day.start()
    day.broken = True
    day.run(MORNING + timedelta(minutes=5), step=20)
    assert [line.facts["before"] for line in day.unready()] == [43_200, 1_800, 60]
    told = [line.at for line in day.unready()]
    assert [MORNING - at for at in told] == [timedelta(hours=12), timedelta(minutes=30), timedelta(minutes=1)]
    assert all("đĩa đầy" in line.facts["reason"] and line.facts["who"] == ["trực đài"] for line in day.unready())
    assert any("trực đài" in text and "đĩa đầy" in text for text in day.said)
    assert day.events()[-1] == "missed"


def test_what_is_mended_in_time_airs(small: SmallStation) -> None:
    day = Watched(small, EVENING)
    day.broken = True
    day.run(MORNING - timedelta(hours=3), step=300)
    day.broken = False
    day.run(MORNING + timedelta(minutes=5), step=60)
    assert [line.facts["before"] for line in day.unready()] == [43_200]
    assert day.events()[-4:] == ["released", "armed", "started", "ended"]


def test_a_day_without_texts_is_told_to_the_editor(small: SmallStation) -> None:
    for name in ("tin-a", "tin-b", "bao-nuoc"):
        (small.root / "scripts_content" / f"{name}.md").unlink()
    day = Watched(small, MORNING - timedelta(hours=1))
    day.run(MORNING, step=60)
    assert [line.facts["who"] for line in day.unready()] == [["biên tập viên"]] * 3


def test_texts_that_wait_are_told_to_whoever_can_let_them_through(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    small.write("tin-c", "tin", "Tin thứ ba", "Trời mát.")
    small.write("tin-d", "tin", "Tin thứ tư", "Trời mát ở [nơi nào].")
    small.write("tin-e", "tin", "Tin thứ năm", "Trời mát.", "from: 2/10/2025\n")
    found = {(finding.who.value, finding.what) for finding in texts(day.station.newsroom.news(), MORNING.date())}
    assert found == {
        ("người duyệt", "1 bài chưa phát được (chưa được duyệt): tin-c"),
        ("biên tập viên", "1 bài chưa phát được (còn chỗ chưa điền: [nơi nào]): tin-d"),
    }


def test_a_real_programme_is_heard_and_found_good_and_a_silent_one_is_not(small: SmallStation) -> None:
    day = Watched(small, MORNING - timedelta(hours=1))
    day.run(MORNING - timedelta(minutes=50), step=60)
    news = day.station.newsroom.news()
    slot = day.station.plan(MORNING.date(), news).slots[0]
    assert Preflight().slot(day.station, slot, news).findings == ()
    silent = Day(small, datetime(2025, 10, 2, 5, tzinfo=MORNING.tzinfo))
    silent.run(datetime(2025, 10, 2, 5, 5, tzinfo=MORNING.tzinfo))
    news = silent.station.newsroom.news()
    slot = silent.station.plan(datetime(2025, 10, 2).date(), news).slots[0]  # noqa: DTZ001 - only its date
    assert [finding.what for finding in Preflight().slot(silent.station, slot, news).findings] == [
        "tệp phát không có tiếng"
    ]
    assert open_station(small.root).asrun.verify() == ()


def test_a_cart_of_which_nothing_may_air_is_not_ready(small: SmallStation) -> None:
    day = Watched(small, EVENING)
    day.run(EVENING + timedelta(hours=3), step=300)
    for name in ("tin-a", "tin-b", "bao-nuoc"):
        path = small.root / "scripts_content" / f"{name}.md"
        path.write_text(path.read_text("utf-8") + "\nThêm.\n", "utf-8")
        script = day.station.newsroom.news(fresh=True).find(name)
        day.station.newsroom.approve(script, by="Người duyệt thử", at=day.clock.now())
    news = day.station.newsroom.news(fresh=True)
    slot = day.station.plan(MORNING.date(), news).slots[0]
    readiness = Preflight().slot(day.station, slot, news, "đĩa đầy")
    assert not readiness.ready
    assert "lời đã duyệt khác" in readiness.findings[0].what
    assert "không có gì phát thay" in readiness.findings[0].what
    assert any("đĩa đầy" in finding.what for finding in readiness.findings)
