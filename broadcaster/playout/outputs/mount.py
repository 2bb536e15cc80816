"""Where an Icecast URL leads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadcaster.core.errors import OutputError

_URL = re.compile(
    r"icecast://(?:(?P<name>[\w.-]+)@)?(?P<host>[\w.-]+|\[[\da-fA-F:]+\])(?::(?P<port>\d{1,5}))?(?P<mount>/[\w./-]+)",
    re.ASCII,
)


@dataclass(frozen=True)
class Mount:
    """Where an Icecast URL leads."""

    name: str
    """Of the source, for authentication."""
    host: str
    port: int
    path: str
    """Begins with a slash."""

    @classmethod
    def parse(cls, url: str) -> Mount:
        """
        Return the mount of ``icecast://name@host:port/mount``; the name is ``source`` and the port 8000 by default.

        Raises:
            OutputError: Not such a URL.
        """
        match = _URL.fullmatch(url)
        port = int(match["port"] or 8_000) if match else 0
        if match is None or not 0 < port < 65_536:
            raise OutputError(url, "địa chỉ phải viết như icecast://source@máy-chủ:8000/tên", permanent=True)
        return cls(match["name"] or "source", match["host"].strip("[]"), port, match["mount"])
