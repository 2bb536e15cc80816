"""
An Office package with nothing of the hour in it: the same parts give the same bytes.

In: a package as a library wrote it. Out: the same parts, in one order, dated 1980-01-01 as ZIP's own zero.
"""

from __future__ import annotations

import io
import zipfile

_ZERO = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"  # ECMA-376 part 2 does not ask for it, but readers that stream want it first


def sealed(package: bytes) -> bytes:
    """Return *package* without dates, owners and modes; equal wherever zlib compresses equally."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(made, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _ZERO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return made.getvalue()
