"""
The station as it stands at this moment: its settings are read again when people change them.

In: the station as it was opened. Out: the same, with the settings of the last file that could be used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadcaster.core.errors import InputError, Problem
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station, refit

Choose = Callable[[Station], Sequence[OutputOptions]]
"""Which outputs of a station this run plays to."""

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time and size of every file that settings depend on."""


@dataclass(frozen=True)
class Edit:
    """What became of a change of the settings."""

    problems: tuple[Problem, ...] = ()
    """Why it was not taken; none: it counts from now on."""
    mended: bool = False
    """Whether the file could not be used before."""


class Live:
    """One station, kept up with its settings file."""

    def __init__(self, station: Station, choose: Choose) -> None:
        """
        Begin with *station* as it was opened.

        Args:
            station: Its settings are good.
            choose: Asked for the outputs now, and whenever the settings have changed.
        """
        self.station = station
        self.outputs = tuple(choose(station))
        """To play to."""
        self.since: datetime | None = None
        """When the settings were last changed in this run."""
        self._choose = choose
        self._broken = False
        self._known = self._seen = _stamp(station)

    def refresh(self, now: datetime) -> Edit | None:
        """
        Read the settings again if they have changed; None where there is nothing new.

        A file is read once it has stayed the same from one look to the next: an editor may be writing it.
        """
        stamp, settled = _stamp(self.station), self._seen
        self._seen = stamp
        if stamp == self._known or stamp != settled:
            return None
        self._known = stamp
        try:
            settings = settings_file.load(self.station.folder)
        except InputError as error:
            self._broken = True
            return Edit(error.problems)
        before, mended = self.station.settings, self._broken
        self._broken = False
        self.station = refit(self.station, settings)
        if settings == before:
            return Edit(mended=True) if mended else None
        self.outputs = tuple(self._choose(self.station))
        self.since = now
        return Edit(mended=mended)


def _stamp(station: Station) -> Stamp:
    """Return what changes with the settings file, and with the jingles that it names."""
    folder = station.folder
    jingles = sorted(folder.jingles.iterdir()) if folder.jingles.is_dir() else []
    return tuple(found for path in (folder.schedule, *jingles) if (found := _of(path)) is not None)


def _of(path: Path) -> tuple[str, int, int] | None:
    with suppress(OSError):
        status = path.stat()
        return path.name, status.st_mtime_ns, status.st_size
    return None
