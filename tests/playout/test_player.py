"""Cues played into memory on a fake clock: every sample in its place, or none at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from playout.stand_ins import AT, RATE, Cart, Told, late_cue

from broadcaster.core.audio import Samples
from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import OutputError
from broadcaster.core.hours import LatePolicy, QuietHours
from broadcaster.core.units import Seconds
from broadcaster.playout.airing import AiringOptions
from broadcaster.playout.events import EventKind
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.outputs.output import Fill, Look
from broadcaster.playout.player import LEAD, Player

MakeCart = Callable[..., Cart]


def heard_at(output: MemoryOutput, instant: datetime) -> int:
    """Return the frame of *output* that is heard at *instant*."""
    assert output.begun is not None
    return round((instant - output.begun).total_seconds() * output.rate)


def near(left: Samples, right: Samples) -> bool:
    return left.shape == right.shape and bool(np.abs(left - right).max(initial=0) < 1e-4)


def test_the_first_sample_stands_at_its_instant_and_nothing_around_it(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    cart, output = make_cart(), MemoryOutput(clock)
    assert Player(output, clock, told).play(cart.cue).kind is EventKind.ENDED
    sound, first = output.heard().samples, heard_at(output, AT)
    assert first == LEAD * RATE
    assert near(sound[first : first + len(cart.samples)], cart.samples)
    assert output.loud_frames == len(cart.samples)
    assert told.kinds == ["armed", "started", "ended"]
    started, ended = told.events[1:]
    assert (started.actual, ended.actual) == (AT, AT + timedelta(seconds=2))
    assert started.facts["cart_hash"]


@pytest.mark.parametrize("microseconds", [1, 20, 123_457, 999_999])
def test_instants_between_blocks_are_exact_too(
    clock: FakeClock, told: Told, make_cart: MakeCart, microseconds: int
) -> None:
    cart, output = make_cart(0.2), MemoryOutput(clock)
    at = AT + timedelta(microseconds=microseconds)
    cart.released(at=at)
    Player(output, clock, told).play(replace(cart.cue, at=at))
    loud = np.flatnonzero(output.heard().samples)
    assert loud[0] == heard_at(output, at)
    assert near(output.heard().samples[loud[0] : loud[-1] + 1], cart.samples)


def test_started_late_it_is_heard_from_its_beginning(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    cart, output = make_cart(), MemoryOutput(clock)
    clock.step(60 + 30)
    Player(output, clock, told).play(late_cue(cart, LatePolicy.START, 60))
    assert output.loud_frames == len(cart.samples)
    assert told.events[1].facts["offset"] == 0
    assert 30_000 <= told.events[1].facts["late_ms"] <= 32_000


def test_joined_in_progress_every_sample_stands_where_it_would_have_been(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    cart, output = make_cart(10), MemoryOutput(clock)
    clock.step(60 + 4)
    Player(output, clock, told).play(late_cue(cart, LatePolicy.JOIN, 60))
    sound = output.heard().samples
    offset = round(told.events[1].facts["offset"] * RATE)
    first = heard_at(output, AT + timedelta(seconds=offset / RATE))
    assert offset == 5 * RATE
    assert near(sound[first + 240 : first + 5 * RATE], cart.samples[offset + 240 :])
    assert not sound[:first].any()
    assert told.kinds == ["armed", "started", "ended"]


def test_later_than_grace_nothing_is_opened(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output = MemoryOutput(clock)
    clock.step(60 + 61)
    Player(output, clock, told).play(late_cue(make_cart(), LatePolicy.START, 60))
    assert told.kinds == ["missed"]
    assert output.begun is None


def test_what_could_begin_only_after_its_grace_never_begins(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output = MemoryOutput(clock)
    clock.step(60 + 59.5)
    Player(output, clock, told).play(late_cue(make_cart(), LatePolicy.START, 60))
    assert told.kinds == ["missed"]
    assert output.loud_frames == 0


def test_a_clock_set_forward_while_armed_is_judged_anew(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output, cart = MemoryOutput(clock), make_cart()

    def look() -> None:
        if output.frames == RATE:
            clock.step(3600)

    Player(output, clock, told, on_look=look).play(late_cue(cart, LatePolicy.START, 60))
    assert told.kinds == ["armed", "missed"]
    assert "quá độ trễ cho phép" in told.events[-1].reason
    assert output.loud_frames == 0


def test_a_clock_set_back_while_on_air_changes_nothing(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output, cart = MemoryOutput(clock), make_cart()

    def look() -> None:
        if output.loud_frames == RATE:
            clock.step(-3600)

    Player(output, clock, told, on_look=look).play(cart.cue)
    assert told.kinds == ["armed", "started", "ended"]
    assert output.loud_frames == len(cart.samples)


def test_longer_than_allowed_it_is_cut_with_a_fade(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output, cart = MemoryOutput(clock), make_cart()
    Player(output, clock, told).play(replace(cart.cue, longest=Seconds(1.5)))
    first = heard_at(output, AT)
    sound = output.heard().samples
    assert not sound[first + RATE * 3 // 2 :].any()
    assert 0 < abs(sound[first + RATE * 3 // 2 - 1, 0]) < 0.001
    assert told.kinds == ["armed", "started", "cut"]
    assert told.events[-1].facts["heard"] == 1.5


def test_it_is_cut_when_quiet_hours_begin(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    at = AT.replace(hour=20, minute=59, second=59)
    cart, output = make_cart(3), MemoryOutput(clock)
    cart.released(at=at)
    clock.step(4 * 3600)
    cue = replace(cart.cue, at=at, quiet=(QuietHours.parse("21:00-5:00"),))
    assert Player(output, clock, told).play(cue).kind is EventKind.CUT
    assert output.loud_frames <= RATE
    assert "giờ yên tĩnh" in told.events[-1].reason


def test_stopped_on_air_it_fades_and_is_over_at_once(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output, cart = MemoryOutput(clock), make_cart()

    def look() -> None:
        if output.loud_frames >= RATE:
            player.stop("người trực dừng")

    player = Player(output, clock, told, on_look=look)
    player.play(cart.cue)
    assert told.kinds == ["armed", "started", "cut"]
    assert told.events[-1].reason == "người trực dừng"
    assert output.loud_frames <= RATE * 1.04
    sound = output.heard().samples[heard_at(output, AT) + RATE :]
    assert abs(sound[:1440]).max() <= abs(cart.samples[RATE : RATE + 1440]).max()
    assert not sound[1440:].any()


@pytest.mark.parametrize("waited", [10, 55])
def test_stopped_while_it_waits_nothing_is_heard_and_another_may_take_the_cue(
    clock: FakeClock, told: Told, make_cart: MakeCart, waited: float
) -> None:
    output = MemoryOutput(clock)

    def look() -> None:
        if clock.monotonic() >= waited:
            player.stop("khởi động lại")

    player = Player(output, clock, told, on_look=look)
    assert player.play(make_cart().cue).kind is EventKind.DISARMED
    assert clock.monotonic() < waited + 1
    assert output.loud_frames == 0


@pytest.mark.parametrize(
    "damage",
    [
        "missing",
        "truncated",
        "other bytes",
        "no release",
        "other slot",
        "other hour",
        "other cart",
        "too long",
        "empty",
    ],
)
def test_what_was_not_released_exactly_so_is_not_heard(
    clock: FakeClock, told: Told, make_cart: MakeCart, damage: str
) -> None:
    cart, output = make_cart(), MemoryOutput(clock)
    data = cart.path.read_bytes()
    actions: dict[str, Callable[[], object]] = {
        "missing": cart.path.unlink,
        "truncated": lambda: cart.path.write_bytes(data[:-100]),
        "other bytes": lambda: cart.path.write_bytes(data[:-1] + b"\0\0"),
        "no release": cart.release.unlink,
        "other slot": lambda: cart.released(slot="2025-10-01/0530-sang"),
        "other hour": lambda: cart.released(at=AT + timedelta(seconds=1)),
        "other cart": lambda: cart.released(cart="0530.flac"),
        "too long": lambda: cart.released(keep=((0, len(cart.samples) + 1),)),
        "empty": lambda: cart.released(keep=()),
    }
    actions[damage]()
    assert Player(output, clock, told).play(cart.cue).kind is EventKind.MISSED
    assert told.kinds == ["missed"]
    assert told.events[0].reason
    assert output.begun is None


def test_a_cart_swapped_after_it_was_armed_changes_nothing(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    cart, output = make_cart(), MemoryOutput(clock)
    other = cart.path.with_name("other.flac")
    other.write_bytes(b"not this")

    def look() -> None:
        if output.frames == RATE:
            other.replace(cart.path)

    Player(output, clock, told, on_look=look).play(cart.cue)
    assert not other.exists()
    assert output.loud_frames == len(cart.samples)


def test_only_what_the_release_keeps_is_heard_joined_without_a_gap(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    cart, output = make_cart(3), MemoryOutput(clock)
    cart.released(keep=((0, RATE), (2 * RATE, 3 * RATE)))
    Player(output, clock, told).play(cart.cue)
    first, sound = heard_at(output, AT), output.heard().samples
    assert near(sound[first : first + RATE - 240], cart.samples[: RATE - 240])
    assert near(sound[first + RATE + 240 : first + 2 * RATE], cart.samples[2 * RATE + 240 :])
    assert abs(sound[first + RATE, 0]) < 0.001
    assert not sound[first + 2 * RATE :].any()


def test_the_level_of_the_output_counts(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    cart, output = make_cart(), MemoryOutput(clock)
    Player(output, clock, told, options=AiringOptions(level=-6.0206)).play(cart.cue)
    first = heard_at(output, AT)
    assert near(output.heard().samples[first : first + len(cart.samples)], cart.samples / 2)


class UnpluggedOutput(MemoryOutput):
    """A device that is pulled out after so many frames and is back after so many tries to open it."""

    def __init__(self, clock: FakeClock, *, after: int, tries: int, permanent: bool = False, slow: float = 0.0) -> None:
        super().__init__(clock)
        self._fake_clock = clock
        self._slow = slow
        self.pieces: list[tuple[datetime, Samples]] = []
        self._after = after
        self._tries = tries
        self._permanent = permanent

    def open(self, rate: int, channels: int) -> None:
        super().open(rate, channels)
        if self._after <= 0 and self._tries > 0:
            self._tries -= 1
            raise OutputError(self.url, "không thấy thiết bị", permanent=self._permanent)

    def run(self, fill: Fill, look: Look) -> None:
        def unplugged() -> None:
            look()
            if self._after > 0 and self.frames >= self._after:
                self._after = 0
                raise OutputError(self.url, "đã rút dây", permanent=self._permanent)

        if self._after <= 0:
            self._fake_clock.sleep(self._slow)
        super().run(fill, unplugged)

    def close(self) -> None:
        if self.begun is not None:
            self.pieces.append((self.begun, self.heard().samples))
            self.begun = None


@pytest.mark.parametrize("step", [-3600, -10, 10, 3600])
def test_a_device_that_comes_back_after_the_clock_was_set_repeats_nothing(
    clock: FakeClock, told: Told, make_cart: MakeCart, step: float
) -> None:
    cart = make_cart(20)
    output = UnpluggedOutput(clock, after=round((LEAD + 4) * RATE), tries=3)

    def look() -> None:
        if output.frames == round((LEAD + 2) * RATE) and not output.pieces:
            clock.step(step)

    Player(output, clock, told, on_look=look).play(replace(cart.cue, longest=Seconds(7_200)))
    (_, before), (_, after) = output.pieces
    at = int(np.flatnonzero(after)[300])  # past the fade
    places = np.flatnonzero((cart.samples == after[at]).all(axis=1))
    first = next(int(place) for place in places if near(after[at : at + 99], cart.samples[place : place + 99]))
    assert near(before[round(LEAD * RATE) :], cart.samples[: 4 * RATE])
    assert 9 * RATE <= first <= 9.1 * RATE  # whatever the clock says, nine seconds have passed
    assert told.kinds[-1] == "ended"


@pytest.mark.parametrize("slow", [0.0, 3.0])
def test_a_device_that_comes_back_goes_on_where_the_programme_is_by_then(
    clock: FakeClock, told: Told, make_cart: MakeCart, slow: float
) -> None:
    cart = make_cart(20)
    output = UnpluggedOutput(clock, after=round((LEAD + 4) * RATE), tries=3, slow=slow)
    Player(output, clock, told).play(cart.cue)
    assert told.kinds == ["armed", "started", "fault", "fault", "ended"]
    (_, before), (begun, after) = output.pieces
    assert near(before[round(LEAD * RATE) :], cart.samples[: 4 * RATE])
    first = int(np.flatnonzero(after)[0]) - 1  # the fade begins at nothing
    offset = round((begun - AT).total_seconds() * RATE) + first
    assert offset > 4 * RATE
    assert near(after[first + 240 : first + len(cart.samples) - offset], cart.samples[offset + 240 :])


def test_a_device_that_stays_away_is_told_once_and_the_cue_is_cut(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    output = UnpluggedOutput(clock, after=round((LEAD + 1) * RATE), tries=10_000)
    assert Player(output, clock, told).play(make_cart(30).cue).kind is EventKind.CUT
    assert told.kinds == ["armed", "started", "fault", "fault", "cut"]
    assert clock.now() < AT + timedelta(seconds=32)


def test_a_device_missing_until_after_the_grace_is_a_missed_cue_with_its_reason(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    output = UnpluggedOutput(clock, after=0, tries=10_000)
    final = Player(output, clock, told).play(late_cue(make_cart(), LatePolicy.START, 30))
    assert told.kinds == ["fault", "missed"]
    assert "không thấy thiết bị" in final.reason
    assert clock.now() < AT + timedelta(seconds=33)


def test_a_device_that_comes_within_the_grace_airs_late(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output, cart = UnpluggedOutput(clock, after=0, tries=20), make_cart()
    final = Player(output, clock, told).play(late_cue(cart, LatePolicy.START, 30))
    assert final.kind is EventKind.ENDED
    assert np.count_nonzero(output.pieces[0][1]) == len(cart.samples)


def test_an_output_that_can_never_work_is_not_tried_again(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    output = UnpluggedOutput(clock, after=0, tries=10_000, permanent=True)
    assert Player(output, clock, told).play(make_cart().cue).kind is EventKind.MISSED
    assert told.kinds == ["fault", "missed"]
    assert clock.now() < AT


def test_an_output_that_fails_after_the_last_sample_was_given_has_played_it_all(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    class FailingAtTheEnd(MemoryOutput):
        def run(self, fill: Fill, look: Look) -> None:
            super().run(fill, look)
            raise OutputError(self.url, "đã rút dây", permanent=False)

    output, cart = FailingAtTheEnd(clock), make_cart()
    assert Player(output, clock, told).play(cart.cue).kind is EventKind.ENDED
    assert output.loud_frames == len(cart.samples)


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (16_000, 1), (48_000, 2)])
def test_a_test_sound_of_any_format_is_heard_whole(
    clock: FakeClock, told: Told, make_cart: MakeCart, rate: int, channels: int
) -> None:
    cart, output = make_cart(rate=rate, channels=channels), MemoryOutput(clock)
    final = Player(output, clock, told).play(replace(cart.cue, release=None, test=True))
    assert final.kind is EventKind.ENDED
    first = heard_at(output, AT)
    assert near(output.heard().samples[first : first + len(cart.samples)], cart.samples)
