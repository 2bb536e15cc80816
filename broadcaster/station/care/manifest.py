"""
The list of what a backup holds, with the hash of each file, signed by the station.

In: JSON from a file that may come from anywhere. Out: a list whose names lie where a station's files lie, or a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from broadcaster.core.errors import BackupError
from broadcaster.core.formats import is_later, refusal
from broadcaster.records.seal import Seal, signed

FORMAT = 1
"""Version of the list."""
NAME = "manifest.json"
"""Of the list inside a backup."""

_FILES = ("schedule.yaml", ".gitignore", "secrets.yaml", "station.key")
_FOLDERS = ("scripts_content", "audio/jingles", "audio/programmes", "records")
_FORBIDDEN = frozenset('\\:*?"<>|')
"""What stands in no file name on one system or another, and what leads out of the folder on some."""


class Entry(NamedTuple):
    """One file."""

    size: int
    """Bytes."""
    hash: str
    """SHA-256, 64 hex digits."""


@dataclass(frozen=True)
class Manifest:
    """What one backup holds."""

    made: datetime
    """Aware."""
    station: str
    """The station's name; empty where its settings could not be read."""
    program: str
    """Version of the program that made it."""
    files: Mapping[str, Entry]
    """By path from the station's folder, parted by ``/``."""
    left_out: tuple[str, ...]
    """Files that could not be taken, for their names are no text."""
    public: str = field(default="")
    """The public key that it is signed with, 32 bytes in base64."""
    signature: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files.values())

    def signed_by(self, seal: Seal) -> Manifest:
        """Return it with the signature of *seal*."""
        named = Manifest(**{**vars(self), "public": seal.public})
        return Manifest(**{**vars(named), "signature": seal.sign(named._text())})

    def encode(self) -> bytes:
        """Return the list as it is stored."""
        return json.dumps(self._values() | {"signature": self.signature}, ensure_ascii=False, indent=1).encode("utf-8")

    @classmethod
    def decode(cls, data: bytes) -> Manifest:
        """
        Return the list stored as *data*, its signature and its names checked.

        Raises:
            BackupError: It is none, was changed, or names files where a station has none.
        """
        try:
            values = json.loads(data)
            if is_later(values["format"], FORMAT):
                raise BackupError(f"Tệp sao lưu {refusal(values['format'], FORMAT)}.")
            manifest = cls(
                made=datetime.fromisoformat(values["made"]),
                station=str(values["station"]),
                program=str(values["program"]),
                files={str(name): Entry(int(size), str(digest)) for name, (size, digest) in values["files"].items()},
                left_out=tuple(str(name) for name in values["left_out"]),
                public=str(values["public"]),
                signature=str(values["signature"]),
            )
        except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BackupError("Tệp sao lưu hỏng: danh sách bên trong không đọc được.") from error
        if not signed(manifest._text(), manifest.public, manifest.signature):
            raise BackupError("Tệp sao lưu bị sửa: chữ ký của danh sách bên trong không khớp.")
        _check_names(manifest.files)
        return manifest

    def _values(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "made": self.made.isoformat(timespec="seconds"),
            "station": self.station,
            "program": self.program,
            "files": {name: list(entry) for name, entry in self.files.items()},
            "left_out": list(self.left_out),
            "public": self.public,
        }

    def _text(self) -> str:
        return json.dumps(self._values(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def belongs(name: str) -> bool:
    """
    Return whether *name* is a path at which a station has a file: inside its folder, on every system.

    >>> belongs("records/asrun/2025-10.jsonl"), belongs("records/../../etc/passwd"), belongs("run.sh")
    (True, False, False)
    """
    parts = PurePosixPath(name).parts
    clean = name == "/".join(parts) and not any(letter in _FORBIDDEN or ord(letter) < 32 for letter in name)
    usable = all(part not in (".", "..") and part == part.rstrip(" .") for part in parts)
    inside = name in _FILES or any(name.startswith(f"{folder}/") for folder in _FOLDERS)
    return clean and usable and inside


def _check_names(files: Mapping[str, Entry]) -> None:
    for name, entry in files.items():
        if not belongs(name) or entry.size < 0:
            raise BackupError(f"Tệp sao lưu có tệp “{name}” nằm ngoài chỗ của một đài; không khôi phục.")
    if len({name.casefold() for name in files}) != len(files):
        raise BackupError("Tệp sao lưu có hai tệp cùng tên; không khôi phục.")
