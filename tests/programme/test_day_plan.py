from datetime import UTC, date, datetime, timedelta

import pytest
from programme_samples import BERLIN, SLOTS, TEMPLATES, VIETNAM, Lengths, good, item, october, phrases, read

from broadcaster.core.hours import LatePolicy
from broadcaster.programme.plan import plan
from broadcaster.programme.rotation import Airing

ITEMS = [item(name) for name in "abc"]


def day_of(text, day, *, items=ITEMS, history=None, zone=VIETNAM, **lengths):
    return plan(good(text, zone=zone), items, history or {}, day, Lengths(**lengths))


def test_the_slots_of_a_day_with_their_instants():
    planned = day_of(TEMPLATES + SLOTS, october(1))
    assert planned.day == october(1)
    assert [(slot.id, slot.name, slot.start, slot.end) for slot in planned.slots] == [
        (
            "sang",
            "Buổi sáng",
            datetime(2025, 10, 1, 5, 30, tzinfo=VIETNAM),
            datetime(2025, 10, 1, 5, 45, tzinfo=VIETNAM),
        ),
        (
            "chieu",
            "Buổi chiều",
            datetime(2025, 10, 1, 17, 0, tzinfo=VIETNAM),
            datetime(2025, 10, 1, 17, 15, tzinfo=VIETNAM),
        ),
    ]
    (first, _) = planned.slots
    assert first.start.tzinfo is VIETNAM
    assert (first.longest, first.late, first.grace) == (900.0, LatePolicy.START, 120.0)
    assert (first.template, first.campaign) == ("ban-tin", None)
    assert planned.notes == ()


def test_each_slot_of_a_day_goes_on_where_the_last_one_stopped():
    planned = day_of(TEMPLATES + SLOTS, october(1), history={"a": Airing(1, date(2025, 9, 30))})
    assert [slot.rundown.items for slot in planned.slots] == [("b",), ("c",)]


def test_weekdays():
    text = TEMPLATES + SLOTS.replace("at: 17:00", "at: 17:00\n    days: T2-T6")
    assert [slot.id for slot in day_of(text, october(3)).slots] == ["sang", "chieu"]
    assert [slot.id for slot in day_of(text, october(4)).slots] == ["sang"]


def test_a_day_without_slots_says_so():
    text = TEMPLATES + SLOTS.replace("    longest", "    days: T2-T6\n    longest")
    planned = day_of(text, october(5))
    assert planned.slots == ()
    assert planned.notes == ("Chủ nhật 05/10/2025 không có khung giờ nào.",)


EXCEPTIONS = """
exceptions:
  - {dates: 2/10/2025, slots: [sang], reason: Mất điện theo lịch, off: yes}
  - {dates: 2/10/2025, slots: [chieu], reason: Họp thôn, at: 18:30, longest: 10 phút}
"""


def test_exceptions_are_told_with_their_reasons():
    planned = day_of(TEMPLATES + SLOTS + EXCEPTIONS, october(2))
    assert [(slot.id, slot.start.hour, slot.longest) for slot in planned.slots] == [("chieu", 18, 600.0)]
    assert planned.notes == (
        "Khung giờ “Buổi sáng” nghỉ: Mất điện theo lịch.",
        "Khung giờ “Buổi chiều” phát khác ngày thường (18:30, dài nhất 10 phút): Họp thôn.",
    )


CAMPAIGN = """
campaigns:
  - id: ngay-hoi
    name: Ngày hội
    from: 24/9/2025
    to: 05/10/2025
    fill: {sang: khac}
    add:
      - {id: trua, at: 10:45, longest: 15 phút, template: khac}
"""


def test_a_campaign_on_its_days():
    items = [*ITEMS, item("n", "thông báo", tags=("ngay-hoi",))]
    planned = day_of(TEMPLATES + SLOTS + CAMPAIGN, october(5), items=items)
    assert [(slot.id, slot.template, slot.campaign, slot.rundown.items) for slot in planned.slots] == [
        ("sang", "khac", "ngay-hoi", ("n",)),
        ("trua", "khac", "ngay-hoi", ("n",)),
        ("chieu", "ban-tin", None, ("a",)),
    ]
    assert planned.notes == ("Đợt “Ngày hội”: ngày thứ 12 trong 12 ngày (24/09/2025–05/10/2025).",)


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (date(2025, 9, 23), "Đợt “Ngày hội” chưa bắt đầu: từ ngày 24/09/2025."),
        (october(6), "Đợt “Ngày hội” đã kết thúc sau ngày 05/10/2025."),
    ],
)
def test_a_campaign_outside_its_days(day, note):
    items = [*ITEMS, item("n", tags=("ngay-hoi",))]
    planned = day_of(TEMPLATES + SLOTS + CAMPAIGN, day, items=items)
    assert [(slot.id, slot.campaign) for slot in planned.slots] == [("sang", None), ("chieu", None)]
    assert all("n" not in slot.rundown.items for slot in planned.slots)
    assert planned.notes == (note,)


def test_a_slot_without_an_item_stays_silent_and_says_why():
    planned = day_of(TEMPLATES + SLOTS, october(1), items=phrases("loi-chao"))
    assert [slot.rundown.empty for slot in planned.slots] == [True, True]
    assert planned.notes[0] == (
        "Khung giờ “Buổi sáng” im lặng: không có bài nào đã duyệt, còn hiệu lực "
        "mà đồng hồ chương trình “ban-tin” lấy được."
    )


def test_a_slot_whose_items_are_all_too_long_stays_silent_and_says_why():
    planned = day_of(TEMPLATES + SLOTS, october(1), body=901.0)
    assert planned.notes[0] == "Khung giờ “Buổi sáng” im lặng: không bài nào vừa thời lượng."
    assert [each.item_id for each in planned.slots[0].rundown.left_out] == ["a", "b", "c"]


def night(*hours):
    slots = "".join(f"  - {{id: s{n}, at: {at}, longest: 15 phút, template: ban-tin}}\n" for n, at in enumerate(hours))
    return "quiet_hours: không\nlimits: {sessions: 24, per_day: 10 giờ}\n" + TEMPLATES + "slots:\n" + slots


SPRING, AUTUMN = date(2026, 3, 29), date(2025, 10, 26)


def test_an_hour_that_the_zone_skips_airs_nothing_and_says_so():
    planned = day_of(night("1:30", "2:30", "3:30"), SPRING, zone=BERLIN)
    assert [slot.id for slot in planned.slots] == ["s0", "s2"]
    assert planned.notes == ("Khung giờ “s1” không phát: hôm nay không có 02:30, đồng hồ được vặn qua giờ này.",)


def test_a_slot_that_runs_into_a_skipped_hour_keeps_its_length_and_the_next_gives_way():
    planned = day_of(night("1:50", "3:00", "3:15"), SPRING, zone=BERLIN)
    assert [slot.id for slot in planned.slots] == ["s0", "s2"]
    assert planned.slots[0].end.astimezone(UTC) - planned.slots[0].start.astimezone(UTC) == timedelta(minutes=15)
    assert planned.notes == ("Khung giờ “s1” không phát: lúc 03:00 khung giờ “s0” chưa kết thúc.",)


def test_an_hour_that_comes_twice_airs_the_first_time_only():
    planned = day_of(night("1:30", "2:30", "2:50", "3:30"), AUTUMN, zone=BERLIN)
    assert [slot.start.astimezone(UTC).strftime("%d %H:%M") for slot in planned.slots] == [
        "25 23:30",
        "26 00:30",
        "26 00:50",
        "26 02:30",
    ]


def test_a_slot_that_runs_into_quiet_hours_when_the_clock_changes_does_not_air():
    text = night("2:50").replace("quiet_hours: không", "quiet_hours: 2:00–2:45")
    assert good(text, zone=BERLIN)
    planned = day_of(text, AUTUMN, zone=BERLIN)
    assert planned.slots == ()
    assert planned.notes == ("Khung giờ “s0” không phát: phạm vào giờ yên tĩnh 02:00–02:45.",)


def test_even_a_schedule_with_faults_makes_no_overlap_while_the_clock_goes_back():
    schedule, problems = read(night("2:50", "2:55"), zone=BERLIN)
    assert ["chồng lên nhau" in problem.what for problem in problems] == [True]
    assert [slot.id for slot in plan(schedule, ITEMS, {}, AUTUMN, Lengths()).slots] == ["s0"]
