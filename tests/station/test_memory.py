"""What was worked out once: asked again, forgotten, and never told of something else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from station_day import MORNING, Day

from broadcaster.core.memory import Memory

if TYPE_CHECKING:
    from tests.conftest import SmallStation


def test_an_answer_is_worked_out_again_only_when_what_it_depends_on_changes() -> None:
    memory, made = Memory[int](), []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [memory.get("a", basis, make) for basis in ([1], [1], [2], [2], [1])] == [0, 0, 1, 1, 2]


def test_what_was_not_asked_for_lately_is_forgotten() -> None:
    memory = Memory[int](kept=2)
    for name in ("a", "b", "a", "c"):
        memory.get(name, [], lambda: 1)
    assert [memory.get(name, [], lambda: 2) for name in ("a", "b")] == [1, 2]


def test_the_plan_of_a_day_is_made_once_until_a_text_or_the_log_changes(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    station, today = day.station, MORNING.date()
    first = station.plan(today, station.newsroom.news())
    assert station.plan(today, station.newsroom.news()) is first
    station.asrun.append("fault", day.clock.now(), reason="thử")
    second = station.plan(today, station.newsroom.news())
    assert second is not first
    small.write("tin-c", "tin", "Tin thứ ba", "Trời mát.")
    assert station.plan(today, station.newsroom.news()) is not second


def test_a_new_station_says_nothing_of_the_day_before_it_was(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(hours=1))
    day.run(MORNING - timedelta(minutes=30), step=60)
    assert day.station.asrun.lines() == ()
