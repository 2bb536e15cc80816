"""
How much later than it says is an output heard? Chirps are played at known instants and looked for in a recording.

In: an output, a microphone where its sound is heard. Out: the delay for the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import numpy as np

from broadcaster.core.audio import Samples
from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.core.units import HOUSE_RATE
from broadcaster.core.units import frames as frames_of
from broadcaster.playout.microphone import Listening, Recording
from broadcaster.playout.outputs.output import Output

CHIRPS = 7
_FIRST = 6.0  # seconds until the first: a device needs some to become steady
_APART = 2.0  # seconds from one to the next; a longer delay cannot be told from a shorter one
_LENGTH = 0.1  # seconds
_LOW, _HIGH = 500.0, 3_500.0  # hertz: what a horn passes
_LEVEL = 0.5
_CLEAR = 8.0  # how far the match of a chirp must stand over that of the rest, as a ratio of its root mean square


@dataclass(frozen=True)
class Calibration:
    """What was measured."""

    delay: float
    """Seconds from the instant that the output said to the instant of hearing, the median."""
    spread: float
    """Seconds between the smallest and the largest delay."""
    heard: int
    """Chirps found."""


def chirp(rate: int) -> Samples:
    """Return one chirp: one channel, rising evenly in frequency, with soft edges."""
    at = np.arange(frames_of(_LENGTH, rate)) / rate
    phase = 2 * np.pi * (_LOW * at + (_HIGH - _LOW) / (2 * _LENGTH) * at**2)
    shaped: Samples = (_LEVEL * np.sin(phase) * np.hanning(len(at))).astype(np.float32)[:, None]
    return shaped


def calibrate(
    output: Output,
    clock: Clock,
    microphone: Listening,
    *,
    chirps: int = CHIRPS,
    forbidden: Callable[[], str] = lambda: "",
) -> Calibration:
    """
    Play chirps on *output*, listen, and return its delay.

    Args:
        output: Closed, made with the delay that it has in the settings now; what is measured comes on top.
        clock: The station's.
        microphone: Not yet recording.
        chirps: How many to play.
        forbidden: Asked at every block; says why nothing may sound any more, Vietnamese, empty where it may.

    Raises:
        OutputError: The output or the microphone failed, too little was heard, or it was forbidden meanwhile.
    """
    output.open(HOUSE_RATE, 1)  # before the microphone: it makes PortAudio list its devices anew
    try:
        with microphone:
            first = clock.now() + timedelta(seconds=_FIRST)
            instants = [first + timedelta(seconds=index * _APART) for index in range(chirps)]
            feed = _Chirps(instants, output.rate, output.channels, forbidden)
            output.run(feed, microphone.look)
            if feed.forbidden:
                raise OutputError(output.url, feed.forbidden, permanent=False)
            recording = microphone.recording()
    finally:
        output.close()
    return found(recording, instants, output.url)


def found(recording: Recording, instants: Sequence[datetime], url: str) -> Calibration:
    """
    Return the delay of the chirps in *recording* that were meant for *instants*.

    Raises:
        OutputError: Fewer than half of them are there.
    """
    delays = [delay for instant in instants if (delay := _delay(recording, instant)) is not None]
    if len(delays) <= len(instants) // 2:
        message = f"micrô chỉ nghe được {len(delays)}/{len(instants)} tiếng thử; đặt micrô gần loa hơn, tăng âm lượng"
        raise OutputError(url, message, permanent=False)
    return Calibration(median(delays), max(delays) - min(delays), len(delays))


def _delay(recording: Recording, instant: datetime) -> float | None:
    """Return how long after *instant* its chirp was heard, in seconds; None where it was not."""
    rate = recording.sound.rate
    early = 0.5 * _APART  # a delay in the settings may be too large: the chirp then comes early
    begin = round(((instant - recording.begun).total_seconds() - early) * rate)
    stop = begin + frames_of(_APART + _LENGTH, rate)
    sound = recording.sound.samples[max(begin, 0) : max(stop, 0), 0]
    pattern = chirp(rate)[:, 0]
    if len(sound) < 2 * len(pattern):
        return None
    size = 1 << (len(sound) + len(pattern)).bit_length()
    match = np.abs(np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(pattern, size)), size)[: len(sound)])
    best = int(match.argmax())
    noise = float(np.sqrt(np.mean(np.square(np.delete(match, slice(max(best - 480, 0), best + 480))))))
    if match[best] <= _CLEAR * noise or not match[best]:
        return None
    return (max(begin, 0) + best) / rate - (instant - recording.begun).total_seconds()


class _Chirps:
    """A feed of chirps at instants. A test may wait for a file: it asks in the output's thread, so it ends at once."""

    def __init__(self, instants: Sequence[datetime], rate: int, channels: int, forbidden: Callable[[], str]) -> None:
        self._instants = instants
        self._rate = rate
        self._chirp = np.repeat(chirp(rate), channels, axis=1)
        self._channels = channels
        self._ask = forbidden
        self.forbidden = ""
        """Why nothing more may sound; it ends there."""

    def __call__(self, frames: int, heard: datetime) -> Samples | None:
        """Return the block that is heard from *heard* on; see :data:`Fill`."""
        block: Samples = np.zeros((frames, self._channels), dtype=np.float32)
        self.forbidden = self.forbidden or self._ask()
        if self.forbidden or heard > self._instants[-1] + timedelta(seconds=_APART):
            return None
        for instant in self._instants:
            at = round((instant - heard).total_seconds() * self._rate)
            begin, stop = max(at, 0), min(at + len(self._chirp), frames)
            if begin < stop:
                block[begin:stop] = self._chirp[begin - at : stop - at]
        return block
