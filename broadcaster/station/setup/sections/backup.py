"""``backup``: where the station keeps a copy of itself each night, and how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from broadcaster.core import values
from broadcaster.core.section import Section

_MOST = 400


@dataclass(frozen=True)
class Wanted:
    """What goes into a backup beside texts, settings, records and music."""

    audio: bool = False
    """Finished programmes."""
    secrets: bool = False
    """Passwords, and the private key that signs digests."""


@dataclass(frozen=True)
class BackupOptions:
    """What the station does of its own accord."""

    folder: Path | None = None
    """Where to; None: ``backups`` in the station's folder, which a broken disk takes along."""
    keep: int = 7
    """How many nights are kept; 0: no backup is made at night."""
    wanted: Wanted = field(default_factory=Wanted)
    """What goes in. Neither sound (it can be made again) nor secrets (a copy may lie anywhere) by default."""


def read_backup(section: Section | None) -> BackupOptions:
    """Return what the station does of its own accord."""
    default = BackupOptions()
    if section is None:
        return default
    options = BackupOptions(
        folder=section.value("folder", Path, default.folder),
        keep=section.value("keep", values.whole(0, _MOST), default.keep),
        wanted=Wanted(
            audio=section.value("audio", values.yes_no, default.wanted.audio),
            secrets=section.value("secrets", values.yes_no, default.wanted.secrets),
        ),
    )
    section.close()
    return options
