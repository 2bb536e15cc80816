"""A cart opened for air: by its release and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playout.stand_ins import Cart

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
