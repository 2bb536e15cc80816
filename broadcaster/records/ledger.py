"""
A ledger: lines that can be added and read, never changed.

In: facts with the instant at which they were true. Out: one JSON line a fact, one file a month, one chain
through all files. A line is recorded once its bytes are synced; what a power cut leaves behind of an
unfinished line is cut off at the next append, which tells so in a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from broadcaster.core.errors import BusyError, Problem, RecordError, os_reason
from broadcaster.core.storage import append_line, make_folder, truncate
from broadcaster.records.chain import Line, decode, encode, follows, link

_MONTH_FILE = re.compile(r"\d{4}-\d{2}\.jsonl")
_LOCK_WAIT = 10.0  # seconds; an append takes milliseconds
_HINT = "đừng sửa sổ bằng tay; lấy lại tệp này từ bản sao lưu"


class Ledger:
    """
    One ledger in one folder. Any number of processes may append; each append takes the ledger's lock.

    Lines are verified as they are read, and read once: later calls read only what was added.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._lines: list[Line] = []
        self._offsets: dict[Path, int] = {}

    def append(self, event: str, at: datetime, facts: Mapping[str, Any]) -> Line:
        """
        Record one fact; when this returns it is on the disk.

        Args:
            event: What happened, one word.
            at: When, aware.
            facts: JSON values.

        Raises:
            RecordError: The ledger is damaged, or the disk does not take the line.
            BusyError: Another process has held the ledger for too long.
        """
        try:
            make_folder(self.folder)
            with FileLock(self.folder / ".lock", timeout=_LOCK_WAIT):
                self._cut_torn_tail(at)
                return self._write(at, event, facts)
        except Timeout as error:
            raise BusyError(f"Sổ {self.name} bị chương trình khác giữ quá lâu; thử lại sau ít phút.") from error
        except OSError as error:
            raise RecordError(f"Không ghi được sổ {self.folder}: {os_reason(error)}.") from error

    def lines(self) -> tuple[Line, ...]:
        """
        Return every line from the first on. An unfinished last line is not one.

        Raises:
            RecordError: A line was changed, removed or put elsewhere; says which.
        """
        if any(_size(path) < offset for path, offset in self._offsets.items()):
            self._lines, self._offsets = [], {}
        for path in self._files():
            for raw in _whole_lines(path, self._offsets.get(path, 0)):
                line = decode(raw)
                if line is None or not follows(line, self._lines[-1] if self._lines else None, self.name):
                    problems = "; ".join(str(problem) for problem in self.verify())
                    raise RecordError(f"Sổ {self.name} bị hỏng hoặc bị sửa. {problems}")
                self._lines.append(line)
                self._offsets[path] = self._offsets.get(path, 0) + len(raw) + 1
        return tuple(self._lines)

    def verify(self) -> tuple[Problem, ...]:
        """Read the whole ledger afresh and return every place where it is not what was written."""
        problems = []
        last: Line | None = None
        for path in self._files():
            for number, raw in enumerate(_whole_lines(path, 0), start=1):
                line = decode(raw)
                if line is None:
                    problems.append(Problem(str(path), "dòng bị sửa hoặc bị hỏng", _HINT, number))
                    continue
                if not follows(line, last, self.name):
                    seq = last.seq + 1 if last else 1
                    what = f"dòng số {line.seq} đứng ở chỗ của dòng số {seq}, hoặc không nối với dòng trước"
                    problems.append(Problem(str(path), what, _HINT, number))
                last = line
        return tuple(problems)

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if _MONTH_FILE.fullmatch(path.name))

    def _cut_torn_tail(self, at: datetime) -> None:
        self.lines()
        files = self._files()
        whole = self._offsets.get(files[-1], 0) if files else 0
        if not files or _size(files[-1]) == whole:
            return
        torn = files[-1].read_bytes()[whole:]
        truncate(files[-1], whole)
        self._write(at, "repaired", {"bytes": len(torn), "text": torn.decode("utf-8", "replace")})

    def _write(self, at: datetime, event: str, facts: Mapping[str, Any]) -> Line:
        lines = self.lines()
        line = link(self.name, lines[-1] if lines else None, at, event, facts)
        files = self._files()
        month = max(at.strftime("%Y-%m"), files[-1].stem if files else "")
        append_line(self.folder / f"{month}.jsonl", encode(line))
        return line


def _whole_lines(path: Path, offset: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(offset)
        for raw in stream:
            if raw.endswith(b"\n"):
                yield raw[:-1]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1
