"""The schedule and the scripts that come with the program: the commune's campaign of twelve days."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programme_samples import JINGLES, VIETNAM, read

from broadcaster.content import library
from broadcaster.content.item import Kind
from broadcaster.core import yamlfile
from broadcaster.core.errors import InputError
from broadcaster.core.section import Section
from broadcaster.programme.plan import plan
from broadcaster.programme.rotation import Airing
from broadcaster.programme.rundown import Part
from broadcaster.programme.settings import read_schedule
from broadcaster.programme.target import Measure
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.folder import Folder

ROOT = Path(__file__).parents[2]
FILE = ROOT / "schedule.yaml"
FIRST, LAST = date(2025, 9, 24), date(2025, 10, 5)
CAMPAIGN = [FIRST + timedelta(days=offset) for offset in range(12)]


@dataclass(frozen=True)
class Reader:
    """Somebody who reads at an even pace, and the jingles' nominal lengths."""

    words_per_minute: float

    def spoken(self, item, part):
        text = item.title if part is Part.TITLE else item.body
        return len(text.split()) * 60 / self.words_per_minute

    def jingle(self, name):
        return 1.5 if name == "nhac-cat" else 12.0


@pytest.fixture(scope="module")
def items():
    book = settings_file.load(Folder(ROOT)).phrases
    return [item for item in map(book.fill, library.load(ROOT / "scripts_content").items) if not item.placeholders]


@pytest.fixture(scope="module")
def schedule(items):
    problems = []
    section = Section(yamlfile.load(FILE), "schedule.yaml", problems)
    found = read_schedule(section, zone=VIETNAM, jingles=JINGLES, items={item.id for item in items})
    assert [str(problem) for problem in problems] == []
    return found


@pytest.fixture(scope="module", params=[105, 125, 145])
def plans(request, schedule, items):
    """The plans of the twelve days, each knowing what the days before it aired."""
    history, found = {}, []
    for day in CAMPAIGN:
        found.append(plan(schedule, items, history, day, Reader(request.param)))
        for slot in found[-1].slots:
            for name in slot.rundown.spoken:
                history[name] = history.get(name, Airing()).then(day)
    return found


def test_theme_and_slogan_are_the_plans_own_words(schedule):
    (campaign,) = schedule.campaigns
    assert campaign.theme == "Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia"
    assert campaign.slogan == "Nhiệt liệt chào mừng Ngày hội đổi mới sáng tạo quốc gia 01-10"
    assert (campaign.days.first, campaign.days.last) == (FIRST, LAST)


def test_thirty_six_slots_in_twelve_days(schedule, plans):
    hours = [[f"{slot.start:%H:%M}" for slot in planned.slots] for planned in plans]
    assert hours == [["05:30", "10:45", "17:00"]] * 12
    assert {slot.campaign for planned in plans for slot in planned.slots} == {schedule.campaigns[0].id}


def test_each_programme_lasts_six_to_fifteen_minutes_and_nothing_is_left_out(plans):
    for planned in plans:
        for slot in planned.slots:
            assert 360 <= slot.rundown.seconds <= 900
            assert 5 <= len(slot.rundown.items) <= 7
            assert slot.rundown.left_out == ()


def test_every_item_has_its_turn_and_equal_ones_as_often(items, plans):
    heard = [name for planned in plans for slot in planned.slots for name in slot.rundown.spoken]
    assert {item.id for item in items} == set(heard)
    for kind in (Kind.EXPLAINER, Kind.LAW, Kind.NOTICE, Kind.ROLE_MODEL):
        counts = [heard.count(item.id) for item in items if item.kind is kind and item.repeat == 0]
        assert max(counts) - min(counts) <= 1


def test_every_target_of_the_campaign_is_met(schedule, items, plans):
    kept = {item.id: item for item in items}
    (campaign,) = schedule.campaigns
    assert len(campaign.targets) > 15
    for target in campaign.targets:
        days = [
            [n for slot in planned.slots for n in slot.rundown.spoken if n in kept and target.counts(kept[n])]
            for planned in plans
        ]
        heard = [name for day in days for name in day]
        match target.measure:
            case Measure.PER_DAY:
                assert min(len(day) for day in days) >= target.times, target
            case Measure.EACH:
                assert min(heard.count(item.id) for item in items if target.counts(item)) >= target.times, target
            case Measure.TOTAL:
                assert len(heard) >= target.times, target


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (FIRST - timedelta(days=1), "chưa bắt đầu: từ ngày 24/09/2025"),
        (date(2025, 10, 6), "kết thúc sau ngày 05/10/2025"),
    ],
)
def test_the_days_around_hold_none_of_the_campaign_and_say_why(schedule, items, day, note):
    planned = plan(schedule, items, {}, day, Reader(125))
    assert [(slot.id, slot.campaign) for slot in planned.slots] == [("sang", None), ("chieu", None)]
    tagged = {item.id for item in items if schedule.campaigns[0].id in item.tags}
    assert tagged.isdisjoint(name for slot in planned.slots for name in slot.rundown.spoken)
    assert note in planned.notes[0]


LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.strip() and line.lstrip()[0] != "#"]
SPOILT = ["", "1020", "[]", "{}", "x: y", "- a", "[a, {b: c}]", "31/2/2025", "“ ”", "-1", "9" * 400, "\x00", "&a", "*a"]
spoils = st.tuples(st.integers(0, len(LINES) - 1), st.none() | st.sampled_from(SPOILT))


@settings(max_examples=40, deadline=None)
@given(st.lists(spoils, min_size=1, max_size=4))
def test_whatever_is_done_to_the_file_there_is_a_schedule_or_a_list_of_problems(spoilt):
    lines = list(LINES)
    for number, value in spoilt:
        lines[number] = "" if value is None else f"{LINES[number].split(':')[0]}: {value}"
    schedule, problems = as_far_as_it_can_be_read("\n".join(lines) + "\n")
    if not problems:
        assert plan(schedule, [], {}, FIRST, Reader(125)).day == FIRST


def as_far_as_it_can_be_read(text):
    try:
        return read(text)
    except InputError as error:
        return None, error.problems
