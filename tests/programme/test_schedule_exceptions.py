from datetime import time

import pytest
from programme_samples import SLOTS, TEMPLATES, good, line_of, october, told

HEAD = TEMPLATES + SLOTS + "exceptions:\n"


def hours(text, day):
    return [(each.slot.id, each.slot.at, each.slot.longest, each.slot.template) for each in good(text).on(october(day))]


USUAL = [("sang", time(5, 30), 900.0, "ban-tin"), ("chieu", time(17), 900.0, "ban-tin")]


def test_a_day_off():
    text = HEAD + "  - {dates: 02/10/2025, reason: Nghỉ, off: yes}\n"
    assert hours(text, 2) == []
    assert [each.slot.id for each in good(text).off(october(2))] == ["sang", "chieu"]
    assert hours(text, 1) == hours(text, 3) == USUAL
    assert good(text).off(october(1)) == ()


def test_one_slot_off_over_a_stretch_and_a_day():
    text = HEAD + "  - {dates: [02/10/2025–04/10/2025, 08/10/2025], slots: chieu, reason: Lễ, off: có}\n"
    off = [day for day in range(1, 11) if [each[0] for each in hours(text, day)] == ["sang"]]
    assert off == [2, 3, 4, 8]


def test_another_hour_length_and_template():
    exception = "  - {dates: 02/10/2025, slots: [sang], reason: Lễ, at: 6h15, longest: 10 phút, template: khac}\n"
    assert hours(HEAD + exception, 2) == [("sang", time(6, 15), 600.0, "khac"), USUAL[1]]


def test_the_slots_of_a_changed_day_stand_in_the_order_of_their_hours():
    text = HEAD + "  - {dates: 02/10/2025, slots: [sang], reason: Lễ, at: 18:00}\n"
    assert [each[0] for each in hours(text, 2)] == ["chieu", "sang"]


def test_the_last_of_two_counts_alone():
    text = HEAD + (
        "  - {dates: 01/10/2025–05/10/2025, reason: Nghỉ, off: yes}\n"
        "  - {dates: 03/10/2025, slots: [sang], reason: Phát lại, longest: 5 phút}\n"
    )
    assert hours(text, 2) == []
    assert hours(text, 3) == [("sang", time(5, 30), 300.0, "ban-tin")]


def test_a_slot_that_a_campaign_adds_can_be_put_off_and_a_filled_one_changed():
    text = (
        HEAD
        + "  - {dates: 02/10/2025, slots: [trua], reason: Lễ, off: yes}\n"
        + "  - {dates: 02/10/2025, slots: [sang], reason: Lễ, template: ban-tin}\n"
        + "campaigns:\n"
        + "  - {id: a, name: A, from: 1/10/2025, to: 3/10/2025, fill: {sang: khac}, add: "
        + "[{id: trua, at: 10:45, longest: 5 phút, template: khac}]}\n"
    )
    assert [(name, template) for name, _, _, template in hours(text, 1)] == [
        ("sang", "khac"),
        ("trua", "khac"),
        ("chieu", "ban-tin"),
    ]
    assert [(name, template) for name, _, _, template in hours(text, 2)] == [("sang", "ban-tin"), ("chieu", "ban-tin")]


@pytest.mark.parametrize(
    ("exception", "says"),
    [
        ("{dates: 30/2/2025, reason: x, off: yes}", "không có ngày 30/2/2025"),
        ("{dates: 5/10/2025–1/10/2025, reason: x, off: yes}", "đứng trước"),
        ("{reason: x, off: yes}", "thiếu mục “dates”"),
        ("{dates: 1/10/2025, off: yes}", "thiếu mục “reason”"),
        ("{dates: 1/10/2025, reason: x}", "không đổi gì"),
        ("{dates: 1/10/2025, reason: x, off: no}", "không đổi gì"),
        ("{dates: 1/10/2025, reason: x, off: maybe}", "không rõ là có hay không"),
        ("{dates: 1/10/2025, reason: x, off: yes, at: 6:00}", "đã nghỉ (off) thì không đổi được at"),
        ("{dates: 1/10/2025, reason: x, at: 6:00}", "đổi giờ cho nhiều khung giờ"),
        ("{dates: 1/10/2025, reason: x, slots: [toi], off: yes}", "không có khung giờ nào tên “toi”"),
        ("{dates: 1/10/2025, reason: x, template: la}", "không có đồng hồ chương trình nào tên “la”"),
        ("{dates: 1/10/2025, reason: x, of: yes}", "không có mục nào tên “of”"),
    ],
)
def test_a_fault_is_told_with_its_line(exception, says):
    text = HEAD + f"  - {exception}\n"
    problems = told(text)
    assert [line for line, _ in problems] == [line_of(text, exception)] * len(problems)
    assert says in problems[0][1]
