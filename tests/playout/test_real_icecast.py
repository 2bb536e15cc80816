"""A real Icecast on loopback: what its listeners hear and are shown, and what it refuses."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import soundfile
from patience import eventually
from playout.icecast_real import PASSWORD, Icecast, Listener, real_icecast
from playout.stand_ins import RATE, ZONE, Cart, Told
from playout.test_process import job_for

from broadcaster.core.clock import SystemClock
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import EventKind
from broadcaster.playout.outputs.choice import make_output
from broadcaster.playout.player import Player
from broadcaster.playout.process import air

MakeCart = Callable[..., Cart]


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Icecast]:
    with real_icecast(tmp_path_factory.mktemp("icecast")) as running:
        yield running


def sound_soon(cart: Cart, seconds: float = 2.0, title: str = "") -> Cue:
    at = SystemClock(ZONE).now() + timedelta(seconds=seconds)
    return replace(cart.cue, at=at, release=None, test=True, title=title)


def loud(stream: bytes) -> np.ndarray:
    return np.flatnonzero(np.abs(soundfile.read(io.BytesIO(stream), dtype="float32")[0]) > 0.1)


def test_listeners_hear_the_programme_whole_and_see_its_title(server: Icecast, told: Told, make_cart: MakeCart) -> None:
    clock, cart = SystemClock(ZONE), make_cart(1.5)
    listener, titles = Listener(server), set()

    def look() -> None:
        if not titles:
            titles.update(filter(None, [server.title()]))

    output = make_output(server.url(), clock, secret=PASSWORD, title="Chương trình chiều – Ngọc Thiện")
    assert Player(output, clock, told, on_look=look).play(sound_soon(cart)).kind is EventKind.ENDED
    listener.close()
    heard = loud(listener.stream)
    assert abs((heard[-1] - heard[0]) / RATE - 1.5) < 0.01
    assert titles == {"Chương trình chiều – Ngọc Thiện"}


def test_several_outputs_at_once_and_a_dead_one_disturbs_no_other(server: Icecast, make_cart: MakeCart) -> None:
    clock, cart = SystemClock(ZONE), make_cart(0.5)
    listener = Listener(server)
    finals = {}

    def play(name: str, url: str) -> None:
        output = make_output(url, clock, secret=PASSWORD)
        finals[name] = Player(output, clock, Told()).play(cue).kind

    cue = sound_soon(cart)
    urls = {"alive": server.url(), "dead": "icecast://source@127.0.0.1:1/xa.mp3"}
    threads = [Thread(target=play, args=each) for each in urls.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listener.close()
    assert finals == {"alive": EventKind.ENDED, "dead": EventKind.MISSED}
    assert len(loud(listener.stream)) > 0.4 * RATE


def test_a_wrong_password_is_told_once_and_shown_nowhere(server: Icecast, make_cart: MakeCart, tmp_path: Path) -> None:
    job = replace(job_for(make_cart(0.3), tmp_path / "a.wav", ahead=1.0), output=server.url())
    job.write(tmp_path / "job.json")
    wrong = PASSWORD[::-1]
    final = air(job, secret=wrong)
    assert final.kind is EventKind.MISSED
    assert "secrets.yaml" in final.reason
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".flac"]
    assert written
    assert not any(wrong.encode() in path.read_bytes() for path in written)


def test_a_mount_that_is_in_use_is_tried_until_it_is_free(server: Icecast, told: Told, make_cart: MakeCart) -> None:
    clock, cart = SystemClock(ZONE), make_cart(4.0)
    first = make_output(server.url(), clock, secret=PASSWORD)
    first.open(RATE, 1)
    assert eventually(server.plays)  # Icecast 2.4 can crash where a second source comes while the first is set up
    begun = clock.monotonic()

    def look() -> None:
        if clock.monotonic() - begun > 2.5:
            first.close()

    output = make_output(server.url(), clock, secret=PASSWORD)
    cue = replace(sound_soon(cart, 1.0), late=type(cart.cue.late)("join"), grace=Seconds(60))
    assert Player(output, clock, told, on_look=look).play(cue).kind is EventKind.ENDED
    assert told.kinds[0] == "fault"
    assert "in use" in told.events[0].reason or "403" in told.events[0].reason
