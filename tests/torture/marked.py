"""
Carts in which every frame says which cart it belongs to and where in it; so a listener knows what was heard.

In: an order. Out: a cart with its cue sheet, made in no time; and back: samples → the frames they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from broadcaster.core.audio import Samples
from broadcaster.core.storage import file_hash, replacing
from broadcaster.core.units import Dbtp, Hertz, Lufs
from broadcaster.production.cart import Cart, CartFiles, CuePart, Role
from broadcaster.production.order import Order
from broadcaster.production.wording import words_hash

RATE = Hertz(8_000)
_PLACES = 1 << 20  # frames of one cart that can be told apart: two minutes
_HALF = 1 << 15
JINGLE, PAUSE = 1.0, 0.5
"""Seconds of a jingle, and between two parts."""


@dataclass(frozen=True)
class Made:
    """One cart as it was made."""

    cart: Cart
    serial: int


@dataclass
class Press:
    """Makes marked carts, and remembers every one."""

    programmes: Path
    spoken: float = 7.0
    """Seconds of each part that is spoken."""
    made: list[Made] = field(default_factory=list)

    def press(self, order: Order) -> Cart:
        """Make the cart of *order*, as :func:`broadcaster.production.silent.render_silent` makes a silent one."""
        files = CartFiles.of(self.programmes, order.slot)
        parts, start = [], 0
        for part in order.parts:
            length = round((JINGLE if part.role is Role.JINGLE else self.spoken) * RATE)
            words = words_hash(part.sentences) if part.sentences else ""
            parts.append(
                CuePart(part.role, part.name, part.kind, start, length, words, part.approval, leads_to=part.leads_to)
            )
            start += length + round(PAUSE * RATE)
        serial = len(self.made)
        with replacing(files.flac) as temporary:
            soundfile.write(temporary, marks(serial, 0, start), RATE, format="FLAC")
        cart = Cart(
            slot=order.slot,
            title=order.title,
            flac=files.flac.name,
            flac_hash=file_hash(files.flac),
            mp3=files.mp3.name,
            mp3_hash="",
            rate=RATE,
            frames=start,
            loudness=Lufs(-16.0),
            true_peak=Dbtp(-1.0),
            parts=tuple(parts),
            order=order.key,
        )
        self.made.append(Made(cart, serial))
        cart.write(files.cue_sheet)
        return cart


def marks(serial: int, start: int, stop: int) -> np.ndarray:
    """Return the frames [start, stop) of the cart with that number: two channels, 16 bit, none of them silent."""
    if not (0 <= start <= stop < _PLACES and serial < 1 << 10):
        raise ValueError("a cart too long, or too many of them")
    codes = serial * _PLACES + np.arange(start, stop)
    return (-1 - np.stack([codes // _HALF, codes % _HALF], axis=1)).astype(np.int16)


@dataclass(frozen=True)
class Stretch:
    """Frames of one cart heard one after another."""

    serial: int
    """Of the cart; -1: frames that no cart has, as in a fade."""
    start: int
    """First frame."""
    stop: int
    """Frame after the last."""
    skip: int
    """Frames of the block before it."""


def stretches(block: Samples) -> list[Stretch]:
    """Return what is heard in *block*, in order; silence is left out."""
    loud = np.flatnonzero(block.any(axis=1))
    if not len(loud):
        return []
    halves = np.round(-block[loud].astype(np.float64) * _HALF).astype(np.int64) - 1
    codes = halves[:, 0] * _HALF + halves[:, 1]
    edges = np.flatnonzero((np.diff(codes) != 1) | (np.diff(loud) != 1)) + 1
    found: list[Stretch] = []
    for run in np.split(np.arange(len(loud)), edges):
        first, length = int(codes[run[0]]), len(run)
        clear = length > 20 and first // _HALF < _HALF - 1  # at full scale are two sounds that fade into each other
        serial, place = divmod(first, _PLACES) if clear else (-1, 0)
        if not clear and found and found[-1].serial == -1:
            last = found.pop()
            found.append(Stretch(-1, 0, last.stop + length, last.skip))
        else:
            found.append(Stretch(serial, place, place + length, int(loud[run[0]])))
    return found
