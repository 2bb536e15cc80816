"""Orders by hand: what is given comes back, what stops is lifted by name, what is no order moves nothing."""

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcaster.core.priority import Priority
from broadcaster.core.units import Seconds
from broadcaster.records.order import Lift, Order, Stop, Takeover, Then, decode, encode
from broadcaster.records.orders import Orders, new_id

NOW = datetime(2025, 10, 1, 17, 0, 5, 250_000, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def stop(at: datetime = NOW) -> Stop:
    return Stop(new_id(Stop, at), at, "Trực đài", "nghe tiếng lạ trên loa")


def lift(*stops: Stop, at: datetime = NOW) -> Lift:
    return Lift(new_id(Lift, at), at, "Lãnh đạo", "đã kiểm tra", tuple(each.id for each in stops))


def takeover(at: datetime = NOW) -> Takeover:
    facts = (Priority.EMERGENCY, "Nước lên", "0" * 64, Seconds(12.5), "espeak:vi", 3, Then.JOIN)
    return Takeover(new_id(Takeover, at), at, "Chủ tịch xã", "lũ về", *facts)


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    return Orders(tmp_path / "orders")


def test_what_another_question_read_first_is_new_all_the_same(orders: Orders) -> None:
    order = stop()
    orders.put(order)
    assert orders.blocked(NOW) == order
    assert orders.new() == (order,)
    assert orders.new() == ()


@pytest.mark.parametrize("order", [stop(), lift(stop()), takeover(), replace(takeover(), voice="")])
def test_an_order_comes_back_as_it_was_given(orders: Orders, order: Order) -> None:
    orders.put(order)
    assert Orders(orders.folder).all() == (order,)


def test_an_order_is_new_once(orders: Orders) -> None:
    assert orders.new() == ()
    first, second = stop(), stop(NOW + timedelta(seconds=1))
    orders.put(second)
    orders.put(first)
    assert orders.new() == (first, second)
    assert orders.new() == ()
    assert orders.all() == (first, second)


@pytest.mark.parametrize(("later", "overtaken"), [(-1, False), (0, True), (119, True), (121, False), (3600, False)])
def test_a_takeover_is_overtaken_by_a_stop_that_comes_while_it_is_fresh(
    orders: Orders, later: float, overtaken: bool
) -> None:
    given = stop(NOW + timedelta(seconds=later))
    for order in (takeover(), given, lift(given)):
        orders.put(order)
    assert orders.overtaken(orders.takeovers()[0]) == (given if overtaken else None)


def test_what_a_release_names_is_overtaken_whatever_the_clock_said(orders: Orders) -> None:
    before, given = takeover(NOW + timedelta(seconds=30)), stop()  # the clock was set back in between
    orders.put(before)
    orders.put(given)
    assert orders.overtaken(before) is None
    named = tuple(each.id for each in orders.lifting(NOW))
    assert set(named) == {before.id, given.id}
    orders.put(Lift(new_id(Lift, NOW), NOW, "Lãnh đạo", "đã kiểm tra", named))
    assert orders.overtaken(before) == given
    assert orders.blocked(NOW) is None
    orders.put(after := takeover(NOW + timedelta(seconds=20)))
    assert orders.overtaken(after) is None


def test_where_nothing_is_stopped_a_release_names_nothing(orders: Orders) -> None:
    orders.put(takeover())
    assert orders.lifting(NOW) == ()


def test_a_stop_counts_until_it_is_lifted(orders: Orders) -> None:
    assert orders.blocked(NOW) is None
    first, second = stop(), stop(NOW + timedelta(seconds=1))
    for order in (first, second, lift(first)):
        orders.put(order)
    assert orders.blocked(NOW) == second
    orders.put(lift(first, second))
    assert orders.blocked(NOW) is None


def test_a_stop_counts_for_the_rest_of_its_day_in_the_stations_zone(orders: Orders) -> None:
    given_at = NOW.replace(hour=0, minute=30)  # still 30 September in UTC
    orders.put(replace(stop(given_at), at=given_at.astimezone(ZoneInfo("UTC"))))
    assert orders.blocked(NOW.replace(hour=23, minute=59)) is not None
    assert orders.blocked(NOW + timedelta(days=1)) is None


def test_a_stop_shortly_before_midnight_counts_into_the_night_and_not_in_the_morning(orders: Orders) -> None:
    late = NOW.replace(hour=23, minute=59, second=59)
    orders.put(given := stop(late))
    assert orders.blocked(late + timedelta(seconds=2)) == given
    assert orders.blocked(late + timedelta(hours=3)) == given
    assert orders.blocked(late + timedelta(hours=5)) is None


@pytest.mark.parametrize("step", [-timedelta(hours=3), -timedelta(days=400), timedelta(hours=3)])
def test_a_clock_that_was_set_between_stop_and_release_changes_nothing(orders: Orders, step: timedelta) -> None:
    first = stop()
    orders.put(first)
    assert orders.blocked(NOW + step) == first
    orders.put(lift(first, at=NOW + step))
    assert orders.blocked(NOW + step) is None
    assert orders.blocked(NOW) is None


def test_a_later_stop_is_not_lifted_by_an_earlier_release(orders: Orders) -> None:
    first = stop()
    orders.put(first)
    orders.put(lift(first))
    again = stop()
    orders.put(again)
    assert orders.blocked(NOW) == again


def test_what_is_no_plain_file_is_not_opened(orders: Orders, tmp_path: Path) -> None:
    orders.folder.mkdir()
    given_elsewhere = tmp_path / "elsewhere.json"
    given_elsewhere.write_text(encode(stop()))
    (orders.folder / f"{new_id(Stop, NOW)}.json").symlink_to(given_elsewhere)
    os.mkfifo(orders.folder / f"{new_id(Stop, NOW)}.json")  # opening it would wait for ever
    (orders.folder / f"{new_id(Stop, NOW)}.json").mkdir()
    assert orders.all() == ()
    assert orders.blocked(NOW) is None
    assert len(orders.refused()) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"by": ""},
        {"by": "\x1b[2J"},
        {"reason": "x" * 1_001},
        {"reason": None},
        {"at": "2025-10-01T17:00:00"},
        {"at": "hôm nay"},
        {"kind": "stop"},
        {"kind": ["takeover"]},
        {"v": 2},
        {"cart_hash": "../../../../etc/passwd"},
        {"seconds": float("nan")},
        {"seconds": 1e9},
        {"seconds": True},
        {"times": 0},
        {"times": 1.5},
        {"priority": "rất gấp"},
        {"then": ""},
        {"more": 1},
    ],
    ids=str,
)
def test_one_wrong_fact_refuses_the_order(orders: Orders, change: dict[str, object]) -> None:
    order = takeover()
    orders.folder.mkdir()
    data = json.loads(encode(order)) | change
    (orders.folder / f"{order.id}.json").write_text(json.dumps(data), "utf-8")
    assert orders.all() == ()
    assert [problem.file for problem in orders.refused()] == [str(orders.folder / f"{order.id}.json")]


def test_a_name_that_no_order_has_is_refused(orders: Orders) -> None:
    orders.folder.mkdir()
    for name in ("stop.json", "a\x1b[2J.json", f"{new_id(Stop, NOW)}.json.json"):
        (orders.folder / name).write_text(encode(stop()), "utf-8")
    assert orders.all() == ()
    assert len(orders.refused()) == 3
    assert all(str(problem).isprintable() for problem in orders.refused())


def test_a_file_that_is_too_large_is_refused(orders: Orders) -> None:
    order = stop()
    orders.put(order)
    path = orders.folder / f"{order.id}.json"
    path.write_text(path.read_text("utf-8") + " " * (1 << 16), "utf-8")
    assert orders.all() == ()


@settings(max_examples=300)
@given(st.sampled_from([encode(stop()), encode(lift(stop())), encode(takeover())]), st.data())
def test_damage_gives_the_order_or_an_error_that_is_expected(text: str, data: st.DataObject) -> None:
    raw = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        order = decode(stop().id, bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return
    assert isinstance(order, Stop)


@pytest.mark.parametrize("order", [stop(), takeover()])
def test_a_file_that_came_in_pieces_is_an_order_once_it_is_whole(orders: Orders, order: Order) -> None:
    whole = encode(order).encode()
    path = orders.folder / f"{order.id}.json"
    orders.folder.mkdir()
    for half in (b"", whole[: len(whole) // 2]):
        path.write_bytes(half)
        assert orders.new() == ()
        assert len(orders.refused()) == 1
    path.write_bytes(whole)
    assert orders.new() == (order,)
    assert orders.refused() == ()


def test_what_comes_in_the_same_instant_of_the_file_system_is_found(orders: Orders) -> None:
    orders.folder.mkdir()
    for order in (stop(), takeover()):
        orders.put(order)
        os.utime(orders.folder, (1, 1))
        for _ in range(6):
            orders.all()
    orders.put(third := stop())
    os.utime(orders.folder, (1, 1))
    assert third in orders.all()


def test_a_stop_that_could_not_be_read_is_tried_at_every_look(orders: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.put(stop())
    with monkeypatch.context() as full:
        full.setattr(os, "open", refusing(os.open, ".json"))
        for _ in range(40):
            assert orders.blocked(NOW) is None
        assert ["đang đọc lại" in str(problem) for problem in orders.refused()] == [True]
    assert orders.blocked(NOW) is not None
    assert orders.refused() == ()


def test_a_folder_that_could_not_be_listed_is_listed_at_every_look(
    orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.put(stop())
    with monkeypatch.context() as full:
        full.setattr(os, "scandir", refusing(os.scandir, "orders"))
        for _ in range(40):
            assert orders.blocked(NOW) is None
        assert "không ai nghe thấy lệnh dừng" in str(orders.deaf())
    assert orders.blocked(NOW) is not None
    assert orders.deaf() is None


def test_a_folder_that_is_not_there_yet_is_none_that_cannot_be_read(orders: Orders) -> None:
    assert orders.all() == ()
    assert orders.deaf() is None


def refusing(real: Callable[..., Any], ending: str) -> Callable[..., Any]:
    """Return a call of the system that finds too many files open, where its path ends so."""

    def call(path: object, *more: object, **named: object) -> object:
        if str(path).endswith(ending):
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), str(path))
        return real(path, *more, **named)

    return call
