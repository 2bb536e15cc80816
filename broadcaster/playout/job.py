"""
A job: all that one player process is told, in one file.

In: JSON written by the station. Out: the cue, the output and where to record what happens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadcaster.core import values
from broadcaster.core.clock import Clock, ShiftedClock, SystemClock
from broadcaster.core.errors import InputError, Problem, RecordError, os_reason
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import write_text
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue, number, text
from broadcaster.playout.preroll import Preroll

_KEYS = {"cue", "output", "asrun", "orders", "takeover", "zone", "shift", "level", "delay", "preroll"}
_PREROLL = {"lead_in", "tone", "power_on", "power_off"}
_NONE = Seconds(0.0)
_CENTURY = 100 * 366 * 86_400.0
_LARGEST = 1 << 20  # bytes


@dataclass(frozen=True)
class Job:
    """One cue on one output."""

    cue: Cue
    output: str
    """URL of the output."""
    asrun: Path
    """Folder of the as-run log."""
    zone: ZoneInfo
    """The station's."""
    shift: Seconds = _NONE
    """Added to the host's time of day to get the station's: 0 but in rehearsals."""
    level: float = 0.0
    """Gain of the output, dB."""
    delay: Seconds = _NONE
    """How much later than its device says this output is heard, seconds."""
    orders: Path | None = None
    """Folder of the orders by hand; None: nobody gives any."""
    takeover: str = ""
    """Id of the order that this cue is the takeover of; empty for a programme."""
    preroll: Preroll = field(default_factory=Preroll)
    """What the output's amplifiers need before and after."""

    def clock(self) -> Clock:
        """Return the station's clock."""
        system = SystemClock(self.zone)
        return ShiftedClock(system, timedelta(seconds=self.shift)) if self.shift else system

    def write(self, path: Path) -> None:
        """
        Put the job on the disk, whole or not at all.

        Raises:
            RecordError: The disk does not take it.
        """
        data = {
            "cue": self.cue.to_json(),
            "output": self.output,
            "asrun": str(self.asrun),
            "orders": None if self.orders is None else str(self.orders),
            "takeover": self.takeover,
            "zone": self.zone.key,
            "shift": self.shift,
            "level": self.level,
            "delay": self.delay,
            "preroll": asdict(self.preroll),
        }
        try:
            write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise RecordError(f"Không ghi được lệnh phát {path}: {os_reason(error)}.") from error

    @classmethod
    def read(cls, path: Path) -> Job:
        """
        Return the job at *path*.

        Raises:
            InputError: The file is missing, damaged or not a job.
        """
        try:
            return cls._from_json(json.loads(read_plain(path, _LARGEST)))
        except OSError as error:
            what = f"không đọc được lệnh phát: {os_reason(error)}"
            problem = Problem(str(path), what, "để chương trình đài tự tạo tệp này")
            raise InputError([problem]) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            what = f"lệnh phát bị hỏng ({type(error).__name__})"
            problem = Problem(str(path), what, "để chương trình đài tạo lại tệp này")
            raise InputError([problem]) from error

    @classmethod
    def _from_json(cls, data: Mapping[str, Any]) -> Job:
        if set(data) != _KEYS:
            raise ValueError(f"keys of a job: {sorted(data)}")
        zone = values.zone(text(data["zone"]))
        cue = Cue.from_json(data["cue"])
        return cls(
            cue=cue.in_zone(zone),
            output=text(data["output"]),
            asrun=Path(text(data["asrun"])),
            zone=zone,
            shift=Seconds(number(data["shift"], -_CENTURY, _CENTURY)),
            level=number(data["level"], -60.0, 20.0),
            delay=Seconds(number(data["delay"], -10.0, 60.0)),
            orders=None if data["orders"] is None else Path(text(data["orders"])),
            takeover=text(data["takeover"]) if data["takeover"] else "",
            preroll=_preroll(data["preroll"]),
        )


def _preroll(data: Mapping[str, Any]) -> Preroll:
    if set(data) != _PREROLL or not isinstance(data["tone"], bool):
        raise ValueError(f"not a preroll: {data}")
    on, off = (tuple(text(word) for word in data[key]) for key in ("power_on", "power_off"))
    return Preroll(Seconds(number(data["lead_in"], 0.0, 60.0)), data["tone"], on, off)
