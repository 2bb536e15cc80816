from datetime import date

import pytest
from programme_samples import item, october

from broadcaster.programme.calendar import Days
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.pool import Pool
from broadcaster.programme.rundown import LeftOut

CAMPAIGN = Campaign("ngay-hoi", "Ngày hội", Days(date(2025, 9, 24), october(5)))


def names(day, *items):
    return sorted(Pool.on(day, items, [CAMPAIGN]).items)


@pytest.mark.parametrize(("day", "valid"), [(1, False), (2, True), (3, True), (4, True), (5, False)])
def test_both_days_of_validity_are_in(day, valid):
    assert names(october(day), item("a", valid_from=october(2), valid_until=october(4))) == ["a"] * valid


@pytest.mark.parametrize(
    ("day", "airs"), [(date(2025, 9, 23), False), (date(2025, 9, 24), True), (october(5), True), (october(6), False)]
)
def test_an_item_tagged_with_a_campaign_airs_on_its_days_only(day, airs):
    assert names(day, item("a", tags=("khac", "ngay-hoi"))) == ["a"] * airs
    assert names(day, item("b", tags=("khac",))) == ["b"]


def test_two_campaigns_may_share_an_item():
    autumn = Campaign("mua-thu", "Mùa thu", Days(october(6), october(9)))
    both = item("a", tags=("ngay-hoi", "mua-thu"))
    found = [day for day in range(1, 13) if Pool.on(october(day), [both], [CAMPAIGN, autumn]).items]
    assert found == list(range(1, 10))


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        (item("loi", valid_from=october(7)), "chưa đến ngày phát: từ 07/10/2025"),
        (item("loi", valid_until=october(5)), "đã hết hạn sau ngày 05/10/2025"),
        (item("loi", tags=("ngay-hoi",)), "bài của đợt “Ngày hội”, chỉ phát 24/09/2025–05/10/2025"),
        (item("khac"), "chưa có bài này, hoặc bài chưa được duyệt"),
    ],
)
def test_why_a_phrase_cannot_be_said(phrase, reason):
    assert Pool.on(october(6), [phrase], [CAMPAIGN]).phrase("loi") == LeftOut("loi", reason)


def test_a_phrase_that_can_be_said():
    assert Pool.on(october(1), [item("loi")], []).phrase("loi") == item("loi")
