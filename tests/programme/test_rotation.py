from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from programme_samples import item, october

from broadcaster.programme.rotation import Airing, Rotation

TODAY = october(1)


def order(items, history=None, today=()):
    return [each.id for each in Rotation(TODAY, history or {}, today).order(items)]


def test_the_least_recently_aired_goes_first_and_the_never_aired_before_all():
    history = {"a": Airing(1, date(2025, 9, 30)), "b": Airing(9, date(2025, 9, 28))}
    assert order([item("a"), item("b"), item("c")], history) == ["c", "b", "a"]


def test_of_those_aired_on_one_day_the_least_often_aired_goes_first():
    history = {"a": Airing(3, date(2025, 9, 30)), "b": Airing(2, date(2025, 9, 30))}
    assert order([item("a"), item("b")], history) == ["b", "a"]


def test_what_is_planned_earlier_today_counts_in_its_order():
    history = {"c": Airing(9, date(2025, 9, 30))}
    assert order([item("a"), item("b"), item("c"), item("d")], history, ("b", "a")) == ["d", "c", "b", "a"]


def test_then_priority_then_the_nearest_last_day_then_the_id():
    items = [
        item("a"),
        item("b"),
        item("c", valid_until=october(9)),
        item("d", valid_until=october(5)),
        item("e", urgent=True),
    ]
    assert order(items) == ["e", "d", "c", "a", "b"]


def test_an_item_whose_target_is_met_comes_last_and_is_still_there():
    history = {"a": Airing(2, date(2025, 9, 1)), "b": Airing(2, date(2025, 9, 30))}
    assert order([item("a", repeat=2), item("b", repeat=3)], history) == ["b", "a"]


def test_airings_of_today_count_towards_the_target():
    history = {"a": Airing(1, date(2025, 9, 1)), "b": Airing(1, date(2025, 9, 1))}
    rotation = Rotation(TODAY, history).after(["a"])
    assert rotation.rank(item("a", repeat=2))[0]
    assert not rotation.rank(item("a", repeat=3))[0]
    assert not rotation.rank(item("b", repeat=2))[0]


def test_without_a_target_none_is_met():
    assert not Rotation(TODAY, {"a": Airing(1000, TODAY)}).rank(item("a"))[0]


def test_after_leaves_the_rotation_as_it_was():
    before = Rotation(TODAY)
    assert before.after(["a"]).today == ("a",)
    assert before.today == ()


@given(st.permutations("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=9))
def test_the_order_does_not_hang_on_the_order_given(names, today):
    items = [item(name) for name in names]
    assert order(items, today=tuple(today)) == order(sorted(items, key=lambda each: each.id), today=tuple(today))


@pytest.mark.parametrize(("pool", "taken"), [(1, 1), (4, 1), (5, 2), (7, 3), (14, 5)])
def test_turn_by_turn_nobody_gets_more_than_one_airing_ahead(pool, taken):
    items = [item(f"tin-{number:02}") for number in range(pool)]
    rotation = Rotation(TODAY)
    for _ in range(3 * pool):
        rotation = rotation.after(each.id for each in rotation.order(items)[:taken])
        counts = [rotation.today.count(each.id) for each in items]
        assert max(counts) - min(counts) <= 1
