"""
Every exception of the program.

    BroadcasterError
    ├── InputError         a file that people write has problems; carries all of them
    ├── NotFoundError      something asked for by name or path is not there
    ├── VoiceError         an engine could not speak; knows whether trying again helps
    ├── AudioError         a sound file or signal cannot be used
    │   └── PartGoneError  a finished part has gone since it was found; making it again helps
    ├── NotApprovedError   words that nobody approved were about to air
    ├── RecordError        a ledger is damaged or was changed by hand
    ├── OutputError        a sound output cannot be used; knows whether trying again helps
    ├── BackupError        a backup cannot be made, was damaged or tampered with, or cannot be put back
    └── BusyError          another process of this station holds what is needed

The text of each is for the people of the station: Vietnamese, saying where, what and what to do next.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

_REASONS = {
    errno.EACCES: "không có quyền",
    errno.EFBIG: "tệp quá lớn",
    errno.EIO: "đĩa hỏng hoặc không trả lời",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ELOOP: "liên kết chạy vòng tròn",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.ENOSPC: "đĩa đầy",
    errno.ENOTDIR: "đây không phải thư mục",
    errno.ENXIO: "đây là tệp đặc biệt của máy, không phải tệp thường",
    errno.EPERM: "không có quyền",
    errno.EROFS: "đĩa chỉ cho đọc",
}


def os_reason(error: OSError) -> str:
    """
    Return why the system refused, in Vietnamese.

    >>> os_reason(OSError(errno.ENOSPC, "No space left on device"))
    'đĩa đầy'
    """
    return _REASONS.get(error.errno or 0, f"lỗi hệ thống số {error.errno}" if error.errno else "lỗi hệ thống")


def reason_of(error: Exception) -> str:
    """Return why something failed: in the words of the system's refusal, else in the error's own."""
    return os_reason(error) if isinstance(error, OSError) else str(error)


_ADVICE = {
    errno.EACCES: "dùng đúng tài khoản của đài, hoặc cho tài khoản này quyền ghi vào thư mục của đài",
    errno.EPERM: "dùng đúng tài khoản của đài, hoặc cho tài khoản này quyền ghi vào thư mục của đài",
    errno.ENOSPC: "dọn bớt ổ đĩa (broadcaster render --prune, xóa tệp cũ trong audio/heard)",
    errno.EROFS: "cắm lại hoặc sửa ổ đĩa để ghi được",
}


def os_advice(error: OSError) -> str:
    """
    Return what to do about what the system refused, in Vietnamese; empty where that is not known.

    >>> os_advice(OSError(errno.EROFS, "Read-only file system"))
    'cắm lại hoặc sửa ổ đĩa để ghi được'
    """
    return _ADVICE.get(error.errno or 0, "")


class Severity(Enum):
    """How much a problem matters."""

    ERROR = "lỗi"
    """What it stands in cannot be used until it is mended."""
    WARNING = "lưu ý"
    """Usable as it is; somebody should look."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file, in the words shown to the person who has to mend it."""

    file: str
    """Path as the person knows it, relative to the station's folder where possible."""
    what: str
    """What is wrong, in Vietnamese."""
    hint: str = ""
    """What to do about it, in Vietnamese."""
    line: int | None = None
    """Line in *file*, from 1."""
    column: int | None = None
    """Column in that line, from 1."""
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """``file:line:column`` as far as known, the form that editors turn into a link."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        hint = f" → {self.hint}" if self.hint else ""
        return f"{self.where}: {self.what}{hint}"


class BroadcasterError(Exception):
    """Anything that the program itself refuses to do."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Go from a worker to the station as it is; by default only what a constructor takes as one text arrives."""
        return _arrived, (type(self), self.args, self.__dict__)


def _arrived(kind: type[BroadcasterError], told: tuple[Any, ...], facts: dict[str, Any]) -> BroadcasterError:
    error = kind.__new__(kind)
    error.args = told
    error.__dict__.update(facts)
    return error


class InputError(BroadcasterError):
    """People's files have problems; all of them are told together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotFoundError(BroadcasterError):
    """An item, slot, cart or file that was asked for does not exist."""


class VoiceError(BroadcasterError):
    """An engine could not speak these words."""

    def __init__(self, engine: str, message: str, *, permanent: bool) -> None:
        self.engine = engine
        self.permanent = permanent
        """Whether the same request will fail again."""
        super().__init__(f"Giọng đọc {engine}: {message}")


class AudioError(BroadcasterError):
    """A sound file cannot be read, written or used."""


class PartGoneError(AudioError):
    """A finished part of a programme was there a moment ago and is no more, or is damaged."""


class NotApprovedError(BroadcasterError):
    """These words were not approved, or were changed after approval."""

    def __init__(self, item: str, reason: str) -> None:
        self.item = item
        self.reason = reason
        """Why, in Vietnamese, without a full stop."""
        super().__init__(f"Bài “{item}” không được phát: {reason}.")


class RecordError(BroadcasterError):
    """A ledger is damaged, was changed outside the program, or cannot be written."""


class OutputError(BroadcasterError):
    """A sound output could not be opened, or failed while playing."""

    def __init__(self, output: str, message: str, *, permanent: bool) -> None:
        self.output = output
        self.permanent = permanent
        """Whether the same request will fail again."""
        super().__init__(f"Ngõ ra {output}: {message}")


class BackupError(BroadcasterError):
    """A backup cannot be made, is not what was written, or cannot be put back here."""


class BusyError(BroadcasterError):
    """Another process of this station already does this."""
