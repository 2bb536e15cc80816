"""The player on a virtual sound card: what its monitor hears is the cart, whole, in order."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from playout.stand_ins import RATE, ZONE, Cart, Told
from playout.virtual_card import Card, start_card

from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import OutputError
from broadcaster.playout.calibration import calibrate
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import EventKind
from broadcaster.playout.microphone import Microphone
from broadcaster.playout.outputs import soundcard
from broadcaster.playout.outputs.choice import make_output, playback_devices
from broadcaster.playout.player import Player

MakeCart = Callable[..., Cart]


class Monitor:
    """Records what the card plays."""

    def __init__(self) -> None:
        command = ["parec", "-d", "card.monitor", "--format=s16le", "--rate=48000", "--channels=1"]
        command += ["--latency-msec=10"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._data = b""
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        self._data = self._process.stdout.read()

    def heard(self) -> np.ndarray:
        """Return all that was played until now; ends the recording."""
        SystemClock(ZONE).sleep(0.3)  # what it still holds back
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return np.frombuffer(self._data, "<i2").astype(np.float32) / 32_768


@pytest.fixture
def monitor(card: Card) -> Iterator[Monitor]:
    running = Monitor()
    yield running
    running.heard()


def sound_soon(cart: Cart, seconds: float = 4.0) -> Cue:
    """Return a cue for the cart as a test sound, that many seconds from now."""
    at = SystemClock(ZONE).now() + timedelta(seconds=seconds)
    return replace(cart.cue, at=at, release=None, test=True)


def position_of(piece: np.ndarray, whole: np.ndarray) -> int:
    """Return the frame of *whole* at which *piece* stands, -1 if nowhere."""
    size = 1 << (len(whole) + len(piece)).bit_length()
    match = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(piece, size)), size)
    best = int(np.argmax(match[: len(whole)]))
    there = whole[best : best + len(piece)]
    return best if there.shape == piece.shape and np.allclose(there, piece, atol=1e-3) else -1


@pytest.mark.parametrize("url", ["soundcard:pulse", "miniaudio:"])
def test_the_cart_is_heard_whole_and_without_a_gap(
    card: Card, monitor: Monitor, told: Told, make_cart: MakeCart, url: str
) -> None:
    clock, cart = SystemClock(ZONE), make_cart(0.5)
    final = Player(make_output(url, clock), clock, told).play(sound_soon(cart))
    assert final.kind is EventKind.ENDED
    heard = monitor.heard()
    first = position_of(cart.samples[:, 0], heard)
    assert first > 0
    assert not heard[:first].any()
    assert not heard[first + len(cart.samples) :].any()


def test_a_card_that_is_pulled_out_and_plugged_in_goes_on_at_the_right_place(
    card: Card, told: Told, make_cart: MakeCart
) -> None:
    clock, cart = SystemClock(ZONE), make_cart(5)
    begun = clock.monotonic()
    plugged_in: list[Card] = []
    monitors: list[Monitor] = []

    def look() -> None:
        passed = clock.monotonic() - begun
        if passed > 4.5 and not monitors:
            card.stop()
            plugged_in.append(start_card(card.folder))
            monitors.append(Monitor())

    final = Player(make_output("soundcard:", clock), clock, told, on_look=look).play(sound_soon(cart))
    heard = monitors[0].heard()
    plugged_in[0].stop()
    assert told.kinds[:3] == ["armed", "started", "fault"]
    assert final.kind is EventKind.ENDED
    loud = np.flatnonzero(heard)
    assert len(loud) > RATE // 4
    begin = position_of(heard[loud[0] + 500 : loud[-1] + 1], cart.samples[:, 0])
    assert begin > RATE
    assert begin + len(heard[loud[0] + 500 : loud[-1] + 1]) == len(cart.samples)


def test_the_delay_of_a_card_is_measured_with_its_monitor_as_microphone(card: Card) -> None:
    clock = SystemClock(ZONE)
    output = make_output("soundcard:", clock, delay=-0.3)
    measured = calibrate(output, clock, Microphone(clock, soundcard.library()), chirps=2)
    assert measured.heard == 2
    assert abs(measured.delay - 0.3) < 0.1


def test_a_device_that_does_not_exist_is_named_with_those_that_do(card: Card) -> None:
    assert "pulse" in {device.name for device in playback_devices()}
    for scheme in ("soundcard", "miniaudio"):
        output = make_output(f"{scheme}:Loa-xã", SystemClock(ZONE))
        with pytest.raises(OutputError, match="các thiết bị đang có: “") as caught:
            output.open(RATE, 1)
        assert not caught.value.permanent
