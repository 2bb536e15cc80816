"""Faults that lie across the sections; each section has its own tests beside this file."""

import pytest
from programme_samples import BERLIN, SLOTS, TEMPLATES, good, told

from broadcaster.core.errors import InputError


def test_an_empty_file_is_a_station_that_never_speaks():
    schedule = good("")
    assert (schedule.slots, schedule.campaigns, schedule.overrides, dict(schedule.templates)) == ((), (), (), {})
    assert str(schedule.quiet_hours) == "21:00–05:00"


def test_the_zone_is_the_stations():
    assert good(TEMPLATES + SLOTS, zone=BERLIN).zone is BERLIN


def test_a_key_written_twice_never_comes_this_far():
    with pytest.raises(InputError, match="“slots” viết hai lần"):
        good(TEMPLATES + SLOTS + SLOTS)


@pytest.mark.parametrize(
    "text",
    [
        "slots: hằng ngày\n",
        "slots:\n  sang: 5:30\n",
        "slots: [5:30]\n",
        "templates: [a]\n",
        "templates: {a: tin}\n",
        "campaigns: {id: a}\n",
        "campaigns: [a]\n",
        "exceptions: Tết\n",
        "limits: 15 phút\n",
        "quiet_hours: [21:00, 5:00]\n",
        "slots: [{id: {a: b}, at: [5], longest: [], template: {}}]\n",
        "campaigns: [{id: a, name: A, from: 1/1/2025, to: 2/1/2025, fill: [sang]}]\n",
        "campaigns: [{id: a, name: A, from: 1/1/2025, to: 2/1/2025, add: sang}]\n",
    ],
)
def test_another_shape_than_expected_is_a_problem_and_no_traceback(text):
    found = told(text)
    assert found
    assert all(line is not None for line, _ in found)


def test_a_reference_to_a_slot_with_a_fault_of_its_own_is_no_second_fault():
    text = """
templates: {ban-tin: [{items: tin}]}
slots:
  - {id: sang, at: 1020, longest: 15 phút, template: ban-tin}
campaigns:
  - {id: a, name: A, from: 1/10/2025, to: 2/10/2025, fill: {sang: ban-tin}, add: [{id: trua, at: 645}]}
exceptions:
  - {dates: 1/10/2025, slots: [sang, trua], reason: Nghỉ, off: yes}
"""
    assert [line for line, _ in told(text)] == [4, 6, 6, 6]


def test_every_fault_of_every_section_is_told_at_once():
    text = """
quiet_hours: 21:00
limits: {sessions: nhiều}
templates: {ban-tin: [{items: tinn}]}
slots:
  - {id: sang, at: 1020, longest: 15 phút, template: ban-tin}
  - {id: chieu, at: 17:00, longest: 15 phút, template: ban-tim}
campaigns:
  - {id: a, name: A, from: 2/10/2025, to: 1/10/2025}
exceptions:
  - {dates: 31/9/2025, reason: Nghỉ, off: yes}
lich: x
"""
    assert sorted({line for line, _ in told(text)}) == [2, 3, 4, 6, 7, 9, 11, 12]
