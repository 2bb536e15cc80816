"""
How near air time is, and what may no longer be begun then.

In: the instant at which a programme begins, and now. Out: seconds, or whether it is too late.
"""

from __future__ import annotations

from datetime import datetime, timedelta

CALM = timedelta(minutes=10)
"""How long before air nothing is asked over the network any more, and nothing is begun that can wait."""
PAST = timedelta(hours=1)
"""How long after its instant a programme can no longer begin: the longest grace that a slot may have."""
FIRST = 60.0
"""Seconds that voices over the network are given for the programme that somebody is waiting for."""
LONGEST = 300.0
"""Seconds that they are given for any programme: what airs sooner must not wait for one that airs later."""


def near(begins: datetime, ends: datetime, now: datetime, room: timedelta = CALM) -> bool:
    """Return whether a programme is on the air, or less than *room* before it."""
    return begins - room < now < ends


def online_seconds(begins: datetime, now: datetime) -> float:
    """
    Return for how long voices may be asked over the network for a programme.

    A programme whose time has passed airs no more: it is made for somebody who wants to hear it.
    """
    if now > begins + PAST:
        return LONGEST
    return min(max((begins - CALM - now).total_seconds(), 0.0), LONGEST)
