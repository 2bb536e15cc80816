"""What is no sound file is missed with a reason. Damage of every kind is done in ``tests/torture``."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playout.stand_ins import AT, Cart, Told, make_cart

from broadcaster.core.clock import FakeClock
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import FINAL
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.player import Player


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
