"""Icecast's side of the wire, by a stand-in: what it is asked, what it is sent, what comes of its refusals."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playout.icecast_server import IcecastServer
from playout.stand_ins import AT, RATE, Cart, Told, ramp

from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import OutputError
from broadcaster.playout.events import EventKind
from broadcaster.playout.outputs import icecast
from broadcaster.playout.outputs.choice import make_output
from broadcaster.playout.outputs.mount import Mount
from broadcaster.playout.player import LEAD, Player

MakeCart = Callable[..., Cart]


def decoded(stream: bytes) -> np.ndarray:
    return soundfile.read(io.BytesIO(stream), dtype="float32")[0]


def test_the_programme_arrives_as_a_plain_mp3_stream(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    with IcecastServer() as server:
        output = make_output(server.url, clock, secret=server.password)
        assert Player(output, clock, told).play(make_cart().cue).kind is EventKind.ENDED
    request = server.requests[0]
    assert request.startswith("PUT /xa.mp3 HTTP/1.1\r\n")
    assert "Content-Type: audio/mpeg\r\n" in request
    assert "chunked" not in request
    assert server.password not in request
    sound = decoded(server.streams[0])
    loud = np.flatnonzero(np.abs(sound) > 0.1)
    assert abs(loud[0] / 48_000 - LEAD) < 0.06  # what MP3 itself puts before
    assert abs((loud[-1] - loud[0]) / 48_000 - 2.0) < 0.01


def test_the_known_delay_of_the_way_is_made_up_for(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    with IcecastServer() as server:
        output = make_output(server.url, clock, delay=1.5, secret=server.password)
        Player(output, clock, told).play(make_cart().cue)
    loud = np.flatnonzero(np.abs(decoded(server.streams[0])) > 0.1)
    assert abs(loud[0] / 48_000 - (LEAD - 1.5)) < 0.06
    assert told.events[1].actual == AT
    assert clock.now() >= AT + timedelta(seconds=2)


def test_hung_up_on_it_connects_again_and_goes_on_where_the_programme_is(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    with IcecastServer(hang_up_after=150_000) as server:
        output = make_output(server.url, clock, secret=server.password)
        final = Player(output, clock, told).play(make_cart(60).cue)
    assert final.kind is EventKind.ENDED
    assert told.kinds == ["armed", "started", "fault", "ended"]
    assert len(server.streams) == 2
    assert final.facts["heard"] < 60


def test_a_wrong_password_is_told_and_not_tried_again(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    with IcecastServer() as server:
        output = make_output(server.url, clock, secret=server.password[::-1])
        final = Player(output, clock, told).play(make_cart().cue)
    assert final.kind is EventKind.MISSED
    assert "mật khẩu" in final.reason
    assert len(server.requests) == 1


def test_a_server_that_is_away_is_tried_until_the_grace_is_over(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    output = make_output("icecast://loa@127.0.0.1:1/xa.mp3", clock)
    assert Player(output, clock, told).play(make_cart().cue).kind is EventKind.MISSED
    assert told.kinds == ["fault", "missed"]


def test_a_server_that_takes_nothing_more_is_found_out_within_seconds_of_sound(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icecast, "_PATIENCE", 2.0)
    noise = ramp(0.1)
    begun = clock.now()
    with IcecastServer(hangs=True) as server:
        output = make_output(server.url, clock, secret=server.password)
        output.open(RATE, 1)
        with pytest.raises(OutputError, match="mất kết nối") as raised:
            output.run(lambda frames, _: noise[:frames], lambda: None)
        output.close()
    assert not raised.value.permanent
    assert clock.now() - begun < timedelta(seconds=30)


def test_what_a_server_answers_is_shown_without_what_commands_a_terminal(clock: FakeClock) -> None:
    with IcecastServer(answer=b"HTTP/1.0 503 \x1b[2J" + 500 * b"a" + b"\r\n\r\n") as server:
        output = make_output(server.url, clock, secret=server.password)
        with pytest.raises(OutputError, match=r"HTTP/1\.0 503") as raised:
            output.open(RATE, 1)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 250


def test_a_host_that_no_name_can_be_like_is_a_server_that_is_away(clock: FakeClock) -> None:
    with pytest.raises(OutputError, match="không nối được"):
        make_output("icecast://loa@xa..vn/xa.mp3", clock).open(RATE, 1)


def test_where_a_url_leads() -> None:
    assert Mount.parse("icecast://a@b:1/c.mp3") == Mount("a", "b", 1, "/c.mp3")
    assert Mount.parse("icecast://xa.gov.vn/loa") == Mount("source", "xa.gov.vn", 8000, "/loa")
    assert Mount.parse("icecast://a@[::1]:9/c") == Mount("a", "::1", 9, "/c")


@pytest.mark.parametrize(
    "url",
    [
        "icecast:",
        "icecast://b",
        "icecast://b/",
        "icecast://b:0/c",
        "icecast://b:99999/c",
        "icecast://b/c\r\nX: y",
        "icecast://b/đài",
    ],
)
def test_a_url_that_leads_nowhere(url: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        Mount.parse(url)
