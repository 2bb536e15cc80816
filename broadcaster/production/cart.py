"""
A cart: a finished programme on the disk, and its cue sheet.

The sound is a FLAC file for air and an MP3 for people; the cue sheet beside them says what lies at which sample.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from broadcaster.core.errors import AudioError
from broadcaster.core.formats import is_later, refusal
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import write_text
from broadcaster.core.units import Dbtp, Lufs, Seconds

FORMAT = 1
"""Version of the cue sheet."""


class Role(StrEnum):
    """What one stretch of a programme is."""

    JINGLE = "nhạc"
    """Music."""
    PHRASE = "lời"
    """A fixed phrase."""
    HEADLINE = "điểm tin"
    """The title of an item that follows."""
    ITEM = "bài"
    """The body of an item."""
    REPEAT = "nhắc lại"
    """The body of an item, said once more."""


@dataclass(frozen=True)
class CuePart:
    """One stretch of a programme."""

    role: Role
    name: str
    """Jingle name or item id."""
    kind: str
    """The item's kind; empty for a jingle."""
    start: int
    """First frame."""
    frames: int
    """Length in frames."""
    words_hash: str = ""
    """SHA-256 of the words said; empty for a jingle."""
    approval: str = ""
    """Hash of the ledger line that approved them; empty for a jingle."""
    voice: str = ""
    """Engine and voice that really spoke, ``espeak:vi``; several joined by ``, ``."""

    leads_to: tuple[str, ...] = ()
    """Ids of the items that it introduces; it does not air without any of them."""

    @property
    def stop(self) -> int:
        """First frame after it."""
        return self.start + self.frames


@dataclass(frozen=True)
class Cart:
    """A finished programme."""

    slot: str
    """``DATE/HHMM-name``."""
    title: str
    flac: str
    """File name, beside the cue sheet."""
    flac_hash: str
    """SHA-256, 64 hex digits."""
    mp3: str
    mp3_hash: str
    rate: int
    """Hertz."""
    frames: int
    loudness: Lufs
    """Integrated, measured on the finished sound."""
    true_peak: Dbtp
    parts: tuple[CuePart, ...]
    order: str
    """Hash of everything it was made from; the same order needs no new cart."""
    substitutes: tuple[str, ...] = ()
    """Voices that spoke in place of one that is wanted and installed."""
    reason: str = ""
    """Why the first of them had to, in Vietnamese."""

    longest: Seconds = Seconds(0)  # noqa: RUF009 - a number
    """What the slot allows, seconds; what is beyond will be cut off on air. 0: not said."""

    @property
    def beyond(self) -> Seconds:
        """How much of the end is longer than the slot allows."""
        return Seconds(max(0.0, self.seconds - self.longest) if self.longest else 0.0)

    @property
    def seconds(self) -> Seconds:
        """Length."""
        return Seconds(self.frames / self.rate)

    @property
    def items(self) -> tuple[str, ...]:
        """Ids of the items whose bodies are in it, in order, each once."""
        return tuple(dict.fromkeys(part.name for part in self.parts if part.role is Role.ITEM))

    @property
    def voices(self) -> tuple[str, ...]:
        """Voices that spoke, each once."""
        return tuple(dict.fromkeys(part.voice for part in self.parts if part.voice))

    def write(self, path: Path) -> None:
        """Write the cue sheet."""
        write_text(path, json.dumps({"format": FORMAT} | asdict(self), ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def read(cls, path: Path) -> Cart:
        """
        Return the cart whose cue sheet lies at *path*.

        Raises:
            AudioError: There is none, or it is damaged.
        """
        try:
            data: dict[str, Any] = json.loads(read_plain(path))
            version = data.pop("format")
            if is_later(version, FORMAT):
                raise AudioError(f"Tờ cue {path} {refusal(version, FORMAT)}.")
            if version != FORMAT:
                raise ValueError("format")
            data["parts"] = tuple(
                CuePart(**part | {"role": Role(part["role"]), "leads_to": tuple(part["leads_to"])})
                for part in data["parts"]
            )
            data["substitutes"] = tuple(data["substitutes"])
            cart = cls(**data)
            if not (isinstance(cart.rate, int) and cart.rate > 0 and isinstance(cart.frames, int)):
                raise ValueError("rate and frames")
            if not all(0 <= part.start <= part.stop <= cart.frames for part in cart.parts):
                raise ValueError("parts outside the cart")
            return cart
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise AudioError(f"Không đọc được tờ cue {path}; dựng lại chương trình này.") from error


@dataclass(frozen=True)
class CartFiles:
    """Where the files of one cart lie."""

    flac: Path
    mp3: Path
    cue_sheet: Path

    @classmethod
    def of(cls, programmes: Path, slot: str) -> CartFiles:
        """Return the files of *slot* (``DATE/HHMM-name``) under the folder of all programmes."""
        day, name = slot.split("/")
        flac, mp3, cue_sheet = (programmes / day / f"{name}.{ending}" for ending in ("flac", "mp3", "json"))
        return cls(flac, mp3, cue_sheet)
