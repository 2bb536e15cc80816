"""
The lead-in: a soft tone before a programme, which wakes amplifiers that sleep without a signal.

It ends before the programme begins, moves nothing, and keeps silent in quiet hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from broadcaster.core.audio import Samples
from broadcaster.core.hours import QuietHours

_PITCH = 400.0  # hertz: low in what a horn passes
_LEVEL = 0.02  # of full scale, −34 dBFS: heard by an amplifier's sensor, hardly in the street
_EDGE = 0.5  # seconds of rise and fall
_GAP = 0.25  # seconds of silence between it and the programme


class LeadIn:
    """The tone before one cue on one output."""

    def __init__(self, at: datetime, seconds: float, rate: int, quiet: Sequence[QuietHours]) -> None:
        """
        Make ready.

        Args:
            at: Instant of the programme's first sample, station time.
            seconds: From its own beginning to that instant.
            rate: Of the output, hertz.
            quiet: Hours in which it is silent.
        """
        self._begin = at - timedelta(seconds=seconds)
        self._length = max(seconds - _GAP, 0.0)
        self._rate = rate
        self._quiet = quiet

    def add_to(self, block: Samples, heard: datetime) -> None:
        """Add what of it falls on *block*, which is heard from *heard* on."""
        since = (heard - self._begin).total_seconds()
        if not -len(block) / self._rate < since < self._length or any(hours.covers(heard) for hours in self._quiet):
            return
        at = since + np.arange(len(block)) / self._rate
        edge = np.minimum(at, self._length - at) / min(_EDGE, self._length / 2)
        block += (_LEVEL * np.clip(edge, 0, 1) * np.sin(2 * np.pi * _PITCH * at)).astype(np.float32)[:, None]
