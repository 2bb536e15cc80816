"""
Carts of silence, as long as the real ones are expected to be. For dry runs: everything is real but the sound.

In: an order, and how long jingles are. Out: a cart, with its cue sheet, in no time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from broadcaster.core.storage import file_hash, replacing
from broadcaster.core.units import Dbtp, Hertz, Lufs, Seconds, frames
from broadcaster.production.cart import Cart, CartFiles, CuePart, Role
from broadcaster.production.estimate import spoken_seconds
from broadcaster.production.order import Order, OrderPart
from broadcaster.production.wording import words_hash

RATE = Hertz(8_000)
"""Of the silence: a sixth of the house's, for it is read from end to end."""


def render_silent(order: Order, jingle: Callable[[str], Seconds], programmes: Path) -> Cart:
    """Make the silent cart of *order* under the folder *programmes*; it has no MP3."""
    files = CartFiles.of(programmes, order.slot)
    parts: list[CuePart] = []
    start = 0
    for part in order.parts:
        length = frames(_seconds(part, order, jingle), RATE)
        words = words_hash(part.sentences) if part.sentences else ""
        parts.append(
            CuePart(part.role, part.name, part.kind, start, length, words, part.approval, "", leads_to=part.leads_to)
        )
        start += length + frames(part.pause, RATE)
    with replacing(files.flac) as temporary:
        soundfile.write(temporary, np.zeros(start, np.int16), RATE, format="FLAC")
    quiet = float("-inf")
    cart = Cart(
        slot=order.slot,
        title=order.title,
        flac=files.flac.name,
        flac_hash=file_hash(files.flac),
        mp3=files.mp3.name,
        mp3_hash="",
        rate=RATE,
        frames=start,
        loudness=Lufs(quiet),
        true_peak=Dbtp(quiet),
        parts=tuple(parts),
        order=order.key,
        longest=order.longest,
    )
    cart.write(files.cue_sheet)
    return cart


def _seconds(part: OrderPart, order: Order, jingle: Callable[[str], Seconds]) -> Seconds:
    if part.role is Role.JINGLE:
        return jingle(part.name)
    return spoken_seconds(part.sentences, order.delivery.rate)
