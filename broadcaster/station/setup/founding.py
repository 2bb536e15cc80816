"""
A new station: a folder with settings, fixed phrases, a form and music, ready for its first script.

In: an empty folder, the station's name, its hours and its output. Out: the folder, filled.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from importlib import resources
from itertools import pairwise
from pathlib import Path

from broadcaster.content.item import slug
from broadcaster.core import yamlfile
from broadcaster.core.errors import BroadcasterError, Problem, os_reason
from broadcaster.core.section import Section
from broadcaster.core.storage import write_text
from broadcaster.core.values import UnreadableError
from broadcaster.mixing import jingles
from broadcaster.programme.settings import read_schedule
from broadcaster.records.seal import Seal
from broadcaster.station.setup import emergency
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.identity import read_identity
from broadcaster.station.setup.sections.outputs import read_outputs

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


_PARTS = ((time(10, 30), "sáng"), (time(13, 30), "trưa"), (time(18), "chiều"), (time.max, "tối"))
"""Parts of the day, each up to its hour."""
_STARTER = resources.files("broadcaster.station.setup") / "starter"


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


def require_room(root: Path) -> None:
    """
    Make sure that a station can be made in *root*, before anybody is asked about it.

    Raises:
        BroadcasterError: There is one already, or the folder cannot be written.
    """
    folder = Folder(root)
    if folder.schedule.exists() or folder.scripts.exists():
        raise BroadcasterError(f"Trong {root} đã có một đài; chọn thư mục khác.")
    there = next(path for path in (root.absolute(), *root.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        why = "không có quyền ghi vào đó" if there.is_dir() else "đó là một tệp"
        raise BroadcasterError(f"Không tạo được đài trong {root}: {there}: {why}; chọn thư mục khác.")


def hours(wanted: Iterable[time]) -> tuple[time, ...]:
    """
    Return the hours on which a new station may air, in order.

    Raises:
        UnreadableError: Two slots would overlap, reach into quiet hours, or be more than the starter's limits allow.
    """
    found = tuple(sorted(wanted))
    if twice := next((one for one, other in pairwise(found) if one == other), None):
        raise UnreadableError(f"giờ {twice:%H:%M} ghi hai lần", "mỗi giờ ghi một lần")
    faults = _faults(Founding("Đài", found, "soundcard:", loudspeakers=False))
    if faults:
        hint = "chọn giờ khác; sau này sửa được “longest”, “quiet_hours”, “limits” trong schedule.yaml"
        raise UnreadableError("; ".join(fault.what for fault in faults), hint)
    return found


def output(url: str) -> str:
    """
    Return the URL of a new station's first output.

    Raises:
        UnreadableError: It is none, or one that asks for a password.
    """
    url = url.strip()
    if url.startswith("icecast:"):
        raise UnreadableError("ngõ ra Icecast cần mật khẩu", "bây giờ ghi soundcard:, sau khai ở “outputs”")
    for fault in _faults(Founding("Đài", (), url, loudspeakers=False)):
        raise UnreadableError(fault.what, fault.hint)
    return url


def _faults(founding: Founding) -> list[Problem]:
    """Return what the reader of settings would say of the file that *founding* makes."""
    problems: list[Problem] = []
    top = Section(yamlfile.parse(_schedule(founding), "schedule.yaml"), "schedule.yaml", problems)
    _, zone = read_identity(top.section("station"))
    read_schedule(top, zone=zone, jingles=jingles.PIECES)
    read_outputs(top.sections("outputs"))
    return problems


def found(root: Path, founding: Founding) -> Folder:
    """
    Make the folder of a new station and return it.

    Raises:
        BroadcasterError: There is a station in *root* already, or the folder cannot be written.
    """
    require_room(root)
    folder = Folder(root)
    try:
        for source in (_STARTER / "scripts").iterdir():
            write_text(folder.scripts / source.name, _filled(source.read_text("utf-8"), founding))
        write_text(root / ".gitignore", _IGNORED)
        emergency.write_scripts(root)
        Seal.open(folder.key)
        folder.jingles.mkdir(parents=True, exist_ok=True)
        jingles.make_all(folder.jingles)
        write_text(folder.schedule, _schedule(founding))
    except OSError as error:
        raise BroadcasterError(f"Không tạo được đài trong {root}: {os_reason(error)}.") from error
    return folder


def _schedule(founding: Founding) -> str:
    return _filled((_STARTER / "schedule.yaml").read_text("utf-8"), founding)


def _filled(text: str, founding: Founding) -> str:
    parts = [_part(hour) for hour in founding.hours]
    slots = "".join(_slot(hour, alone=parts.count(_part(hour)) == 1) for hour in sorted(set(founding.hours)))
    horns = "yes" if founding.loudspeakers else "no"
    name = "loa-xa" if founding.loudspeakers else "phong-may"
    output = _OUTPUT.format(name=name, url=_quoted(founding.output), loudspeakers=horns)
    filled = text.replace("name: @NAME@", f"name: {_quoted(founding.name)}").replace("@NAME@", founding.name)
    return filled.replace("@SLOTS@\n", slots).replace("@OUTPUTS@\n", output)


def _slot(hour: time, *, alone: bool) -> str:
    """Return one slot, called by its part of the day, and by its hour too where it is not *alone* in it."""
    part = _part(hour)
    name = f"Chương trình {part}" if alone else f"Chương trình {part} {hour:%H:%M}"
    return _SLOT.format(id=slug(part if alone else f"{part} {hour:%H%M}"), name=_quoted(name), at=f"{hour:%H:%M}")


def _part(hour: time) -> str:
    return next(part for until, part in _PARTS if hour < until)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
