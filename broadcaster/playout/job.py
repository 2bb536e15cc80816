"""
A job: all that one player process is told, in one file.

In: JSON written by the station. Out: the cue, the output and where to record what happens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadcaster.core import values
from broadcaster.core.clock import Clock, ShiftedClock, SystemClock
from broadcaster.core.errors import InputError, Problem
from broadcaster.core.storage import write_text
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue, number, text

_KEYS = {"cue", "output", "asrun", "zone", "shift", "level", "delay"}
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

    def clock(self) -> Clock:
        """Return the station's clock."""
        system = SystemClock(self.zone)
        return ShiftedClock(system, timedelta(seconds=self.shift)) if self.shift else system

    def write(self, path: Path) -> None:
        """Put the job on the disk, whole or not at all."""
        data = {
            "cue": self.cue.to_json(),
            "output": self.output,
            "asrun": str(self.asrun),
            "zone": self.zone.key,
            "shift": self.shift,
            "level": self.level,
            "delay": self.delay,
        }
        write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def read(cls, path: Path) -> Job:
        """
        Return the job at *path*.

        Raises:
            InputError: The file is missing, damaged or not a job.
        """
        try:
            with path.open("rb") as stream:
                data = json.loads(stream.read(_LARGEST))
            return cls._from_json(data)
        except OSError as error:
            problem = Problem(str(path), "không đọc được lệnh phát", "để chương trình đài tự tạo tệp này")
            raise InputError([problem]) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            problem = Problem(str(path), f"lệnh phát bị hỏng ({error})", "để chương trình đài tạo lại tệp này")
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
        )
