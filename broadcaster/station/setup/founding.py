"""
A new station: a folder with settings, fixed phrases, a form and music, ready for its first script.

In: an empty folder, the station's name, its hours and its output. Out: the folder, filled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from importlib import resources
from pathlib import Path

from broadcaster.core.errors import BroadcasterError, os_reason
from broadcaster.core.storage import write_text
from broadcaster.mixing import jingles
from broadcaster.records.seal import Seal
from broadcaster.station.setup import emergency
from broadcaster.station.setup.folder import Folder

_IGNORED = """\
secrets.yaml
station.key
backups/
audio/programmes/
audio/cache/
audio/voices/
audio/heard/
dung-khan-cap.*
records/rehearsal/
.lock
.station.lock
"""

_SLOT = """\
  - id: {id}
    name: {name}
    at: {at}
    days: hằng ngày
    longest: 15 phút
    template: ban-tin
"""

_OUTPUT = """\
  - name: {name}
    url: {url}
    loudspeakers: {loudspeakers}
"""


@dataclass(frozen=True)
class Founding:
    """What has to be known of a new station."""

    name: str
    hours: Sequence[time]
    """When it airs each day."""
    output: str
    """URL of its first output."""
    loudspeakers: bool
    """Whether villagers hear that output."""


def found(root: Path, founding: Founding) -> Folder:
    """
    Make the folder of a new station and return it.

    Raises:
        BroadcasterError: There is a station in *root* already, or the folder cannot be written.
    """
    folder = Folder(root)
    if folder.schedule.exists() or folder.scripts.exists():
        raise BroadcasterError(f"Trong {root} đã có một đài; chọn thư mục khác.")
    try:
        starter = resources.files("broadcaster.station.setup") / "starter"
        for source in (starter / "scripts").iterdir():
            write_text(folder.scripts / source.name, _filled(source.read_text("utf-8"), founding))
        write_text(root / ".gitignore", _IGNORED)
        emergency.write_scripts(root)
        Seal.open(folder.key)
        folder.jingles.mkdir(parents=True, exist_ok=True)
        jingles.make_all(folder.jingles)
        write_text(folder.schedule, _filled((starter / "schedule.yaml").read_text("utf-8"), founding))
    except OSError as error:
        raise BroadcasterError(f"Không tạo được đài trong {root}: {os_reason(error)}.") from error
    return folder


def _filled(text: str, founding: Founding) -> str:
    slots = "".join(_slot(hour) for hour in sorted(set(founding.hours)))
    horns = "yes" if founding.loudspeakers else "no"
    name = "loa-xa" if founding.loudspeakers else "phong-may"
    output = _OUTPUT.format(name=name, url=_quoted(founding.output), loudspeakers=horns)
    filled = text.replace("name: @NAME@", f"name: {_quoted(founding.name)}").replace("@NAME@", founding.name)
    return filled.replace("@SLOTS@\n", slots).replace("@OUTPUTS@\n", output)


def _slot(hour: time) -> str:
    return _SLOT.format(id=f"luc-{hour:%H%M}", name=f"Chương trình {hour:%H:%M}", at=f"{hour:%H:%M}")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
