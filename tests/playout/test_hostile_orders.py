"""Thousands of files that are no orders, or orders for carts that are none: no traceback, no sound, nothing stops."""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from playout.stand_ins import AT, RATE, Told, make_cart
from playout.takeover_samples import OnAir, order_takeover

from broadcaster.core.clock import FakeClock
from broadcaster.records.order import Stop, Takeover, encode
from broadcaster.records.orders import Orders, new_id

FILES = 3_000
KINDS = (Stop, Takeover)


def hostile(seed: int, sample: str) -> Iterator[bytes]:
    """Yield contents without end: noise, torn and scribbled orders, JSON of every wrong kind."""
    draw = random.Random(seed)
    whole = sample.encode()
    wrong = (None, True, -1, 1e308, "", "\x1b[2J", [], {}, "../../../etc/passwd", "9" * 5_000, [[]] * 50)
    while True:
        yield draw.randbytes(draw.randrange(400))
        yield whole[: draw.randrange(len(whole) - 3)]
        data = json.loads(sample)
        data[draw.choice(list(data))] = draw.choice(wrong)
        yield json.dumps(data).encode()
        yield b"[" * draw.randrange(1, 60_000)
        yield json.dumps(draw.choice(wrong)).encode()
        yield b"\xef\xbb\xbf" + whole[::-1]


def scatter(folder: Path, clock: FakeClock) -> None:
    """Put them where orders are looked for, some under names that orders have."""
    good = order_takeover(folder, clock.now())
    sample = encode(good)
    (folder / "orders" / f"{good.id}.json").unlink()
    contents = hostile(7, sample)
    for number in range(FILES):
        name = new_id(KINDS[number % 2], clock.now()) if number % 5 else f"{number}\u202e stop"
        (folder / "orders" / f"{name}.json").write_bytes(next(contents))
    for target in ("/dev/zero", "/dev/random", str(folder)):
        (folder / "orders" / f"{new_id(Stop, clock.now())}.json").symlink_to(target)
    os.mkfifo(folder / "orders" / f"{new_id(Stop, clock.now())}.json")
    for wrong in (b"", b"fLaC", np.random.default_rng(3).bytes(9_000)):
        order = order_takeover(folder, clock.now())
        (folder / "takeovers" / f"{order.id}.flac").write_bytes(wrong)
    order = order_takeover(folder, clock.now())
    (folder / "takeovers" / f"{order.id}.json").write_bytes(b"{}")
    order = order_takeover(folder, clock.now())
    (folder / "takeovers" / f"{order.id}.flac").unlink()
    (folder / "takeovers" / f"{order.id}.flac").symlink_to("/dev/zero")
    Orders(folder / "orders").put(replace(good, id=new_id(Takeover, clock.now()), cart_hash="f" * 64))


def test_a_programme_in_a_hail_of_hostile_files_is_heard_as_if_there_were_none(tmp_path: Path) -> None:
    clock, told = FakeClock(AT.replace(hour=16, minute=59)), Told()
    cart = make_cart(tmp_path, 2.0)
    air = OnAir(tmp_path, clock, told, cart.cue)
    air.does[7 * RATE + RATE // 2] = lambda: scatter(tmp_path, clock)
    assert air.play().kind.value == "ended"
    assert np.allclose(air.heard[7 * RATE : 9 * RATE], cart.samples[:, 0], atol=1e-4)
    assert air.output.loud_frames == len(cart.samples)
    assert set(air.takeovers()) == {"refused"}
    orders = Orders(tmp_path / "orders")
    assert len(orders.refused()) >= FILES
    assert orders.blocked(clock.now()) is None
    assert all(problem.where.isprintable() and str(problem).isprintable() for problem in orders.refused())
