"""Settings and texts edited while the station runs: a good edit counts, a bad one changes nothing and is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from station_day import AIRED, MORNING, SLOT, Day

from broadcaster.core.errors import InputError
from broadcaster.records.asrun import AsRun
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AFTERNOON = MORNING.replace(hour=17, minute=0)
FULL_DAY = MORNING + timedelta(hours=13)


def edit(small: SmallStation, before: str, after: str) -> None:
    path = small.root / "schedule.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def faults(day: Day) -> list[str]:
    lines = AsRun(day.station.records / "asrun").lines()
    return [str(line.facts["reason"]) for line in lines if line.event == "fault"]


def test_a_new_hour_counts_the_same_day(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    day.run(MORNING + timedelta(hours=1), step=60)
    edit(small, "at: 17:00", "at: 16:30")
    day.run(FULL_DAY, step=60)
    assert day.events() == day.events("2025-10-01/1630-chieu") == AIRED
    assert day.events("2025-10-01/1700-chieu") == []
    assert any("Đã nhận schedule.yaml" in text for text in day.said)
    assert faults(day) == []


def test_a_mended_file_is_told_once_though_nothing_has_changed(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=2))
    edit(small, "slots:", "slots: [")
    day.run(MORNING - timedelta(hours=1, minutes=30), step=60)
    edit(small, "slots: [", "slots:")
    day.run(MORNING - timedelta(hours=1), step=60)
    assert sum("schedule.yaml đã hết lỗi" in text for text in day.said) == 1


def test_a_slot_already_heard_is_not_heard_again_at_its_new_hour(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    day.run(MORNING + timedelta(minutes=20), step=60)
    edit(small, "at: 5:30", "at: 6:30")
    day.run(MORNING + timedelta(hours=3), step=60)
    assert day.events() == AIRED
    assert day.events("2025-10-01/0630-sang") == ["missed"]
    assert SLOT in day.reason("2025-10-01/0630-sang")


def test_a_slot_that_was_missed_may_be_put_off_to_another_hour(small: SmallStation) -> None:
    day = Day(small, MORNING + timedelta(minutes=20))
    day.run(MORNING + timedelta(minutes=25))
    assert day.events() == ["missed"]
    edit(small, "at: 5:30", "at: 6:30")
    day.run(MORNING + timedelta(hours=3), step=60)
    assert day.events("2025-10-01/0630-sang") == AIRED


def test_a_slot_written_in_after_its_hour_says_so(small: SmallStation) -> None:
    day = Day(small, MORNING + timedelta(hours=2))
    day.run(MORNING + timedelta(hours=3), step=60)
    edit(small, "at: 17:00", "at: 7:00")
    day.run(MORNING + timedelta(hours=4), step=60)
    assert day.events("2025-10-01/0700-chieu") == ["missed"]
    assert "sau giờ phát" in day.reason("2025-10-01/0700-chieu")


@pytest.mark.parametrize("gone", [False, True])
def test_an_edit_after_the_release_does_not_touch_what_is_on_the_air(small: SmallStation, gone: bool) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    day.start(deaths=2)
    day.run(MORNING - timedelta(seconds=9.9), step=1)
    assert day.events() == ["released"]
    edit(small, "    at: 5:30\n", "    at: 5:30\n    days: thứ 7\n" if gone else "    at: 9:00\n")
    day.run(MORNING + timedelta(minutes=5), step=1)
    day.run(MORNING + timedelta(hours=6), step=300)
    assert day.events() == ["released", "fault", "fault", "armed", "started", "ended"]


def test_an_output_of_a_released_slot_stays_as_it_was(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    day.run(MORNING - timedelta(seconds=9), step=1)
    released = day.station.asrun.of_slot(SLOT)[0].facts
    assert released["outputs"] == {"chay-thu": "memory:"}
    assert (released["longest"], released["grace"], released["late"]) == (300.0, 60.0, "start")
    assert released["until"].startswith("2025-10-01T17:00:00")


def test_a_broken_file_keeps_the_last_good_settings_and_is_told_once_with_its_line(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    day.run(MORNING - timedelta(minutes=30), step=60)
    edit(small, "at: 5:30", "at: 1020")
    day.run(FULL_DAY, step=60)
    assert day.events() == day.events("2025-10-01/1700-chieu") == AIRED
    assert len(faults(day)) == 1
    assert "schedule.yaml:5" in faults(day)[0]
    assert sum("schedule.yaml:5" in text for text in day.said) == 1


def test_a_file_mended_after_a_bad_edit_is_taken(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    edit(small, "at: 17:00", "at: 1020")
    day.run(MORNING + timedelta(hours=1), step=60)
    edit(small, "at: 1020", "at: 16:30")
    day.run(FULL_DAY, step=60)
    assert day.events("2025-10-01/1630-chieu") == AIRED


def test_a_file_that_is_broken_at_the_start_is_refused_with_every_problem(small: SmallStation) -> None:
    edit(small, "at: 5:30", "at: 1020")
    edit(small, "at: 17:00", "at: 25:00")
    with pytest.raises(InputError) as caught:
        open_station(small.root)
    assert [problem.line for problem in caught.value.problems] == [5, 11]


def test_a_station_that_starts_again_finds_its_released_slot_though_the_plan_has_it_no_more(
    small: SmallStation,
) -> None:
    day = Day(small, MORNING - timedelta(minutes=5))
    day.start(deaths=100)
    day.run(MORNING - timedelta(seconds=9.9))
    edit(small, "at: 5:30", "at: 9:00")
    day.clock.sleep(600)
    day.start()
    day.run(day.clock.now() + timedelta(minutes=1))
    assert day.events()[0] == "released"
    assert day.events()[-1] == "missed"


def test_a_new_zone_counts(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    day.run(MORNING - timedelta(minutes=50), step=5)
    edit(small, "name: Đài thử", "name: Đài thử\n  zone: Asia/Tokyo")
    day.run(AFTERNOON, step=60)
    started = [line for line in day.station.asrun.lines() if line.event == "started"]
    assert [line.at for line in started] == [datetime.fromisoformat("2025-10-01T17:00:00+09:00")]


def test_a_broken_text_is_told_with_its_line_and_the_rest_airs(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời nắng.", "until: hôm qua\n")
    day.run(MORNING + timedelta(minutes=10), step=60)
    assert day.events() == AIRED
    assert "tin-a" not in day.station.asrun.of_slot(SLOT)[0].facts["items"]
    assert sum("tin-a.md:4" in text for text in day.said) == 1


def test_a_broken_lexicon_is_told_once_and_the_day_airs(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    day.run(MORNING - timedelta(minutes=30), step=60)
    (small.root / "scripts_content" / "lexicon.yaml").write_text("Lúa: lúa\nLúa: 3\n", "utf-8")
    day.run(FULL_DAY, step=60)
    assert day.events() == day.events("2025-10-01/1700-chieu") == AIRED
    assert len(faults(day)) == 1
    assert "lexicon.yaml:2" in faults(day)[0]


def test_two_things_broken_at_once_are_each_recorded_once(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    edit(small, "at: 17:00", "at: 1020")
    (small.root / "scripts_content" / "lexicon.yaml").write_text("Lúa: 3\n", "utf-8")
    day.run(MORNING - timedelta(minutes=30))
    assert len(faults(day)) == 2
