"""A night with one short programme: soon over, so that it can be lived through once for each step of the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from torture.machine import Machine

ZONE = "Asia/Ho_Chi_Minh"
START = datetime(2025, 10, 1, 5, 29, tzinfo=ZoneInfo(ZONE))
SLOT = "2025-10-01/0530-sang"
UNTIL = timedelta(minutes=4)

Prepare = Callable[[str], Machine]
"""Given a name, returns a machine before such a night, switched off."""
