"""
A ledger: lines that can be added and read, never changed.

In: facts with the instant at which they were true. Out: one JSON line a fact, one file a month, one chain
through all files. A line is recorded once its bytes are synced; what a power cut leaves behind of an
unfinished line is cut off at the next append, which tells so in a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from broadcaster.core.errors import BusyError, Problem, RecordError, os_reason
from broadcaster.core.storage import append_line, make_folder, truncate
from broadcaster.records import monthfiles
from broadcaster.records.audit import audit
from broadcaster.records.chain import Head, Line, decode, encode, follows, link

REPAIRED = "repaired"
"""What a power cut left of a line was cut off: ``bytes``, ``text``."""

_LOCK_WAIT = 10.0  # seconds; an append takes milliseconds


class Ledger:
    """
    One ledger in one folder. Any number of processes may append; each append takes the ledger's lock.

    Lines are verified as they are read, and read once: later calls read only what was added. An append reads the
    last line alone, so that it takes as long after ten years as on the first day.
    """

    def __init__(self, folder: Path, name: str, *, since: date | None = None) -> None:
        """
        Open the ledger called *name* in *folder*.

        Args:
            folder: Holds one file a month; need not be there yet.
            name: By which its first line is bound to it.
            since: Lines of the months before this day are not read; the first line that is read is taken on trust.
        """
        self.folder = folder
        self.name = name
        self._since = f"{since:%Y-%m}" if since else ""
        self._months: dict[str, list[Line]] = {}
        self._lines: tuple[Line, ...] | None = ()
        """Those of all months together; None where they are to be put together anew."""
        self._last_read: Line | None = None
        self._offsets: dict[Path, int] = {}

    def append(self, event: str, at: datetime, facts: Mapping[str, Any]) -> Line:
        """
        Record one fact; when this returns it is on the disk.

        Args:
            event: What happened, one word.
            at: When, aware.
            facts: JSON values.

        Raises:
            RecordError: The last line is damaged, or the disk does not take the new one.
            BusyError: Another process has held the ledger for too long.
        """
        with self._held():
            make_folder(self.folder)
            last = self._cut_torn_tail(at)
            return self._write(last, at, event, facts)

    def lines(self) -> tuple[Line, ...]:
        """
        Return every line from the first on, or from the month asked for. An unfinished last line is not one.

        Raises:
            RecordError: A line was changed, removed or put elsewhere; says which.
        """
        if any(monthfiles.size(path) < offset for path, offset in self._offsets.items()):
            self.recall()
        for path in monthfiles.files(self.folder, since=self._since):
            if monthfiles.size(path) != self._offsets.get(path):
                self._read_on(path)
        if self._lines is None:
            self._lines = tuple(line for lines in self._months.values() for line in lines)
        return self._lines

    def forget(self, before: date) -> None:
        """Keep the lines of the months before that of *before* on the disk alone: :meth:`lines` begins after them."""
        month = f"{before:%Y-%m}"
        self._months = {name: lines for name, lines in self._months.items() if name >= month}
        self._lines = None

    def recall(self) -> None:
        """Read everything again when next asked."""
        self._months, self._offsets, self._last_read, self._lines = {}, {}, None, ()

    def length(self) -> int:
        """
        Return how many lines there are in all, by the number of the last one.

        Raises:
            RecordError: The last line is damaged.
        """
        return self.head().seq

    def head(self) -> Head:
        """
        Return the number and the hash of the last line.

        Raises:
            RecordError: It is damaged.
        """
        last = self._last(monthfiles.tail(self.folder))
        return Head(last.seq, last.hash) if last else Head(0, "")

    def verify(self) -> tuple[Problem, ...]:
        """Read the whole ledger afresh and return every place where it is not what was written."""
        return audit(self.folder, self.name).problems

    def snapshot(self) -> dict[str, bytes]:
        """
        Return the bytes of every month file by its name, as they stood at one moment, whole lines only.

        Raises:
            RecordError: They cannot be read.
            BusyError: Another process has held the ledger for too long.
        """
        if not self.folder.is_dir():
            return {}
        with self._held():
            found = {path.name: path.read_bytes() for path in monthfiles.files(self.folder)}
        return {name: data[: data.rfind(b"\n") + 1] for name, data in found.items()}

    def _read_on(self, path: Path) -> None:
        """Take in what was added to the month file *path*."""
        for raw in monthfiles.whole_lines(path, self._offsets.get(path, 0)):
            line = decode(raw)
            if line is None or not self._fits(line):
                raise self._damaged()
            self._months.setdefault(path.stem, []).append(line)
            self._last_read, self._lines = line, None
            self._offsets[path] = self._offsets.get(path, 0) + len(raw) + 1

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Keep every other writer out while the block runs."""
        try:
            make_folder(self.folder)
            with FileLock(self.folder / ".lock", timeout=_LOCK_WAIT):
                yield
        except Timeout as error:
            raise BusyError(f"Sổ {self.name} bị chương trình khác giữ quá lâu; thử lại sau ít phút.") from error
        except OSError as error:
            raise RecordError(f"Không ghi được sổ {self.folder}: {os_reason(error)}.") from error

    def _fits(self, line: Line) -> bool:
        if self._last_read is None and self._since:
            return True
        return follows(line, self._last_read, self.name)

    def _cut_torn_tail(self, at: datetime) -> Line | None:
        """Cut off what a power cut left of a line, telling so; return the last line of the ledger."""
        end = monthfiles.tail(self.folder)
        last = self._last(end)
        if end is None or not end.torn:
            return last
        truncate(end.path, end.whole)
        text = end.torn.decode("utf-8", "replace")
        return self._write(last, at, REPAIRED, {"bytes": len(end.torn), "text": text})

    def _last(self, end: monthfiles.Tail | None) -> Line | None:
        if end is None or end.last is None:
            return None
        last = decode(end.last)
        if last is None:
            raise self._damaged()
        return last

    def _write(self, last: Line | None, at: datetime, event: str, facts: Mapping[str, Any]) -> Line:
        line = link(self.name, last, at, event, facts)
        paths = monthfiles.files(self.folder)
        month = max(f"{line.at:%Y-%m}", paths[-1].stem if paths else "")
        append_line(self.folder / f"{month}.jsonl", encode(line))
        return line

    def _damaged(self) -> RecordError:
        problems = "; ".join(str(problem) for problem in self.verify())
        return RecordError(f"Sổ {self.name} bị hỏng hoặc bị sửa. {problems}")
