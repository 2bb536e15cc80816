"""
The folder of scripts, read whole: every good item, and every problem of every file.

In: a flat folder of ``*.md``. Out: a :class:`Library`. Files with other endings belong to others.
"""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from broadcaster.content import script, textfile
from broadcaster.content.item import Item, slug
from broadcaster.core import values
from broadcaster.core.errors import NotFoundError, Problem, os_reason
from broadcaster.core.values import UnreadableError

_ENDING = ".md"


@dataclass(frozen=True)
class Library:
    """What the folder held at one moment."""

    items: tuple[Item, ...]
    """Sorted by id; a script with an error is not among them."""
    problems: tuple[Problem, ...]
    """Sorted by file and line."""

    def __getitem__(self, name: str) -> Item:
        item = self.get(name)
        if item is None:
            raise NotFoundError(f"Không có bài “{name}”, hoặc tệp của bài đang có lỗi. → chạy lệnh check để xem")
        return item

    def get(self, name: str) -> Item | None:
        """Return the item with the id *name*, or None."""
        return next((item for item in self.items if item.id == name), None)


def load(folder: Path, *, base: Path | None = None) -> Library:
    """
    Return all that *folder* holds; bad content becomes problems, never an exception.

    Args:
        folder: The scripts, none of them in folders below it.
        base: Files are named relative to this folder, by default as *folder* is given.
    """
    problems: list[Problem] = []
    try:
        paths = sorted(path for path in folder.iterdir() if _is_script(path.name))
    except OSError as error:
        what = f"không mở được thư mục bài viết ({os_reason(error)})"
        hint = "tạo thư mục này, hoặc đứng đúng thư mục của đài"
        return Library((), (Problem(_shown(folder, base), what, hint),))
    twins = _twins(paths)
    taken = {path.stem for path in paths}
    items: list[Item] = []
    for path in paths:
        file = _shown(path, base)
        item = _load_one(path, file, twins.get(path, ()), taken, problems)
        if item is not None:
            items.append(item)
    problems.sort(key=lambda problem: (problem.file, problem.line or 0, problem.column or 0, problem.what))
    return Library(tuple(sorted(items, key=attrgetter("id"))), tuple(problems))


def _load_one(path: Path, file: str, twins: tuple[str, ...], taken: set[str], problems: list[Problem]) -> Item | None:
    name = values.text(path.stem)
    is_usable = True
    try:
        values.identifier(name)
    except UnreadableError:
        is_usable = False
        what = f"tên tệp “{_printable(path.name)}” không dùng làm mã bài được"
        hint = f"chỉ dùng chữ thường không dấu, số và dấu gạch nối; đổi tên thành “{_free_name(name, taken)}”"
        problems.append(Problem(file, what, hint))
    if twins:
        is_usable = False
        what = f"trùng mã bài với {', '.join(f'“{_printable(twin)}”' for twin in twins)}"
        problems.append(Problem(file, what, "giữ lại một tệp, hoặc đổi tên một trong các tệp này"))
    text = textfile.read(path, file, problems)
    item = script.parse(text, name, file, problems) if text is not None else None
    return item if is_usable else None


def _is_script(name: str) -> bool:
    """Return whether *name* is a script's; hidden files are editors' and systems' own."""
    return name.lower().endswith(_ENDING) and not name.startswith((".", "~$"))


def _twins(paths: list[Path]) -> dict[Path, tuple[str, ...]]:
    """Return, for each path, the names of the others that some file system takes for the same."""
    groups: dict[str, list[Path]] = {}
    for path in paths:
        groups.setdefault(unicodedata.normalize("NFC", path.stem).casefold(), []).append(path)
    return {
        path: tuple(other.name for other in group if other is not path) for group in groups.values() for path in group
    }


def _free_name(name: str, taken: set[str]) -> str:
    """Return a good file name near to *name* that no other file has."""
    wanted = slug(name) or "bai"
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(free for free in itertools.chain([wanted], numbered) if free not in taken) + _ENDING


def _shown(path: Path, base: Path | None) -> str:
    if base is not None and path.is_relative_to(base):
        path = path.relative_to(base)
    return _printable(path.as_posix())


def _printable(name: str) -> str:
    """Return *name* in NFC and fit for any screen, also where the disk holds bytes that are no text."""
    return "".join(letter if letter.isprintable() else "?" for letter in values.text(name))
