"""Fixtures of the playout tests."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from playout.stand_ins import AT, Cart, Told
from playout.stand_ins import make_cart as made_cart
from playout.virtual_card import Card, virtual_card

from broadcaster.core.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands one minute before the cue."""
    return FakeClock(AT - timedelta(minutes=1))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def make_cart(tmp_path: Path) -> Callable[..., Cart]:
    return partial(made_cart, tmp_path)


@pytest.fixture
def card(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Card]:
    with virtual_card(tmp_path_factory.mktemp("card"), monkeypatch) as running:
        yield running
