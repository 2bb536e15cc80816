"""A cart opened for air: by its release and no other."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile
from playout.stand_ins import RATE, Cart

from broadcaster.core.errors import NotApprovedError
from broadcaster.playout.cart import open_cart

TWICE = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
"""In an hour that comes twice that night."""


def test_in_the_hour_that_comes_twice_a_release_is_for_the_first_and_not_for_the_second(
    make_cart: Callable[..., Cart],
) -> None:
    cart = make_cart()
    cart.released(at=TWICE)
    with open_cart(replace(cart.cue, at=TWICE)) as opened:
        assert opened.frames == len(cart.samples)
    with pytest.raises(NotApprovedError):
        open_cart(replace(cart.cue, at=TWICE.replace(fold=1)))


@pytest.mark.parametrize("damage", ["written over", "cut short"])
def test_what_is_done_to_the_file_once_it_is_open_is_not_heard(make_cart: Callable[..., Cart], damage: str) -> None:
    cart = make_cart(3.0)
    with open_cart(cart.cue) as opened:
        with cart.path.open("r+b") as stream:
            if damage == "written over":
                soundfile.write(stream, np.full(3 * RATE, 0.9), RATE, format="FLAC")
            stream.truncate(50_000)
        assert np.array_equal(opened.sound.read(dtype="float32", always_2d=True), cart.samples)


def test_where_there_is_no_room_for_a_copy_the_file_itself_is_played(
    make_cart: Callable[..., Cart], monkeypatch: pytest.MonkeyPatch
) -> None:
    cart = make_cart()
    monkeypatch.setattr(tempfile, "tempdir", str(cart.path / "none"))
    with open_cart(cart.cue) as opened:
        assert np.array_equal(opened.sound.read(dtype="float32", always_2d=True), cart.samples)
