"""
A sound card through miniaudio, which needs nothing but pip, and tells no time.

A block is taken to be heard a constant delay after it is asked for. The first callbacks may stall for a second or
two, which is one reason to open outputs early.
"""

from __future__ import annotations

from collections.abc import Generator

import miniaudio
import numpy as np

from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs.card import Beat, CardOutput
from broadcaster.playout.outputs.device import Device, choose
from broadcaster.playout.outputs.heard import HeardTime
from broadcaster.playout.outputs.output import Fill, Look

DELAY = 0.022
"""Seconds from asking for a block to hearing it, where nobody has measured: what PulseAudio's null sink takes."""

_PERIOD = 30  # milliseconds
_BACKENDS = [backend for backend in miniaudio.Backend if backend.name not in ("NULL", "CUSTOM")]


class MiniaudioOutput(CardOutput):
    """Plays on one device; the delay of the settings is added to :data:`DELAY`."""

    dead = 3.0

    def __init__(self, clock: Clock, url: str, device: str, *, delay: float = 0.0) -> None:
        super().__init__(clock, url, device, delay=DELAY + delay)
        self._stream: miniaudio.PlaybackDevice | None = None

    def open(self, rate: int, channels: int) -> None:
        self.rate, self.channels = rate, max(channels, 2)
        found = _listed(self.url)
        device = choose([device for device, _ in found], self._wanted, self.url)
        try:
            self._stream = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.FLOAT32,
                nchannels=self.channels,
                sample_rate=rate,
                buffersize_msec=_PERIOD,
                device_id=dict(found)[device] if self._wanted else None,
                backends=_BACKENDS,
                app_name="Broadcaster",
            )
        except miniaudio.MiniaudioError as error:
            raise OutputError(self.url, f"không mở được thiết bị ({error})", permanent=False) from error

    def run(self, fill: Fill, look: Look) -> None:
        if self._stream is None:
            raise OutputError(self.url, "chưa mở", permanent=True)
        beat = _Beat(fill, HeardTime(self._clock, self.rate))
        generator = beat.blocks(self.channels, self._delay)
        next(generator)
        try:
            self._stream.start(generator)
        except miniaudio.MiniaudioError as error:
            raise OutputError(self.url, f"không chạy được thiết bị ({error})", permanent=False) from error
        self._watch(beat, look)
        self._clock.sleep(self._delay)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()


class _Beat(Beat):
    """What miniaudio's thread asks for sound."""

    def blocks(self, channels: int, delay: float) -> Generator[bytes, int, None]:
        """Yield a block for each number of frames sent; silence when all is over."""
        frames = yield b""
        while True:
            block = self.block(frames, delay)
            if block is None:
                self.finished.set()
                block = np.zeros((frames, channels), dtype=np.float32)
            frames = yield block.tobytes()


def devices() -> tuple[Device, ...]:
    """
    Return the devices that can play.

    Raises:
        OutputError: Not even a list of them can be had.
    """
    return tuple(device for device, _ in _listed("miniaudio:"))


def _listed(url: str) -> list[tuple[Device, object]]:
    """Return the devices, each with the library's own mark for it."""
    try:
        found = miniaudio.Devices(_BACKENDS).get_playbacks()
    except miniaudio.MiniaudioError as error:
        message = "máy không có hệ thống âm thanh nào; kiểm tra loa, dây cắm và trình điều khiển"
        raise OutputError(url, message, permanent=False) from error
    listed = []
    for number, entry in enumerate(found):
        best = entry["formats"][0] if entry["formats"] else {}
        device = Device(number, entry["name"], best.get("channels") or 2, best.get("samplerate") or 48_000, number == 0)
        listed.append((device, entry["id"]))
    return listed
