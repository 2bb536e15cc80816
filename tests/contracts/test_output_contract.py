"""One suite for every output: what the player relies on, whoever carries the sound."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median_low as median
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from playout.icecast_server import IcecastServer
from playout.virtual_card import virtual_card

from broadcaster.core.audio import Samples
from broadcaster.core.clock import Clock, FakeClock, SystemClock
from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs.choice import make_output
from broadcaster.playout.outputs.output import Output

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Given:
    """A feed that remembers what it was asked for: some seconds of sound, then the end."""

    output: Output
    seconds: float
    asked: list[tuple[int, datetime]] = field(default_factory=list)
    ended: int = 0
    looked: int = 0

    def __call__(self, frames: int, heard: datetime) -> Samples | None:
        if sum(count for count, _ in self.asked) >= self.seconds * self.output.rate:
            self.ended += 1
            return None
        self.asked.append((frames, heard))
        return np.full((frames, self.output.channels), 0.1, dtype=np.float32)

    def look(self) -> None:
        self.looked += 1


@pytest.fixture(params=["memory", "file", "icecast", "soundcard", "miniaudio"])
def output(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Output, Clock]]:
    """One output of each kind with its clock; those of a sound card play on a virtual one."""
    kind = request.param
    if kind in ("memory", "file"):
        clock: Clock = FakeClock(datetime(2025, 10, 1, 16, 59, 55, tzinfo=ZONE))
        yield make_output("memory:" if kind == "memory" else f"file:{tmp_path / 'heard.flac'}", clock), clock
        return
    if kind == "icecast":
        clock = FakeClock(datetime(2025, 10, 1, 16, 59, 55, tzinfo=ZONE))
        with IcecastServer() as server:
            yield make_output(server.url, clock, secret=server.password), clock
        return
    clock = SystemClock(ZONE)
    folder = tmp_path / "card"
    folder.mkdir()
    with virtual_card(folder, monkeypatch):
        yield make_output(f"{kind}:", clock), clock


@contextmanager
def opened(output: Output, rate: int = 48_000, channels: int = 1) -> Iterator[Output]:
    output.open(rate, channels)
    try:
        yield output
    finally:
        output.close()


def test_it_says_what_it_plays_once_open(output: tuple[Output, Clock]) -> None:
    with opened(output[0]) as open_output:
        assert open_output.rate in range(8_000, 192_001)
        assert open_output.channels in (1, 2)
        assert open_output.url


def test_instants_follow_one_another_as_the_frames_do_and_lie_a_little_ahead(output: tuple[Output, Clock]) -> None:
    open_output, clock = output
    ahead: list[timedelta] = []

    class Watching(Given):
        def __call__(self, frames: int, heard: datetime) -> Samples | None:
            ahead.append(heard - clock.now())
            return super().__call__(frames, heard)

    with opened(open_output):
        feed = Watching(open_output, 1.5)
        open_output.run(feed, feed.look)
    late = feed.asked[len(feed.asked) // 2 :]  # a device needs a moment until its word is steady
    steps = [
        abs((after - before) - timedelta(seconds=frames / open_output.rate))
        for (frames, before), (_, after) in pairwise(late)
    ]
    assert median(steps) < timedelta(milliseconds=2)  # most: a busy machine may miss a beat
    assert timedelta(milliseconds=-5) <= median(ahead[len(ahead) // 2 :]) <= timedelta(milliseconds=500)


def test_it_asks_until_the_end_no_further_and_can_be_opened_again(output: tuple[Output, Clock]) -> None:
    for _ in range(2):
        with opened(output[0]) as open_output:
            feed = Given(open_output, 0.3)
            open_output.run(feed, feed.look)
            assert feed.ended == 1
            assert feed.looked > 0
            assert all(frames > 0 for frames, _ in feed.asked)


def test_closing_twice_or_unopened_is_allowed(output: tuple[Output, Clock]) -> None:
    output[0].close()
    output[0].open(48_000, 1)
    output[0].close()
    output[0].close()


def test_a_fault_in_the_feed_is_raised_by_run(output: tuple[Output, Clock]) -> None:
    def broken(frames: int, heard: datetime) -> Samples | None:
        raise ZeroDivisionError

    with opened(output[0]) as open_output, pytest.raises(ZeroDivisionError):
        open_output.run(broken, lambda: None)


@pytest.mark.parametrize("url", ["", "soundcard", "horn:", "file:", "file:a.mp3", "https://example.com/"])
def test_an_output_that_cannot_be_is_refused_in_words(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clock = FakeClock(datetime(2025, 10, 1, tzinfo=ZONE))
    with pytest.raises(OutputError) as caught, opened(make_output(url, clock)):
        pass
    assert caught.value.permanent
    assert not list(tmp_path.iterdir())
