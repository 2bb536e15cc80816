"""
All that a station remembers: its ledgers, and the digests that vouch for them.

In: the folder of records. Out: a digest of a day; every sign that something was changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from broadcaster.core.errors import Problem, RecordError
from broadcaster.records import monthfiles
from broadcaster.records.audit import Audit, audit
from broadcaster.records.chain import Head, decode
from broadcaster.records.digest import Digest
from broadcaster.records.ledger import Ledger
from broadcaster.records.seal import Seal
from broadcaster.records.witness import against_heads, against_one_another

DIGESTS = "digests"
"""Folder of the digests, beside those of the ledgers."""


class Archive:
    """The records of one station."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests = folder / DIGESTS

    def names(self) -> tuple[str, ...]:
        """Return the names of the ledgers there are: each has a folder of its own."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.folder.iterdir() if monthfiles.files(path)))

    def files(self) -> list[Path]:
        """Return the files of the digests."""
        return sorted(self.digests.glob("*.json")) if self.digests.is_dir() else []

    def heads(self) -> dict[str, Head]:
        """
        Return how far each ledger has come.

        Raises:
            RecordError: The last line of one is damaged.
        """
        return {name: Ledger(self.folder / name, name).head() for name in self.names()}

    def close(self, day: date, at: datetime, station: str, seal: Seal) -> Path | None:
        """
        Write the digest of *day* and return its file; None where there is nothing to vouch for.

        It has one already, nothing was added since the last, or it was over before anything was recorded.

        Raises:
            RecordError: A ledger cannot be read, or the disk does not take the file.
        """
        path = self.digests / f"{day.isoformat()}.json"
        last, heads = self.latest(), self.heads()
        if path.exists() or not heads or (last is not None and last.ledgers == heads) or day < self._begun():
            return None
        number, previous = (last.number + 1, last.own_hash) if last else (1, "")
        Digest(number, day, at, station, heads, previous, seal.public).signed_by(seal).write(path)
        return path

    def verify(self, kept: Iterable[Path] = ()) -> tuple[Problem, ...]:
        """
        Return every sign that the records are not what was written.

        Args:
            kept: Digests that were kept elsewhere.
        """
        found = [problem for each in self._audits.values() for problem in each.problems]
        own, faults = _read(self.files())
        others, more = _read(kept)
        found += [*faults, *more, *against_one_another(own, others)]
        for path, digest in sorted((*own, *others), key=lambda pair: pair[1].number):
            found += against_heads(path, digest, self._audits)
        return tuple(dict.fromkeys(found))

    def latest(self) -> Digest | None:
        """Return the latest digest that can be read."""
        own, _ = _read(self.files())
        return own[-1][1] if own else None

    def _begun(self) -> date:
        """Return the day of the first line of all; the first of the calendar where that cannot be read."""
        try:
            heads = [
                next(monthfiles.whole_lines(monthfiles.files(self.folder / name)[0]), b"") for name in self.names()
            ]
        except RecordError:
            return date.min
        firsts = [line.at.date() for raw in heads if (line := decode(raw)) is not None]
        return min(firsts, default=date.min)

    @cached_property
    def _audits(self) -> Mapping[str, Audit]:
        return {name: audit(self.folder / name, name) for name in self.names()}


def _read(paths: Iterable[Path]) -> tuple[list[tuple[Path, Digest]], list[Problem]]:
    """Return the digests that can be read, in the order in which they were made, and what is wrong with the others."""
    found, problems = [], []
    for path in paths:
        try:
            found.append((path, Digest.read(path)))
        except RecordError as error:
            problems.append(Problem(str(path), str(error), "lấy lại bản đã gửi đi cất"))
    return sorted(found, key=lambda pair: pair[1].number), problems
