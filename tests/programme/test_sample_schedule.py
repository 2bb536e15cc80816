"""The schedule that comes with the program: the commune's campaign of twelve days, on made-up items."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from programme_samples import JINGLES, VIETNAM, Lengths, item, phrases

from broadcaster.core import yamlfile
from broadcaster.programme.plan import plan
from broadcaster.programme.rotation import Airing
from broadcaster.programme.settings import read_schedule

FILE = Path(__file__).parents[2] / "schedule.yaml"
CAMPAIGN = [date(2025, 9, 24) + timedelta(days=offset) for offset in range(12)]
LIBRARY = [
    *phrases("loi-xuong", "loi-chao", "dan-diem-tin", "dan-noi-dung", "dan-nhac-lai", "dan-guong", "loi-ket"),
    *(item(f"tin-{n}", "tin", tags=("ngay-hoi-2025",)) for n in range(3)),
    *(item(f"tuyen-truyen-{n}", "tuyên truyền", tags=("ngay-hoi-2025",)) for n in range(5)),
    *(item(f"luat-{n}", "nghị quyết–luật", tags=("ngay-hoi-2025",)) for n in range(2)),
    *(item(f"thong-bao-{n}", "thông báo", tags=("ngay-hoi-2025",)) for n in range(3)),
    item("guong", "gương điển hình", tags=("ngay-hoi-2025",)),
    item("khau-hieu", "khẩu hiệu", tags=("ngay-hoi-2025",)),
    item("chu-de", "chủ đề", tags=("ngay-hoi-2025",)),
]
FIXED = {each.id: 6.0 for each in LIBRARY if each.kind.value in ("lời dẫn", "khẩu hiệu", "chủ đề")}


@pytest.fixture(scope="module")
def schedule():
    problems = []
    section = yamlfile.Section(yamlfile.load(FILE), "schedule.yaml", problems)
    found = read_schedule(section, zone=VIETNAM, jingles=JINGLES, items={each.id for each in LIBRARY})
    assert [str(problem) for problem in problems] == []
    return found


def campaign_plans(schedule, body):
    history = {}
    for day in CAMPAIGN:
        planned = plan(schedule, LIBRARY, history, day, Lengths(body=body, title=4.0, of=FIXED))
        for slot in planned.slots:
            for name in slot.rundown.spoken:
                history[name] = Airing(history.get(name, Airing()).count + 1, day)
        yield planned


def test_theme_and_slogan_are_the_plans_own_words(schedule):
    (campaign,) = schedule.campaigns
    assert campaign.theme == "Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia"
    assert campaign.slogan == "Nhiệt liệt chào mừng Ngày hội đổi mới sáng tạo quốc gia 01-10"


def test_thirty_six_slots_in_twelve_days(schedule):
    plans = list(campaign_plans(schedule, 75.0))
    hours = [[f"{slot.start:%H:%M}" for slot in planned.slots] for planned in plans]
    assert hours == [["05:30", "10:45", "17:00"]] * 12
    assert all(slot.campaign == "ngay-hoi-2025" for planned in plans for slot in planned.slots)


@pytest.mark.parametrize("body", [60.0, 75.0, 90.0])
def test_each_programme_lasts_six_to_fifteen_minutes(schedule, body):
    for planned in campaign_plans(schedule, body):
        for slot in planned.slots:
            assert 360 <= slot.rundown.seconds <= 900
            assert 5 <= len(slot.rundown.items) <= 7
            assert slot.rundown.left_out == ()


def test_every_item_has_its_turn(schedule):
    heard = [
        name for planned in campaign_plans(schedule, 75.0) for slot in planned.slots for name in slot.rundown.spoken
    ]
    counts = {each.id: heard.count(each.id) for each in LIBRARY}
    assert min(counts.values()) >= 12
    for kind in ("tin-", "tuyen-truyen-", "luat-", "thong-bao-"):
        of_kind = [count for name, count in counts.items() if name.startswith(kind)]
        assert max(of_kind) - min(of_kind) <= 1


@pytest.mark.parametrize(
    ("day", "note"),
    [(date(2025, 9, 23), "chưa bắt đầu: từ ngày 24/09/2025"), (date(2025, 10, 6), "kết thúc sau ngày 05/10/2025")],
)
def test_the_days_around_hold_none_of_the_campaign(schedule, day, note):
    planned = plan(schedule, LIBRARY, {}, day, Lengths())
    assert [(slot.id, slot.campaign, slot.rundown.items) for slot in planned.slots] == [
        ("sang", None, ()),
        ("chieu", None, ()),
    ]
    assert note in planned.notes[0]
