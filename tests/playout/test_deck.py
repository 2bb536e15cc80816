from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from playout.stand_ins import RATE, make_cart, ramp

from broadcaster.playout.cart import open_cart
from broadcaster.playout.deck import EDGE, Deck

EDGE_FRAMES = round(EDGE * RATE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deck")


@pytest.mark.parametrize("ahead", [True, False])
@pytest.mark.parametrize("rate", [48_000, 44_100, 32_000])
def test_it_gives_exactly_its_length_from_wherever_it_begins(tmp_path: Path, rate: int, ahead: bool) -> None:
    made = make_cart(tmp_path, 1.234)
    with open_cart(made.cue) as cart:
        deck = Deck(cart, rate, 2, ahead=False)
        assert deck.length == round(len(made.samples) * rate / RATE)
        deck = Deck(cart, rate, 2, ahead=ahead)
        for start in (0, 1, deck.length - 1, deck.length // 2):
            deck.seek(start)
            read = 0
            while read < deck.length - start:
                block = deck.read(1_000)
                assert block.shape[1] == 2
                read += len(block)
            assert read == deck.length - start
            assert not len(deck.read(10))
        deck.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2 * RATE), min_size=2, max_size=8, unique=True), st.integers(0, 2 * RATE))
def test_what_is_kept_is_joined_without_a_gap(folder: Path, edges: list[int], start: int) -> None:
    edges = sorted(edges[: len(edges) // 2 * 2])
    keep = tuple(zip(edges[::2], edges[1::2], strict=True))
    made = make_cart(folder)
    made.released(keep=keep)
    with open_cart(made.cue) as cart:
        deck = Deck(cart, RATE, 1, ahead=False)
        start %= deck.length
        deck.seek(start)
        sound = deck.read(deck.length)
    kept = np.concatenate([made.samples[first:stop] for first, stop in keep])[start:]
    assert sound.shape == kept.shape
    assert (np.abs(sound) <= np.abs(kept) + 1e-4).all()
    far = np.ones(0, dtype=bool)
    for first, stop in keep:
        at = np.arange(first, stop)
        far = np.concatenate([far, (at >= first + EDGE_FRAMES) & (at < stop - EDGE_FRAMES)])
    assert np.allclose(sound[far[start:]], kept[far[start:]], atol=1e-4)


def test_channels_are_mixed_to_what_the_output_has(tmp_path: Path) -> None:
    made = make_cart(tmp_path, channels=2)
    with open_cart(made.cue) as cart:
        deck = Deck(cart, RATE, 1, ahead=False)
        deck.seek(0)
        mixed = deck.read(deck.length)
    assert np.allclose(mixed[:, 0], made.samples.mean(axis=1), atol=1e-4)


def test_a_file_that_ends_too_early_says_so_and_gives_what_there_was(tmp_path: Path) -> None:
    made = make_cart(tmp_path, 3.0)
    made.cut_short()
    with open_cart(made.cue) as cart:
        deck = Deck(cart, RATE, 1, ahead=False)
        deck.seek(0)
        sound = deck.read(deck.length)
    assert deck.broken
    assert 0 < len(sound) < deck.length


def test_numbers_that_are_no_sound_become_silence_and_nothing_is_over_full_scale(tmp_path: Path) -> None:
    made = make_cart(tmp_path)
    wild = ramp(0.1)
    wild[::7], wild[1::7], wild[2::7] = np.nan, np.inf, -50.0
    path = tmp_path / "wild.wav"
    soundfile.write(path, wild, RATE, subtype="FLOAT")
    with open_cart(replace(made.cue, cart=path, release=None, test=True)) as cart:
        deck = Deck(cart, RATE, 1, level=6.0, ahead=False)
        deck.seek(0)
        sound = deck.read(deck.length)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() <= 1.0
    assert not sound[::7].any()
