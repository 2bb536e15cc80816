"""Whatever stands in the files, the player neither falls over nor makes a sound that nobody released."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playout.stand_ins import AT, Cart, Told, make_cart

from broadcaster.core.clock import FakeClock
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import FINAL, EventKind
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.player import Player

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def cart(tmp_path_factory: pytest.TempPathFactory) -> Cart:
    return make_cart(tmp_path_factory.mktemp("hostile"), 0.3)


def played(cue: Cue) -> tuple[MemoryOutput, Told]:
    clock, told = FakeClock(AT - timedelta(minutes=1)), Told()
    output = MemoryOutput(clock)
    Player(output, clock, told).play(cue)
    assert [event.kind in FINAL for event in told.events] == [False] * (len(told.events) - 1) + [True]
    json.dumps([event.to_json() for event in told.events])
    return output, told


@MANY
@given(st.data())
def test_any_release_but_the_right_one_is_silence(cart: Cart, tmp_path: Path, data: st.DataObject) -> None:
    good = cart.release.read_bytes()
    position = data.draw(st.integers(0, len(good) - 1))
    instead = data.draw(st.binary(max_size=4))
    damaged = good[:position] + instead + good[position + data.draw(st.integers(0, 40)) :]
    path = tmp_path / "release.json"
    path.write_bytes(damaged)
    output, told = played(replace(cart.cue, release=path))
    if output.loud_frames:  # only what is not asked for may differ: layout, the list of approvals, a shorter stretch
        release = json.loads(damaged)
        assert release["cart_hash"] == json.loads(good)["cart_hash"]
        assert (release["slot"], release["cart"]) == (cart.cue.slot, cart.path.name)
        assert output.loud_frames <= sum(stop - start for start, stop in release["keep"])
    else:
        assert told.events[-1].kind in (EventKind.MISSED, EventKind.CUT, EventKind.ENDED)


@MANY
@given(st.data())
def test_any_change_of_a_released_cart_is_silence(cart: Cart, tmp_path: Path, data: st.DataObject) -> None:
    good = cart.path.read_bytes()
    position = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:position] + data.draw(st.binary(max_size=8)) + good[position + data.draw(st.integers(0, 99)) :]
    path = tmp_path / cart.path.name
    path.write_bytes(damaged)
    output, _ = played(replace(cart.cue, cart=path))
    assert output.loud_frames == (len(cart.samples) if damaged == good else 0)


@MANY
@given(st.data())
def test_a_damaged_test_sound_never_fells_the_player(cart: Cart, tmp_path: Path, data: st.DataObject) -> None:
    good = cart.path.read_bytes()
    position = data.draw(st.integers(0, len(good) - 1) | st.integers(0, 60))
    damaged = good[:position] + data.draw(st.binary(max_size=30)) + good[position + data.draw(st.integers(0, 9999)) :]
    path = tmp_path / "thu.flac"
    path.write_bytes(damaged)
    played(replace(cart.cue, cart=path, release=None, test=True))


@pytest.mark.parametrize("content", [b"", b"RIFF", b"fLaC", b"ID3\x03", b"\0" * 5000, b"RIFF\xff\xff\xff\xffWAVEfmt "])
@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.raw", "a.mp3", "a"])
def test_what_is_no_sound_file_is_missed_with_a_reason(cart: Cart, tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    output, told = played(replace(cart.cue, cart=path, release=None, test=True))
    assert told.kinds == ["missed"]
    assert output.begun is None


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", ".", "/nonexistent/a.wav", "a\0b.wav"])
def test_what_is_no_file_is_missed_with_a_reason(cart: Cart, path: str) -> None:
    _, told = played(replace(cart.cue, cart=Path(path), release=None, test=True))
    assert told.kinds == ["missed"]
