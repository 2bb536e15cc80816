"""
A sound card through PortAudio, which says of each block when it reaches the converter.

Source: PortAudio API, PaStreamCallbackTimeInfo (``outputBufferDacTime`` against ``currentTime``).
"""

from __future__ import annotations

import os
from contextlib import suppress
from types import ModuleType
from typing import Any

import numpy as np

from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.core.units import frames as frames_of
from broadcaster.playout.outputs.card import Beat, CardOutput
from broadcaster.playout.outputs.device import Device, choose
from broadcaster.playout.outputs.heard import HeardTime
from broadcaster.playout.outputs.output import Fill, Look

LATENCY, PERIOD = 0.15, 0.05
"""
Seconds of sound that the device still has when it asks for more, and seconds it asks for at once: enough for a busy
old PC, while an order is heard within 300 ms.
"""

LATENCY_REAL_TIME, PERIOD_REAL_TIME = 0.14, 0.07
"""The same where this process is woken in time: it asks for more at once, so the processor is woken less often."""


class SoundcardOutput(CardOutput):
    """
    Plays on one device.

    Raises:
        OutputError: When it is made: PortAudio is not on this machine.
    """

    def __init__(self, clock: Clock, url: str, device: str, *, delay: float = 0.0) -> None:
        super().__init__(clock, url, device, delay=delay)
        self._library = library(url)
        self._stream: Any = None
        self._device: Device | None = None

    def open(self, rate: int, channels: int) -> None:
        refresh(self._library)
        device = self._device = choose(devices(self._library), self._wanted, self.url)
        self.channels = max(min(max(channels, 2), device.channels), 1)
        self.rate = rate if self._takes(device, rate) else device.rate

    def run(self, fill: Fill, look: Look) -> None:
        if self._device is None:
            raise OutputError(self.url, "chưa mở", permanent=True)
        tail = frames_of(2 * LATENCY + max(self._delay, 0.0), self.rate)
        beat = _Beat(fill, HeardTime(self._clock, self.rate), self._delay, tail, self._library.CallbackStop)
        latency, period = (LATENCY_REAL_TIME, PERIOD_REAL_TIME) if _is_real_time() else (LATENCY, PERIOD)
        try:
            self._stream = self._library.OutputStream(
                samplerate=self.rate,
                channels=self.channels,
                device=self._device.number,
                dtype="float32",
                latency=latency,
                blocksize=frames_of(period, self.rate),
                callback=beat,
                finished_callback=beat.finished.set,
            )
            self._stream.start()
        except (self._library.PortAudioError, ValueError) as error:
            raise OutputError(self.url, f"không mở được thiết bị ({error})", permanent=False) from error
        self._watch(beat, look)
        if not beat.over:
            raise OutputError(self.url, "thiết bị đã ngắt; kiểm tra dây cắm", permanent=False)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        self._device = None
        if stream is not None:
            with suppress(self._library.PortAudioError):
                stream.close(ignore_errors=True)

    def _takes(self, device: Device, rate: int) -> bool:
        try:
            self._library.check_output_settings(device.number, self.channels, "float32", samplerate=rate)
        except (self._library.PortAudioError, ValueError):
            return False
        return True


class _Beat(Beat):
    """The callback: runs in PortAudio's real-time thread."""

    def __init__(self, fill: Fill, time: HeardTime, delay: float, tail: int, stop: type[Exception]) -> None:
        super().__init__(fill, time)
        self._delay = delay
        self._left = tail
        """Frames of silence still to be given after the end, so that the device plays all that came before it."""
        self._stop = stop

    def __call__(self, out: np.ndarray[Any, Any], frames: int, time: Any, status: object) -> None:  # noqa: ARG002 - PortAudio gives it
        delay = max(time.outputBufferDacTime - time.currentTime, 0.0) + self._delay
        block = self.block(frames, delay)
        if block is not None:
            out[:] = block
            return
        out.fill(0)
        self._left -= frames
        if self._left < 0:
            raise self._stop


def _is_real_time() -> bool:
    """Return whether this thread, and with it PortAudio's, goes before all ordinary work."""
    scheduler = getattr(os, "sched_getscheduler", None)
    return scheduler is not None and scheduler(0) == os.SCHED_FIFO


def library(url: str = "soundcard:") -> ModuleType:
    """
    Return the ``sounddevice`` module.

    Raises:
        OutputError: PortAudio is not on this machine.
    """
    try:
        import sounddevice
    except (OSError, ImportError) as error:
        message = "máy chưa có thư viện PortAudio; trên Debian: apt install libportaudio2"
        raise OutputError(url, message, permanent=True) from error
    module: ModuleType = sounddevice
    return module


def devices(sounddevice: ModuleType) -> tuple[Device, ...]:
    """Return the devices that can play."""
    try:
        default = sounddevice.query_devices(kind="output")["index"]
    except (sounddevice.PortAudioError, ValueError):
        default = -1
    return tuple(
        Device(
            entry["index"],
            entry["name"],
            entry["max_output_channels"],
            round(entry["default_samplerate"]),
            entry["index"] == default,
        )
        for entry in sounddevice.query_devices()
        if entry["max_output_channels"] > 0
    )


def refresh(sounddevice: ModuleType) -> None:
    """Look for devices anew: PortAudio lists them once, when it is initialised."""
    with suppress(sounddevice.PortAudioError):
        sounddevice._terminate()
        sounddevice._initialize()
