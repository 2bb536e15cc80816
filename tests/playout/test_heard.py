from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from broadcaster.core.clock import FakeClock
from broadcaster.playout.outputs.heard import HeardTime

START = datetime(2025, 10, 1, 17, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RATE, BLOCK = 48_000, 1_200
STEP = BLOCK / RATE


def errors_ms(heard: HeardTime, clock: FakeClock, blocks: int, delays: list[float], truth: float) -> list[float]:
    """Let *blocks* pass at their pace; return how far each instant told is from ``now + truth``."""
    told = []
    for index in range(blocks):
        instant = heard.block(BLOCK, delays[index % len(delays)])
        told.append((instant - clock.now()) / timedelta(milliseconds=1) - truth * 1000)
        clock.sleep(STEP)
        heard.look()
    return told


def test_jitter_of_a_device_is_smoothed() -> None:
    clock, random = FakeClock(START), Random(1)
    delays = [0.1 + random.uniform(-0.004, 0.004) for _ in range(400)]
    errors = errors_ms(HeardTime(clock, RATE), clock, 400, delays, 0.1)
    assert max(map(abs, errors[200:])) < 0.6
    assert max(map(abs, errors)) < 5


def test_a_first_burst_of_callbacks_and_a_stall_are_forgotten() -> None:
    clock = FakeClock(START)
    heard = HeardTime(clock, RATE)
    for index in range(5):  # the buffer is filled at once
        heard.block(BLOCK, 0.02 + index * STEP)
    clock.sleep(0.8)
    assert max(map(abs, errors_ms(heard, clock, 40, [0.1], 0.1)[5:])) < 0.01


def test_an_underrun_is_followed() -> None:
    clock = FakeClock(START)
    heard = HeardTime(clock, RATE)
    errors_ms(heard, clock, 100, [0.1], 0.1)
    clock.sleep(0.5)
    assert max(map(abs, errors_ms(heard, clock, 20, [0.1], 0.1)[3:])) < 0.01


def test_one_wild_block_changes_nothing() -> None:
    clock = FakeClock(START)
    heard = HeardTime(clock, RATE)
    errors_ms(heard, clock, 200, [0.1], 0.1)
    errors = errors_ms(heard, clock, 10, [0.4, *[0.1] * 9], 0.1)
    assert max(map(abs, errors)) < 0.01


def test_a_sound_server_that_errs_for_seconds_moves_little() -> None:
    clock = FakeClock(START)
    heard = HeardTime(clock, RATE)
    errors_ms(heard, clock, 40, [0.1], 0.1)
    errors = errors_ms(heard, clock, 160, [0.098], 0.1)  # four seconds in which it is two milliseconds wrong
    assert max(map(abs, errors)) < 0.45
    assert max(map(abs, errors_ms(heard, clock, 600, [0.1], 0.1)[400:])) < 0.05


def test_a_card_that_drifts_is_followed() -> None:
    clock = FakeClock(START)
    heard = HeardTime(clock, RATE)
    delay = 0.1
    for index in range(2_000):  # fifty seconds at 80 ppm: four milliseconds
        delay += 80e-6 * STEP
        off = (heard.block(BLOCK, delay) - clock.now()) / timedelta(milliseconds=1) - delay * 1000
        clock.sleep(STEP)
        heard.look()
        assert abs(off) < 0.4, index


def test_a_step_of_the_clock_shows_at_once() -> None:
    clock = FakeClock(START)
    heard = HeardTime(clock, RATE)
    errors_ms(heard, clock, 100, [0.1], 0.1)
    clock.step(-3600)
    heard.look()
    assert max(map(abs, errors_ms(heard, clock, 10, [0.1], 0.1))) < 0.01
