"""
The digest of a day: how far each ledger had come, signed, small enough to send away.

Whoever can write the ledgers could write the whole chain anew, and it would hang together. It would not fit a digest
that lies elsewhere. In: the heads of the ledgers and the station's seal. Out: a file a day, each naming the one before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from broadcaster.core.errors import RecordError
from broadcaster.core.formats import is_later, refusal
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import text_hash, write_text
from broadcaster.records.chain import Head
from broadcaster.records.seal import Seal, fingerprint, signed

FORMAT = 1
"""Version of the file."""


@dataclass(frozen=True)
class Digest:
    """One signed statement."""

    number: int
    """Place among the digests, from 1; days may be out of order where somebody set the clock."""
    day: date
    """The day whose records it closes."""
    at: datetime
    """When it was made, aware."""
    station: str
    """The station's name."""
    ledgers: Mapping[str, Head]
    """By the name of the ledger."""
    previous: str
    """Hash of the digest before, :attr:`own_hash`; empty for the first."""
    public: str
    """The public key that it is signed with, 32 bytes in base64."""
    signature: str = ""

    @property
    def text(self) -> str:
        """What is signed."""
        return json.dumps(self._values(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def own_hash(self) -> str:
        """By which the next digest names this one."""
        return text_hash(f"{self.text} {self.signature}")

    @property
    def genuine(self) -> bool:
        """Whether its signature is that of its key."""
        return signed(self.text, self.public, self.signature)

    def signed_by(self, seal: Seal) -> Digest:
        """Return it with the signature of *seal*."""
        return Digest(**{**vars(self), "signature": seal.sign(self.text)})

    def write(self, path: Path) -> None:
        """Put the digest on the disk, whole or not at all."""
        data = self._values() | {"signature": self.signature}
        write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def read(cls, path: Path) -> Digest:
        """
        Return the digest at *path*; whether it is genuine is not asked.

        Raises:
            RecordError: It is missing, damaged or no digest.
        """
        try:
            data = json.loads(read_plain(path))
            if is_later(data["format"], FORMAT):
                raise RecordError(f"Bản tóm tắt {path} {refusal(data['format'], FORMAT)}.")
            heads = {str(name): Head(int(head["seq"]), str(head["hash"])) for name, head in data["ledgers"].items()}
            digest = cls(
                number=int(data["number"]),
                day=date.fromisoformat(data["day"]),
                at=datetime.fromisoformat(data["at"]),
                station=str(data["station"]),
                ledgers=heads,
                previous=str(data["previous"]),
                public=str(data["public"]),
                signature=str(data["signature"]),
            )
            if not (digest.own_hash and fingerprint(digest.public)):  # raises where they are no text, or no key
                raise ValueError("no digest")
            return digest
        except (OSError, ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise RecordError(f"Không đọc được bản tóm tắt {path}: tệp hỏng, hoặc không phải bản tóm tắt.") from error

    def _values(self) -> dict[str, Any]:
        ledgers = {name: asdict(head) for name, head in self.ledgers.items()}
        return {
            "format": FORMAT,
            "number": self.number,
            "day": self.day.isoformat(),
            "at": self.at.isoformat(timespec="seconds"),
            "station": self.station,
            "ledgers": ledgers,
            "previous": self.previous,
            "public": self.public,
        }
