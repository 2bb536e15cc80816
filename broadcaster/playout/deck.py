"""
The machine that plays a cart: decodes what may air, a few seconds ahead of what is heard.

In: an open cart, and the rate and channels of the output. Out: blocks of samples, in order, as they are asked for.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import numpy as np
import soundfile
import soxr

from broadcaster.core.audio import Samples
from broadcaster.core.errors import AudioError
from broadcaster.core.units import frames as frames_of
from broadcaster.playout.cart import Cart

EDGE = 0.005
"""Fade where a cart is cut, seconds: no click is heard, no syllable is lost."""

_BLOCK = 0.5  # seconds decoded at once
_AHEAD = 8  # blocks: four seconds, for a disk that has to wake up


class Deck:
    """Plays one cart to one output."""

    def __init__(self, cart: Cart, rate: int, channels: int, *, level: float = 0.0, ahead: bool = True) -> None:
        """
        Take the cart; nothing is decoded before :meth:`seek`.

        Args:
            cart: Open; stays open while the deck plays.
            rate: Of the output, hertz; the cart is resampled where its own differs.
            channels: Of the output; one channel goes to all of them.
            level: Gain, dB.
            ahead: Whether a thread decodes ahead, so that :meth:`read` never waits for the disk.
        """
        self._cart = cart
        self.rate = rate
        self.channels = channels
        self._gain = np.float32(10 ** (level / 20))
        self._ahead = ahead
        self.length = round(cart.frames * rate / cart.rate)
        """Length of what may air, in frames of the output."""
        self.broken = ""
        """Why decoding ended too early, Vietnamese; empty while all is well."""
        self._rest: Samples = np.zeros((0, channels), dtype=np.float32)
        self._blocks: Iterator[Samples] = iter(())
        self._queue: queue.Queue[Samples] = queue.Queue(_AHEAD)
        self._thread: threading.Thread | None = None
        self._halted = False

    def seek(self, frame: int) -> None:
        """Go on from *frame* of the output; returns once the first block is decoded. Not while it is being read."""
        self.close()
        self.broken = ""
        self._rest = np.zeros((0, self.channels), dtype=np.float32)
        self._blocks = self._decoded(frame)
        if self._ahead and frame < self.length:
            self._queue, self._halted = queue.Queue(_AHEAD), False
            ready = threading.Event()
            self._thread = threading.Thread(target=self._decode_ahead, args=(ready,), name="deck", daemon=True)
            self._thread.start()
            ready.wait()

    def read(self, frames: int) -> Samples:
        """
        Return the next *frames* frames, or fewer: at the end, where decoding broke, or where it is not done in time.

        Never waits when the deck decodes ahead.
        """
        pieces = []
        missing = frames
        while missing > 0:
            if not len(self._rest):
                block = self._next()
                if block is None:
                    break
                self._rest = block
            pieces.append(self._rest[:missing])
            self._rest = self._rest[missing:]
            missing -= len(pieces[-1])
        return np.concatenate(pieces) if pieces else np.zeros((0, self.channels), dtype=np.float32)

    def close(self) -> None:
        """End the decoding."""
        if self._thread is None:
            return
        self._halted = True
        while self._thread.is_alive():
            try:
                self._queue.get(timeout=0.01)
            except queue.Empty:
                continue
        self._thread = None

    def _next(self) -> Samples | None:
        if not self._ahead:
            return self._guarded()
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def _decode_ahead(self, ready: threading.Event) -> None:
        while not self._halted:
            block = self._guarded()
            if block is None:
                break
            self._queue.put(block)
            ready.set()
        ready.set()

    def _guarded(self) -> Samples | None:
        try:
            return next(self._blocks, None)
        except (AudioError, soundfile.SoundFileError, OSError, RuntimeError, ValueError) as error:
            name = self._cart.path.name
            self.broken = str(error) if isinstance(error, AudioError) else f"Không đọc tiếp được tệp {name}."
            return None

    def _decoded(self, start: int) -> Iterator[Samples]:
        """Yield the sound from frame *start* of the output to :attr:`length`, no more and no less."""
        left = self.length - start
        for block in self._resampled(round(start * self._cart.rate / self.rate)):
            if not len(block):
                continue
            shaped = self._shaped(block[:left])
            left -= len(shaped)
            yield shaped
        if left > 0:  # resampling rounds
            yield np.zeros((left, self.channels), dtype=np.float32)

    def _resampled(self, start: int) -> Iterator[Samples]:
        if self._cart.rate == self.rate:
            yield from self._source(start)
            return
        stream = soxr.ResampleStream(self._cart.rate, self.rate, self._cart.channels, dtype="float32", quality="HQ")
        for block in self._source(start):
            yield stream.resample_chunk(block)
        yield stream.resample_chunk(np.zeros((0, self._cart.channels), dtype=np.float32), last=True)

    def _source(self, start: int) -> Iterator[Samples]:
        """Yield what may air from frame *start* of all that may, in the file's own rate and channels."""
        edge = frames_of(EDGE, self._cart.rate)
        block = frames_of(_BLOCK, self._cart.rate)
        for first, stop in self._cart.keep:
            if start >= stop - first:
                start -= stop - first
                continue
            position, start = first + start, 0
            self._cart.sound.seek(position)
            while position < stop:
                samples = self._cart.sound.read(min(block, stop - position), dtype="float32", always_2d=True)
                if not len(samples):
                    raise AudioError(f"Tệp {self._cart.path.name} bị cụt.")
                fade_in = first if first > 0 else None
                fade_out = stop if stop < self._cart.sound.frames else None
                yield _faded(samples, position, edge, fade_in, fade_out)
                position += len(samples)

    def _shaped(self, samples: Samples) -> Samples:
        """Return *samples* on the channels of the output, with its level, finite and within full scale."""
        if samples.shape[1] != self.channels:
            samples = np.repeat(samples.mean(axis=1, keepdims=True, dtype=np.float32), self.channels, axis=1)
        shaped: Samples = np.clip(np.nan_to_num(samples * self._gain), np.float32(-1), np.float32(1))
        return shaped


def _faded(samples: Samples, position: int, edge: int, fade_in: int | None, fade_out: int | None) -> Samples:
    """Return *samples*, which begin at *position*, rising from frame *fade_in* and falling to *fade_out*."""
    at = np.arange(position, position + len(samples))[:, None]  # whole: float32 counts no further than 6 min
    if fade_in is not None and position < fade_in + edge:
        samples = samples * np.clip((at - fade_in) / edge, 0, 1).astype(np.float32)
    if fade_out is not None and position + len(samples) > fade_out - edge:
        samples = samples * np.clip((fade_out - at) / edge, 0, 1).astype(np.float32)
    return samples
