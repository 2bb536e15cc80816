"""Targets against what was heard, and what is still possible."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from report_samples import Book, about, instant

from broadcaster.content.item import Item, Kind
from broadcaster.core import yamlfile
from broadcaster.core.section import Section
from broadcaster.programme.openings import openings
from broadcaster.programme.schedule import Schedule
from broadcaster.programme.settings import read_schedule
from broadcaster.report.coverage import Progress, State, coverage
from broadcaster.report.sessions import sessions

SCHEDULE = """
slots:
  - id: sang
    at: 5:30
    longest: 15 phút
    template: t
templates:
  t:
    - items: tin
      count: 2
    - items: khẩu hiệu
campaigns:
  - id: hoi
    name: Ngày hội
    from: 1/10/2025
    to: 4/10/2025
    targets:
      - name: lúa
        tags: [lua]
        total: 4
      - name: khẩu hiệu
        kinds: khẩu hiệu
        per_day: 1
      - name: mỗi tin
        kinds: tin
        each: 2
      - name: gương
        kinds: gương điển hình
        total: 1
"""
RICE = Item("lua-a", Kind.NEWS, "Lúa", "Lời.", tags=("lua",))
OTHER = Item("khac", Kind.NEWS, "Khác", "Lời.")
SLOGAN = Item("kh", Kind.SLOGAN, "Khẩu hiệu", "Lời.")


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    from report_samples import HANOI

    section = Section(yamlfile.parse(SCHEDULE, "s"), "s", problems := [])
    found = read_schedule(section, zone=HANOI, jingles=())
    assert problems == []
    return found


def told(schedule: Schedule, book: Book, now: datetime, *items: Item) -> dict[str, Progress]:
    (campaign,) = schedule.campaigns
    ahead = openings(schedule, campaign, items, now)
    found = coverage(campaign, sessions(book.lines), ahead, now.date())
    return {each.target.name: each for each in found}


def rice() -> dict[str, object]:
    return about("lua-a", tags=["lua"])


def test_before_the_first_day_everything_is_open_and_bare(schedule: Schedule) -> None:
    found = told(schedule, Book(), instant(1, 4), RICE, OTHER, SLOGAN)
    assert all(each.bare for each in found.values())
    assert {name: each.state for name, each in found.items()} == {
        "lúa": State.ON_TIME,
        "khẩu hiệu": State.ON_TIME,
        "mỗi tin": State.ON_TIME,
        "gương": State.LOST,
    }
    assert {name: (each.wanted, each.attainable) for name, each in found.items()} == {
        "lúa": (4, 4),
        "khẩu hiệu": (4, 4),
        "mỗi tin": (4, 4),
        "gương": (1, 0),
    }


def test_what_was_heard_counts_with_the_lines_that_tell_it(schedule: Schedule) -> None:
    book = Book()
    book.air(instant(1), rice(), about("khac"), about("kh", "khẩu hiệu", ("lời", 90.0, 5.0)))
    book.air(instant(2), about("khac"))
    found = told(schedule, book, instant(2, 6), RICE, OTHER, SLOGAN)
    assert (found["lúa"].aired, found["lúa"].seqs) == (1, (1, 2, 3))
    assert (found["mỗi tin"].aired, found["mỗi tin"].counted, found["mỗi tin"].attainable) == (3, 3, 1)
    assert [(each.name, each.aired) for each in found["mỗi tin"].short] == [("Lúa", 1)]


def test_what_was_due_yesterday_is_behind_today(schedule: Schedule) -> None:
    book = Book()
    book.air(instant(1), about("khac"), about("kh", "khẩu hiệu", ("lời", 90.0, 5.0)))
    assert told(schedule, book, instant(1, 6), RICE, OTHER, SLOGAN)["mỗi tin"].state is State.ON_TIME
    found = told(schedule, book, instant(2, 4), RICE, OTHER, SLOGAN)
    assert found["mỗi tin"].state is State.BEHIND
    assert found["lúa"].state is State.LOST, "four airings in three slots that take it once each"


def test_a_day_without_its_airing_cannot_be_made_good(schedule: Schedule) -> None:
    book = Book()
    book.air(instant(1), about("khac"))
    found = told(schedule, book, instant(2, 4), RICE, OTHER, SLOGAN)["khẩu hiệu"]
    assert (found.state, found.counted, found.wanted, found.attainable) == (State.LOST, 0, 4, 3)
    assert found.short[0].name == "01/10/2025"


def test_after_the_last_slot_a_target_is_met_or_not(schedule: Schedule) -> None:
    book = Book()
    for day in range(1, 5):
        book.air(instant(day), rice(), about("kh", "khẩu hiệu", ("lời", 90.0, 5.0)))
    found = told(schedule, book, instant(9), RICE, OTHER, SLOGAN)
    assert [(name, each.state) for name, each in found.items()] == [
        ("lúa", State.MET),
        ("khẩu hiệu", State.MET),
        ("mỗi tin", State.MET),
        ("gương", State.LOST),
    ]


def test_only_what_was_heard_in_full_within_the_campaign_counts(schedule: Schedule) -> None:
    book = Book()
    book.air(instant(1) - timedelta(days=1), rice())
    slot = book.release(instant(1), rice())
    book.own("started", slot, instant(1), offset=0.0)
    book.own("cut", slot, instant(1) + timedelta(seconds=70), heard=70.0, reason="x")
    assert told(schedule, book, instant(1, 6), RICE)["lúa"].bare


def test_an_item_out_of_its_days_leaves_no_room(schedule: Schedule) -> None:
    short = Item("lua-a", Kind.NEWS, "Lúa", "Lời.", tags=("lua",), valid_until=instant(2).date())
    assert told(schedule, Book(), instant(1, 4), short)["lúa"].attainable == 2
