"""Takeover and stop, sample by sample: what has the air, when, and what becomes of the programme."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from playout.stand_ins import AT, RATE, Cart, Told
from playout.takeover_samples import LEVEL, OnAir, on_air, order_release, order_stop, order_takeover
from playout.test_process import job_for

from broadcaster.core.clock import FakeClock
from broadcaster.core.hours import LatePolicy, QuietHours
from broadcaster.core.priority import Priority
from broadcaster.playout.events import EventKind
from broadcaster.playout.feed import FADE
from broadcaster.playout.late import judge
from broadcaster.playout.listener import Listener
from broadcaster.playout.takeover import claimed, cue_of
from broadcaster.records.claims import Claim
from broadcaster.records.order import Takeover, Then
from broadcaster.records.orders import Orders

MakeCart = Callable[..., Cart]
EDGE = round(FADE * RATE)
BLOCK = RATE // 10
BEGIN = 7 * RATE
"""Frame of the output at which the programme begins."""
ORDERED = BEGIN + RATE
"""Frame at which the takeover is ordered."""


@pytest.fixture
def cart(make_cart: MakeCart) -> Cart:
    return make_cart(4.0)


def taken(sound: np.ndarray) -> tuple[int, int]:
    """Return the first frame of the takeover alone and the one after its last: a run that no noise has."""
    edges = np.flatnonzero(np.diff(np.isclose(sound, LEVEL, atol=1e-3).astype(np.int8), prepend=0, append=0))
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    start, stop = max(runs, key=lambda run: run[1] - run[0])
    return int(start), int(stop)


def close(left: np.ndarray, right: np.ndarray) -> bool:
    return left.shape == right.shape and bool(np.abs(left - right).max(initial=0) < 1e-4)


@pytest.fixture
def air(tmp_path: Path, clock: FakeClock, told: Told, cart: Cart) -> OnAir:
    return on_air(tmp_path, clock, told, cart)


def ordered(air: OnAir, frame: int = ORDERED, **order: object) -> None:
    air.does[frame] = lambda: order_takeover(air.folder, air.clock.now(), **order)  # type: ignore[arg-type]


def test_it_is_heard_whole_from_the_next_block_while_the_programme_falls_silent(air: OnAir, cart: Cart) -> None:
    ordered(air)
    air.play()
    programme = cart.samples[:, 0]
    assert close(air.heard[BEGIN:ORDERED], programme[:RATE])
    fall = np.linspace(1, 0, EDGE)
    crossed = air.heard[ORDERED : ORDERED + EDGE]
    assert close(crossed, programme[RATE : RATE + EDGE] * fall + LEVEL)
    assert np.allclose(air.heard[ORDERED + EDGE : ORDERED + RATE], LEVEL, atol=1e-3)
    assert air.takeovers() == ["started", "ended"]


def test_joined_the_programme_is_where_it_would_be(air: OnAir, cart: Cart) -> None:
    ordered(air, then=Then.JOIN)
    assert air.play().kind is EventKind.ENDED
    back = ORDERED + RATE + EDGE
    assert close(air.heard[back : BEGIN + 4 * RATE], cart.samples[back - BEGIN :, 0])
    assert not air.heard[BEGIN + 4 * RATE :].any()
    last = air.told.events[-1]
    assert last.actual == AT + timedelta(seconds=4)
    assert last.facts["heard"] + last.facts["covered"] == pytest.approx(4.0)
    assert last.facts["covered"] == pytest.approx(1.0 - FADE)


def test_resumed_the_programme_goes_on_where_it_was_broken_off_and_ends_later(air: OnAir, cart: Cart) -> None:
    ordered(air, then=Then.RESUME)
    assert air.play().kind is EventKind.ENDED
    back = ORDERED + RATE
    broken_off = RATE + EDGE
    rest = 4 * RATE - broken_off
    assert close(air.heard[back + EDGE : back + rest], cart.samples[broken_off + EDGE :, 0])
    assert not air.heard[back + rest :].any()
    assert "covered" not in air.told.events[-1].facts
    assert air.told.events[-1].facts["heard"] == pytest.approx(4.0)


@pytest.mark.parametrize("then", [Then.JOIN, Then.RESUME])
def test_it_is_told_when_the_programme_is_heard_again(air: OnAir, then: Then) -> None:
    ordered(air, then=then)
    air.play()
    (back,) = [event for event in air.told.events if event.kind is EventKind.BACK]
    assert back.actual == AT + timedelta(seconds=2)


@pytest.mark.parametrize(("frame", "then"), [(ORDERED, Then.END), (BEGIN - 2 * RATE, Then.JOIN)])
def test_what_does_not_go_on_or_had_not_begun_is_not_told_to_be_back(air: OnAir, frame: int, then: Then) -> None:
    ordered(air, frame, then=then)
    air.play()
    assert air.takeovers() == ["started", "ended"]
    assert not [event for event in air.told.events if event.kind is EventKind.BACK]


def test_resumed_it_ends_no_later_than_quiet_hours_begin(air: OnAir) -> None:
    at = AT.replace(hour=20, minute=59, second=56)
    air.clock.step((at - AT).total_seconds())
    cart = replace(air.cue, at=at, quiet=(QuietHours.parse("21h-5h"),))
    Cart(air.cue.cart, np.zeros(0), air.cue.release, air.cue).released(at=at)  # type: ignore[arg-type]
    late = on_air(air.folder, air.clock, air.told, Cart(air.cue.cart, np.zeros(0), air.cue.release, cart))  # type: ignore[arg-type]
    late.does[ORDERED] = lambda: order_takeover(late.folder, late.clock.now(), then=Then.RESUME)
    assert late.play().kind is EventKind.CUT
    assert late.told.events[-1].actual == at + timedelta(seconds=4)
    assert "giờ yên tĩnh" in late.told.events[-1].reason


def test_ended_the_programme_is_cut_for_that_reason(air: OnAir) -> None:
    ordered(air, then=Then.END)
    last = air.play()
    assert last.kind is EventKind.CUT
    assert last.reason == "nhường cho phát khẩn cấp: Nước lên"
    assert last.actual == AT + timedelta(seconds=1 + FADE)
    assert not air.heard[ORDERED + RATE :].any()


@pytest.mark.parametrize("then", list(Then))
def test_before_the_programme_begins_it_delays_or_covers_and_never_loses_it(air: OnAir, cart: Cart, then: Then) -> None:
    early = BEGIN - RATE // 2
    air.does[early] = lambda: order_takeover(air.folder, air.clock.now(), then=then)
    assert air.play().kind is EventKind.ENDED
    assert taken(air.heard) == (early, early + RATE)
    after = early + RATE
    whole = cart.samples[:, 0] if then is Then.RESUME else cart.samples[after - BEGIN :, 0]
    assert close(air.heard[after + EDGE : after + len(whole)], whole[EDGE:])


@pytest.mark.parametrize("block", [0.02, 0.031, 0.25])
@pytest.mark.parametrize("then", [Then.JOIN, Then.RESUME])
def test_no_frame_is_lost_whatever_the_blocks_are(
    tmp_path: Path, clock: FakeClock, told: Told, cart: Cart, block: float, then: Then
) -> None:
    air = on_air(tmp_path, clock, told, cart, block=block)
    ordered(air, then=then, seconds=0.777)
    assert air.play().kind is EventKind.ENDED
    heard = air.told.events[-1].facts
    assert heard["heard"] + heard.get("covered", 0) == pytest.approx(4.0, abs=0.002)
    start, stop = taken(air.heard)
    assert stop - start == pytest.approx(0.777 * RATE - min(EDGE, block * RATE), abs=20)


def test_a_newer_emergency_ends_the_older(air: OnAir) -> None:
    ordered(air, seconds=3.0)
    air.does[ORDERED + RATE] = lambda: order_takeover(air.folder, air.clock.now(), level=2 * LEVEL)
    assert air.play().kind is EventKind.ENDED
    assert air.takeovers() == ["started", "cut", "started", "ended"]
    assert np.allclose(air.heard[ORDERED + RATE + EDGE : ORDERED + 2 * RATE], 2 * LEVEL, atol=1e-3)
    assert taken(air.heard)[1] <= ORDERED + RATE + EDGE


def test_the_older_falls_beneath_the_newer_and_is_told_though_nobody_waited_for_it(air: OnAir) -> None:
    def again() -> None:
        order_takeover(air.folder, air.clock.now(), level=2 * LEVEL)
        air.listener.look(air.player.stop)
        for event in air.listener.air.news():
            air.told(event)

    ordered(air, seconds=3.0)
    air.does[ORDERED + RATE] = again
    assert air.play().kind is EventKind.ENDED
    crossed = air.heard[ORDERED + RATE : ORDERED + RATE + EDGE]
    assert np.allclose(crossed, 2 * LEVEL + LEVEL * np.linspace(1, 0, EDGE), atol=1e-3)
    assert sorted(air.takeovers()) == ["cut", "ended", "started", "started"]


def test_what_stood_still_for_the_first_of_two_is_not_lost_beneath_the_second(air: OnAir) -> None:
    air = OnAir(air.folder, air.clock, air.told, replace(air.cue, late=LatePolicy.SKIP))
    early = BEGIN - RATE // 2
    ordered(air, early, then=Then.RESUME, seconds=3.0)
    ordered(air, BEGIN + RATE, then=Then.JOIN, level=2 * LEVEL)
    assert air.play().kind is EventKind.ENDED
    last = air.told.events[-1].facts
    assert last["heard"] == pytest.approx(3.0)
    assert last["covered"] == pytest.approx(1.0)


def test_what_stood_still_ends_in_time_beneath_the_second_too(air: OnAir) -> None:
    air = OnAir(air.folder, air.clock, air.told, replace(air.cue, until=AT + timedelta(seconds=4)))
    ordered(air, then=Then.RESUME, seconds=2.0)
    ordered(air, ORDERED + RATE, then=Then.JOIN, level=2 * LEVEL)
    assert air.play().kind is EventKind.CUT
    assert air.told.events[-1].actual == AT + timedelta(seconds=4)
    assert air.told.events[-1].reason == "đến giờ chương trình sau"


def test_a_folder_of_orders_that_cannot_be_looked_into_is_told_once(air: OnAir) -> None:
    folder = air.folder / "orders"
    air.does[BEGIN] = lambda: folder.write_text("a file where the folder should be")
    assert air.play().kind is EventKind.ENDED
    told = [event.reason for event in air.told.events if event.kind is EventKind.FAULT]
    assert len(told) == 1
    assert "không ai nghe thấy lệnh dừng" in told[0]


@pytest.mark.parametrize(
    ("of_programme", "of_order", "airs"),
    [
        (Priority.NORMAL, Priority.NORMAL, False),
        (Priority.NORMAL, Priority.PRIORITY, True),
        (Priority.PRIORITY, Priority.PRIORITY, False),
        (Priority.PRIORITY, Priority.EMERGENCY, True),
        (Priority.EMERGENCY, Priority.PRIORITY, False),
        (Priority.EMERGENCY, Priority.EMERGENCY, True),
    ],
)
def test_only_what_is_more_urgent_takes_the_air(
    air: OnAir, of_programme: Priority, of_order: Priority, airs: bool
) -> None:
    cue = replace(air.cue, priority=of_programme)
    air = OnAir(air.folder, air.clock, air.told, cue)
    ordered(air, priority=of_order)
    air.play()
    assert air.takeovers() == (["started", "ended"] if airs else ["refused"])
    assert np.isclose(air.heard, LEVEL, atol=1e-3).any() == airs


def test_only_an_emergency_airs_in_quiet_hours(tmp_path: Path, clock: FakeClock, told: Told, cart: Cart) -> None:
    for priority, heard in ((Priority.PRIORITY, False), (Priority.EMERGENCY, True)):
        order = order_takeover(tmp_path, AT, priority=priority)
        cue = cue_of(order, tmp_path / "orders", (QuietHours.parse("16h-18h"),))
        assert judge(cue, AT).airs == heard


def test_a_cart_that_is_not_the_one_ordered_makes_no_sound(air: OnAir) -> None:
    def order() -> None:
        takeover = order_takeover(air.folder, air.clock.now())
        path = air.folder / "takeovers" / f"{takeover.id}.flac"
        path.write_bytes(path.read_bytes() + b"\0")

    air.does[ORDERED] = order
    assert air.play().kind is EventKind.ENDED
    assert air.takeovers() == ["refused"]
    assert not np.isclose(air.heard, LEVEL, atol=1e-3).any()


def test_an_order_is_obeyed_once_whoever_comes_later(air: OnAir, clock: FakeClock, told: Told) -> None:
    ordered(air)
    air.play()
    again = OnAir(air.folder, clock, told, replace(air.cue, slot="khac"))
    clock.step(-30)
    again.play()
    assert air.takeovers() == ["started", "ended"]


def test_an_old_order_makes_no_sound(air: OnAir) -> None:
    order_takeover(air.folder, air.clock.now() - timedelta(seconds=121 - 53))
    assert air.play().kind is EventKind.ENDED
    assert air.takeovers() == []


def test_what_another_process_plays_here_is_met_with_silence_until_it_is_over(air: OnAir) -> None:
    order = order_takeover(air.folder, air.clock.now() + timedelta(seconds=52))
    claim = Claim(air.folder / "orders", order, air.output.url)
    assert claim.take()
    claim.tell(AT + timedelta(seconds=20), over=False)
    air.does[ORDERED] = lambda: claim.tell(air.clock.now(), over=True)
    assert air.play().kind is EventKind.ENDED
    assert not air.heard[:ORDERED].any()
    assert air.heard[ORDERED + BLOCK + EDGE :].any()
    assert air.takeovers() == []
    claim.let_go()


@pytest.mark.parametrize("dies", [BEGIN - RATE, ORDERED])
def test_what_another_process_began_long_ago_is_met_with_silence_as_long_as_that_process_lives(
    air: OnAir, cart: Cart, dies: int
) -> None:
    order = order_takeover(air.folder, AT - timedelta(seconds=150), seconds=60.0)
    claim = Claim(air.folder / "orders", order, air.output.url)
    assert claim.take()
    claim.tell(AT + timedelta(seconds=20), over=False)
    air.does[dies] = claim.let_go
    assert air.play().kind is EventKind.ENDED
    begin = max(BEGIN, dies + BLOCK)
    assert not air.heard[: begin - BLOCK].any()
    assert close(air.heard[begin + EDGE : BEGIN + 4 * RATE], cart.samples[begin + EDGE - BEGIN :, 0])


def test_what_has_to_give_way_in_another_process_silences_nothing_more_urgent_here(air: OnAir) -> None:
    elsewhere: list[Claim] = []

    def calm() -> None:
        order = order_takeover(air.folder, air.clock.now(), priority=Priority.PRIORITY)
        elsewhere.append(Claim(air.folder / "orders", order, air.output.url))
        assert elsewhere[0].take()

    ordered(air, seconds=2.0)
    air.does[ORDERED + RATE] = calm
    assert air.play().kind is EventKind.ENDED
    start, stop = taken(air.heard)
    assert stop - start == pytest.approx(2 * RATE - EDGE, abs=20)
    assert air.takeovers() == ["started", "ended"]


def test_a_test_or_rehearsal_makes_room(tmp_path: Path, clock: FakeClock, told: Told, cart: Cart) -> None:
    air = on_air(tmp_path, clock, told, cart, yields=True)
    ordered(air)
    assert air.play().kind is EventKind.CUT
    assert not air.heard[ORDERED + EDGE :].any()


@pytest.mark.parametrize("ago", [30, 1800])
def test_a_test_or_rehearsal_makes_no_room_for_what_is_over(
    tmp_path: Path, clock: FakeClock, told: Told, cart: Cart, ago: float
) -> None:
    air = on_air(tmp_path, clock, told, cart, yields=True)
    order = order_takeover(tmp_path, clock.now() - timedelta(seconds=ago))
    if ago < 120:
        Claim(tmp_path / "orders", order, air.output.url).tell(clock.now(), over=True)
    assert air.play().kind is EventKind.ENDED


def test_a_test_or_rehearsal_makes_no_room_for_what_broke_off_long_ago(
    tmp_path: Path, clock: FakeClock, told: Told, cart: Cart
) -> None:
    air = on_air(tmp_path, clock, told, cart, yields=True)
    order = order_takeover(tmp_path, clock.now() - timedelta(minutes=30))
    Claim(tmp_path / "orders", order, air.output.url).tell(order.at + timedelta(seconds=2), over=False)
    assert air.play().kind is EventKind.ENDED


@pytest.mark.parametrize("before", [False, True])
def test_a_stop_silences_within_the_next_block(air: OnAir, before: bool) -> None:
    air.does[BEGIN - RATE if before else ORDERED] = lambda: order_stop(air.folder, air.clock.now())
    last = air.play()
    assert last.kind is (EventKind.DISARMED if before else EventKind.CUT)
    assert last.reason == f"lệnh dừng của Trực đài lúc {air.clock.now():%H:%M}: nghe tiếng lạ"
    assert not air.heard[(BEGIN - RATE if before else ORDERED) + EDGE :].any()


@pytest.mark.parametrize("then", list(Then))
def test_a_stop_silences_an_emergency_too(air: OnAir, then: Then) -> None:
    ordered(air, then=then, seconds=2.0)
    air.does[ORDERED + RATE] = lambda: order_stop(air.folder, air.clock.now())
    air.play()
    assert not air.heard[ORDERED + RATE + EDGE :].any()
    assert air.takeovers() == ["started", "cut"]


def stopped_and_released(air: OnAir) -> None:
    """Somebody stops and lets go again, before any player looks."""
    order_release(air.folder, air.clock.now(), order_stop(air.folder, air.clock.now()))


def test_a_stop_that_was_lifted_at_once_ends_a_takeover_all_the_same(air: OnAir) -> None:
    ordered(air, seconds=3.0)
    air.does[ORDERED + RATE] = lambda: stopped_and_released(air)
    air.play()
    assert air.takeovers() == ["started", "cut"]
    assert not air.heard[ORDERED + RATE + EDGE :].any()


def test_what_was_ordered_before_a_stop_does_not_sound_in_what_airs_after_its_release(air: OnAir) -> None:
    air.clock.step(40)
    order_takeover(air.folder, air.clock.now())
    stopped_and_released(air)
    assert air.play().kind is EventKind.ENDED
    assert air.takeovers() == []
    assert not np.isclose(air.heard, LEVEL, atol=1e-3).any()


def test_what_is_ordered_after_the_release_does(air: OnAir) -> None:
    air.clock.step(40)
    stopped_and_released(air)
    air.clock.step(1)
    order_takeover(air.folder, air.clock.now())
    assert air.play().kind is EventKind.ENDED
    assert air.takeovers() == ["started", "ended"]


def test_a_player_started_for_it_ends_where_a_stop_came_since_the_order(air: OnAir) -> None:
    order = order_takeover(air.folder, air.clock.now())
    stopped_and_released(air)
    told: list[str] = []
    cue = cue_of(order, air.folder / "orders", ())
    Listener(air.folder / "orders", cue, "memory:", air.clock, own=order.id).look(told.append)
    assert told == [f"lệnh dừng của Trực đài lúc {air.clock.now():%H:%M}: nghe tiếng lạ"]


def test_while_stopped_nothing_is_opened(air: OnAir) -> None:
    order_stop(air.folder, air.clock.now())
    assert air.play().kind is EventKind.DISARMED
    assert air.output.begun is None


def test_where_no_claim_can_be_kept_only_what_is_on_the_air_plays_it(air: OnAir, make_cart: MakeCart) -> None:
    def order() -> None:
        given = order_takeover(air.folder, air.clock.now())
        (air.folder / "orders" / "claims").write_text("a file where the folder should be")
        job = job_for(make_cart(0.1), air.folder / "anew.wav", ahead=1.0)
        with claimed(replace(job, takeover=given.id, orders=air.folder / "orders"), air.clock) as mine:
            assert mine is None

    air.does[ORDERED] = order
    assert air.play().kind is EventKind.ENDED
    assert air.takeovers() == ["started", "ended"]


def test_what_a_file_named_after_its_programme_has_needs_no_file_of_its_own(
    tmp_path: Path, clock: FakeClock, told: Told, cart: Cart
) -> None:
    folder = "file:audio/heard/"
    air = on_air(tmp_path, clock, told, cart, url=f"{folder}{cart.cue.slot.replace('/', '-')}.flac")
    ordered(air)
    air.play()
    order = Orders(tmp_path / "orders").takeovers()[0]
    assert Claim(tmp_path / "orders", order, f"{folder}{order.slot.replace('/', '-')}.flac").taken()
    assert not Claim(tmp_path / "orders", order, "file:elsewhere.flac").taken()


def test_orders_seen_by_many_players_are_played_by_one_on_each_output(tmp_path: Path) -> None:
    order = order_takeover(tmp_path, AT)
    claims = [Claim(tmp_path / "orders", order, output) for output in ("a", "a", "b")]
    assert [claim.take() for claim in claims] == [True, False, True]
    claims[0].let_go()
    assert claims[1].take()
    claims[1].tell(AT, over=True)
    claims[1].let_go()
    assert not claims[0].take()
    assert isinstance(Orders(tmp_path / "orders").all()[0], Takeover)
