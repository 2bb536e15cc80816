from datetime import date, time

import pytest
from programme_samples import SLOTS, TEMPLATES, good, line_of, october, told

CAMPAIGN = """
campaigns:
  - id: ngay-hoi
    name: Ngày hội
    from: 24/9/2025
    to: 05/10/2025
    theme: "Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia"
    slogan: Nhiệt liệt chào mừng Ngày hội đổi mới sáng tạo quốc gia 01-10
    fill:
      sang: khac
    add:
      - id: trua
        name: Buổi trưa
        at: 10:45
        longest: 15 phút
        template: khac
"""
TEXT = TEMPLATES + SLOTS + CAMPAIGN


def hours(schedule, day):
    return [
        (each.slot.id, each.slot.at, each.slot.template, each.campaign and each.campaign.id)
        for each in schedule.on(day)
    ]


def test_everything_said_of_a_campaign():
    (campaign,) = good(TEXT).campaigns
    assert (campaign.id, campaign.name) == ("ngay-hoi", "Ngày hội")
    assert (campaign.days.first, campaign.days.last) == (date(2025, 9, 24), date(2025, 10, 5))
    assert campaign.theme == "Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia"
    assert campaign.slogan == "Nhiệt liệt chào mừng Ngày hội đổi mới sáng tạo quốc gia 01-10"
    assert campaign.fill == {"sang": "khac"}
    assert [slot.id for slot in campaign.add] == ["trua"]


@pytest.mark.parametrize("day", [date(2025, 9, 23), october(6)])
def test_outside_its_days_there_is_nothing_of_it(day):
    assert hours(good(TEXT), day) == [
        ("sang", time(5, 30), "ban-tin", None),
        ("chieu", time(17), "ban-tin", None),
    ]


@pytest.mark.parametrize("day", [date(2025, 9, 24), october(1), october(5)])
def test_on_its_days_it_fills_and_adds(day):
    assert hours(good(TEXT), day) == [
        ("sang", time(5, 30), "khac", "ngay-hoi"),
        ("trua", time(10, 45), "khac", "ngay-hoi"),
        ("chieu", time(17), "ban-tin", None),
    ]


def test_its_own_slots_keep_their_weekdays():
    schedule = good(TEXT.replace("at: 10:45", "at: 10:45\n        days: T7"))
    inside = [day for day in range(1, 6) if "trua" in [each.slot.id for each in schedule.on(october(day))]]
    assert inside == [4]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to: 05/10/2025", "to: 23/9/2025", "kết thúc (23/09/2025) trước khi bắt đầu (24/09/2025)"),
        ("to: 05/10/2025", "to: 31/9/2025", "không có ngày 31/9/2025"),
        ("from: 24/9/2025", "from: 24/9/0205", "gõ nhầm"),
        ("      sang: khac", "      sanh: khac", "không có khung giờ nào tên “sanh”"),
        ("      sang: khac", "      sang: kha", "không có đồng hồ chương trình nào tên “kha”"),
        ("slogan:", "slogna:", "không có mục nào tên “slogna”"),
        ("        at: 10:45", "        at: 645", "“645” không phải là giờ"),
    ],
)
def test_a_fault_is_told_with_its_line(old, new, says):
    text = TEXT.replace(old, new)
    ((line, what),) = told(text)
    assert line == line_of(text, new)
    assert says in what


@pytest.mark.parametrize(
    ("key", "line"), [("id", "id: ngay-hoi"), ("name", "name: Ngày hội"), ("from", "from: 24"), ("to", "to: 05")]
)
def test_a_missing_key_is_told(key, line):
    assert line in CAMPAIGN
    emptied = TEXT.replace(line, f"{key}:  # {line}", 1)
    assert told(emptied) == [(line_of(emptied, f"{key}:  # {line}"), f"thiếu mục “{key}” của đợt tuyên truyền")]


def test_the_plans_notes_say_when():
    (campaign,) = good(TEXT).campaigns
    assert campaign.standing_on(date(2025, 9, 23)) == "Đợt “Ngày hội” chưa bắt đầu: từ ngày 24/09/2025."
    assert campaign.standing_on(october(6)) == "Đợt “Ngày hội” đã kết thúc sau ngày 05/10/2025."
    during = "Đợt “Ngày hội”: ngày thứ 8 trong 12 ngày (24/09/2025–05/10/2025)."
    assert campaign.standing_on(october(1)) == during
