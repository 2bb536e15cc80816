"""What a campaign asks for: read from the schedule, and preferred by rotation while it is behind."""

from datetime import date
from fractions import Fraction

import pytest
from programme_samples import SLOTS, TEMPLATES, Lengths, good, item, october, read

from broadcaster.content.item import Kind
from broadcaster.programme.calendar import Days
from broadcaster.programme.plan import plan
from broadcaster.programme.quota import Quota
from broadcaster.programme.rotation import Airing, Rotation
from broadcaster.programme.target import Measure, Target

CAMPAIGN = """
campaigns:
  - id: hoi
    name: Ngày hội
    from: 1/10/2025
    to: 12/10/2025
    targets:
"""
TWELVE = Days(october(1), october(12))


def targets(*lines):
    return good(TEMPLATES + SLOTS + CAMPAIGN + "".join(f"      {line}\n" for line in lines)).campaigns[0].targets


def test_a_target_is_read_with_what_it_counts():
    assert targets(
        "- name: Khẩu hiệu",
        "  kinds: khẩu hiệu",
        "  per_day: 3",
        "- name: Nông nghiệp",
        "  tags: [Nông nghiệp, htx]",
        "  total: 4",
        "  demand: mục II.2.2",
    ) == (
        Target("Khẩu hiệu", Measure.PER_DAY, 3, kinds=frozenset({Kind.SLOGAN})),
        Target("Nông nghiệp", Measure.TOTAL, 4, tags=frozenset({"nong-nghiep", "htx"}), demand="mục II.2.2"),
    )


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["- name: X", "  tags: [a]"], "đúng một trong"),
        (["- name: X", "  tags: [a]", "  each: 1", "  total: 2"], "đúng một trong"),
        (["- name: X", "  total: 2"], "không nói về bài nào"),
        (["- tags: [a]", "  total: 2"], "thiếu mục “name”"),
        (["- name: X", "  tags: [a]", "  total: 0"], "không dùng được"),
        (["- name: X", "  tags: [a]", "  total: 2", "  lần: 3"], "không có mục nào tên “lần”"),
    ],
)
def test_a_target_that_counts_nothing_is_a_problem(lines, what):
    text = TEMPLATES + SLOTS + CAMPAIGN + "".join(f"      {line}\n" for line in lines)
    _, problems = read(text)
    assert [what in problem.what for problem in problems] == [True]


@pytest.mark.parametrize(
    ("kind", "tags", "fits"),
    [("tin", ("lua",), True), ("tin", (), False), ("thông báo", ("lua",), False), ("tin", ("lua", "x"), True)],
)
def test_an_item_counts_by_kind_and_by_any_of_the_tags(kind, tags, fits):
    target = Target("X", Measure.TOTAL, 1, frozenset({Kind.NEWS}), frozenset({"lua", "ngo"}))
    assert target.fits(kind, tags) is fits


def quota(measure, times, day, **aired):
    return Quota.on(october(day), TWELVE, Target("X", measure, times), aired)


def test_a_target_over_the_campaign_is_due_in_equal_steps():
    assert [quota(Measure.TOTAL, 6, day).due for day in (1, 2, 3, 6, 11, 12)] == [1, 1, 2, 3, 6, 6]
    assert [quota(Measure.PER_DAY, 3, day).due for day in (1, 6, 12)] == [3, 3, 3]


def test_what_is_overdue_is_told_as_a_share_of_the_target():
    total = quota(Measure.TOTAL, 6, 6, a=1, b=0)
    assert total.lag("a", ()) == total.lag("b", ()) == Fraction(2, 6)
    assert total.lag("a", ("b", "b")) == total.lag("stranger", ()) == 0
    each = quota(Measure.EACH, 4, 6, a=1, b=0)
    assert (each.lag("a", ()), each.lag("b", ()), each.lag("b", ("b",))) == (
        Fraction(1, 4),
        Fraction(1, 2),
        Fraction(1, 4),
    )
    daily = quota(Measure.PER_DAY, 2, 6, a=9)
    assert (daily.lag("a", ()), daily.lag("a", ("a",)), daily.lag("a", ("a", "a"))) == (1, Fraction(1, 2), 0)


def test_what_is_behind_goes_before_the_least_recently_aired():
    history = {"a": Airing(1, date(2025, 9, 30)), "b": Airing(3, date(2025, 9, 29))}
    items = [item("a", tags=("lua",)), item("b"), item("c", tags=("lua",))]
    behind = Quota.on(october(1), TWELVE, Target("Lúa", Measure.TOTAL, 12, tags=frozenset({"lua"})), {"a": 0, "c": 0})
    order = [each.id for each in Rotation(october(1), history).order(items)]
    assert order == ["c", "b", "a"]
    order = [each.id for each in Rotation(october(1), history, quotas=(behind,)).order(items)]
    assert order == ["c", "a", "b"]
    order = [each.id for each in Rotation(october(1), history, ("c",), (behind,)).order(items)]
    assert order == ["b", "a", "c"], "once it is on time, the turn decides again"


def test_airings_before_the_campaign_do_not_count():
    airing = Airing().then(date(2025, 9, 30)).then(october(1)).then(october(3))
    assert (airing.count, airing.last) == (3, october(3))
    assert (airing.within(october(1)), airing.within(october(2))) == (2, 1)


def test_a_plan_meets_its_targets_and_the_rest_keeps_its_turns():
    lines = ["- name: Lúa", "  tags: [lua]", "  total: 10", "- name: Mỗi gương", "  kinds: tin", "  each: 1"]
    text = TEMPLATES + SLOTS + CAMPAIGN + "".join(f"      {line}\n" for line in lines)
    schedule = good(text)
    items = [item("rice", tags=("lua",)), *(item(f"other-{number}") for number in range(5))]
    history = {}
    for day in range(1, 13):
        for slot in plan(schedule, items, history, october(day), Lengths()).slots:
            for name in slot.rundown.spoken:
                history[name] = history.get(name, Airing()).then(october(day))
    counts = {name: airing.count for name, airing in history.items()}
    assert counts.pop("rice") == 10
    assert sum(counts.values()) == 14
    assert max(counts.values()) - min(counts.values()) <= 1
