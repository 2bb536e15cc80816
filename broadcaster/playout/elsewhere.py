"""
A takeover that another process plays on the same output: silence here until it is over.

In: the order and the claim on it. Out: a source for the switch that gives silence, ended when the claim says so.
"""

from __future__ import annotations

from broadcaster.core.clock import Clock
from broadcaster.playout.switch import Hush
from broadcaster.records.claims import Claim
from broadcaster.records.order import Takeover


class Elsewhere:
    """One takeover played by another process."""

    def __init__(self, order: Takeover, claim: Claim, clock: Clock, channels: int) -> None:
        """Look at it; *channels* are those of the output here."""
        self.order = order
        self.hush = Hush(channels)
        """Has the air here meanwhile."""
        self._claim = claim
        self._clock = clock

    def over(self) -> bool:
        """Return whether it is over, by its player's word or because it must be; the silence ends with it."""
        progress = self._claim.progress()
        ends = progress.ends if progress is not None else self._claim.latest
        told = progress is not None and progress.over
        if not told and self._clock.now() <= ends and (self.order.is_fresh(self._clock.now()) or self._held()):
            return False
        self.hush.stop("")
        return True

    def _held(self) -> bool:
        """Return whether its player lives; one that died is not followed by another once the order is old."""
        try:
            return self._claim.taken()
        except OSError:
            return True
