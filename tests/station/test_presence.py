"""Runs of the station that ended, well or not, and what the next one tells of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from station_day import AIRED, MORNING, SLOT, Day

from broadcaster.records.asrun import OFF

if TYPE_CHECKING:
    from tests.conftest import SmallStation

EVENING = "2025-10-01/1700-chieu"


def killed(small: SmallStation) -> Day:
    """Return a day on which the station was killed after the morning's programme, at 12:00."""
    day = Day(small, MORNING - timedelta(minutes=1))
    day.run(MORNING + timedelta(hours=6, minutes=30), step=30)
    return day


def told(day: Day) -> list[tuple[str, str]]:
    return [(line.facts["since"], line.facts["until"]) for line in day.station.asrun.lines() if line.event == OFF]


def test_a_run_that_was_killed_is_told_by_the_next_one_and_so_is_what_was_missed_meanwhile(small: SmallStation) -> None:
    day = killed(small)
    day.clock.step(6 * 3600)
    day.start()
    day.run(MORNING + timedelta(hours=12, minutes=35))
    ((since, until),) = told(day)
    assert since.startswith("2025-10-01T11:59:")
    assert until.startswith("2025-10-01T18:00:00")
    assert day.events() == AIRED
    assert "bị tắt đột ngột" in day.reason(EVENING)
    assert "chạy lại lúc 18:00:00" in day.reason(EVENING)


@pytest.mark.parametrize(("by_hand", "who"), [(True, "người trực tắt"), (False, "hệ thống tắt")])
def test_one_that_was_ended_is_no_fault_and_yet_the_reason(small: SmallStation, by_hand: bool, who: str) -> None:
    day = killed(small)
    day.keeper.stop(by_hand=by_hand)
    day.keeper.run()
    day.clock.step(6 * 3600)
    day.start()
    day.run(MORNING + timedelta(hours=12, minutes=35))
    assert told(day) == []
    assert who in day.reason(EVENING)


def test_a_machine_that_slept_over_a_slot_is_the_reason(small: SmallStation) -> None:
    day = killed(small)
    day.clock.step(6 * 3600)
    day.run(MORNING + timedelta(hours=12, minutes=35))
    assert told(day) == []
    assert "máy ngủ" in day.reason(EVENING)
    assert "chạy lại lúc 18:00:00" in day.reason(EVENING)


def test_days_later_the_reason_names_the_days(small: SmallStation) -> None:
    day = killed(small)
    day.clock.step(timedelta(days=2).total_seconds())
    day.start()
    day.run(day.clock.now() + timedelta(minutes=1))
    assert "01/10/2025, chạy lại lúc 12:00:00 03/10/2025" in day.reason("2025-10-02/0530-sang")


def test_a_log_that_takes_nothing_at_first_is_told_later(small: SmallStation) -> None:
    day = killed(small)
    day.start()
    folder = small.root / "records" / "asrun"
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("no folder")
    day.keeper.look()
    folder.unlink()
    aside.rename(folder)
    day.keeper.look()
    day.keeper.look()
    assert len(told(day)) == 1


def test_the_first_run_of_all_has_missed_nothing(small: SmallStation) -> None:
    day = Day(small, MORNING - timedelta(minutes=1))
    day.run(MORNING + timedelta(seconds=1))
    assert told(day) == []
    assert day.events(SLOT)[0] == "released"
