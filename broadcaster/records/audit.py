"""
A ledger read from its first byte, by somebody who trusts nothing.

In: the ledger's folder and name. Out: every place where it is not what was written, and where each line stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadcaster.core.errors import Problem, RecordError, Severity
from broadcaster.core.formats import is_later, refusal
from broadcaster.records import monthfiles
from broadcaster.records.chain import FORMAT, Line, decode, follows, format_of

HINT = "đừng sửa sổ bằng tay; lấy lại tệp này từ bản sao lưu"


@dataclass(frozen=True)
class Place:
    """Where a line stands."""

    line: Line
    path: Path
    number: int
    """In *path*, from 1."""


@dataclass(frozen=True)
class Audit:
    """What was found in one ledger."""

    name: str
    folder: Path
    problems: tuple[Problem, ...]
    places: Mapping[int, Place]
    """Every readable line by its number in the ledger."""
    length: int
    """Number of the last line; 0 where there is none."""


def audit(folder: Path, name: str) -> Audit:
    """Read the ledger called *name* in *folder*."""
    problems = [
        Problem(str(path), "tệp lạ trong sổ, không được đọc: bị đổi tên, hoặc là bản chép", HINT)
        for path in monthfiles.strays(folder)
    ]
    places: dict[int, Place] = {}
    last: Line | None = None
    month = ""
    for path in monthfiles.files(folder):
        try:
            lines = list(monthfiles.whole_lines(path))
        except RecordError as error:
            problems.append(Problem(str(path), str(error), HINT))
            continue
        for number, raw in enumerate(lines, start=1):
            line = decode(raw)
            if line is None:
                problems.append(Problem(str(path), *_unreadable(raw), number))
                continue
            problems += _misplaced(line, last, name, path, number, month)
            places.setdefault(line.seq, Place(line, path, number))
            last, month = line, path.stem
    problems += _torn(folder)
    return Audit(name, folder, tuple(problems), places, last.seq if last else 0)


def _unreadable(raw: bytes) -> tuple[str, str]:
    version = format_of(raw)
    if is_later(version, FORMAT):
        return f"dòng {refusal(version, FORMAT)}", HINT
    return "dòng bị sửa hoặc bị hỏng", HINT


def _misplaced(line: Line, last: Line | None, name: str, path: Path, number: int, month: str) -> Iterator[Problem]:
    if not follows(line, last, name):
        seq = last.seq + 1 if last else 1
        what = f"dòng số {line.seq} đứng ở chỗ của dòng số {seq}, hoặc không nối với dòng trước"
        yield Problem(str(path), what, HINT, number)
    elif path.stem != max(month, f"{line.at:%Y-%m}"):
        yield Problem(str(path), f"dòng ghi tháng {line.at:%m/%Y} nằm trong tệp của tháng khác", HINT, number)


def _torn(folder: Path) -> Iterator[Problem]:
    """Say what stands after the last whole line: a power cut leaves such, and so does a careless hand."""
    try:
        end = monthfiles.tail(folder)
    except RecordError:  # told with the file itself
        return
    if end is not None and end.torn:
        what = f"cuối tệp có {len(end.torn)} byte của một dòng viết dở (thường do mất điện)"
        number = sum(1 for _ in monthfiles.whole_lines(end.path)) + 1
        yield Problem(
            str(end.path), what, "không phải làm gì: lần ghi sau sẽ cắt đi", number, severity=Severity.WARNING
        )
