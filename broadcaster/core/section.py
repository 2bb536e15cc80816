"""
A table of a YAML file read key by key: every problem is collected, unknown keys are named.

In: a Table and parsers of single values. Out: values, and a list of problems for one InputError.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from broadcaster.core.errors import Problem, Severity
from broadcaster.core.values import UnreadableError
from broadcaster.core.yamlfile import Listing, Node, Table, Text

T = TypeVar("T")


class Section:
    """
    A table being read key by key.

    Each reader takes a parser of one text value that raises :class:`UnreadableError`; what goes wrong is
    added to *problems* and the default is returned, so that one run finds everything.
    """

    def __init__(self, table: Table, file: str, problems: list[Problem], *, within: str = "") -> None:
        self.table = table
        self.file = file
        self.problems = problems
        self.within = within
        """What this table is, for messages: “khung giờ sang”."""
        self._known: list[str] = []

    def problem(self, node: Node | Section, what: str, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        """Add a problem at *node*."""
        place = node.table if isinstance(node, Section) else node
        self.problems.append(Problem(self.file, what, hint, place.line, place.column, severity))

    def node(self, key: str) -> Node | None:
        """Return what stands under *key*, and remember the key as known."""
        self._known.append(key)
        try:
            return self.table[key]
        except KeyError:
            return None

    def require(self, key: str) -> None:
        """Add a problem if *key* is missing or empty."""
        node = self.node(key)
        if node is None or (isinstance(node, Text) and not node.value.strip()):
            of = f" của {self.within}" if self.within else ""
            self.problem(node or self, f"thiếu mục “{key}”{of}", f"thêm dòng “{key}: …”")

    def value(self, key: str, parse_value: Callable[[str], T], default: T) -> T:
        """Return the value under *key*; *default* where it is missing, empty or unreadable."""
        node = self.node(key)
        if node is None:
            return default
        return self._read(key, node, parse_value, default)

    def values(self, key: str, parse_value: Callable[[str], T]) -> tuple[T, ...]:
        """Return the values of the list under *key*; one bare value counts as a list of one."""
        node = self.node(key)
        if node is None or (isinstance(node, Text) and not node.value.strip()):
            return ()
        nodes = node.entries if isinstance(node, Listing) else (node,)
        found: list[T] = []
        for entry in nodes:
            parsed = self._read(key, entry, parse_value, None)
            if parsed is not None:
                found.append(parsed)
        return tuple(found)

    def section(self, key: str) -> Section | None:
        """Return the table under *key*."""
        node = self.node(key)
        if node is None or (isinstance(node, Text) and not node.value.strip()):
            return None
        if not isinstance(node, Table):
            self.problem(node, f"“{key}” phải gồm các mục “tên: giá trị”")
            return None
        return Section(node, self.file, self.problems, within=key)

    def sections(self, key: str) -> list[Section]:
        """Return the tables of the list under *key*."""
        node = self.node(key)
        if node is None or (isinstance(node, Text) and not node.value.strip()):
            return []
        if not isinstance(node, Listing):
            self.problem(node, f"“{key}” phải là danh sách", "bắt đầu mỗi mục bằng dấu gạch “- ”")
            return []
        found = []
        for entry in node.entries:
            if isinstance(entry, Table):
                found.append(Section(entry, self.file, self.problems, within=key))
            else:
                self.problem(entry, f"mỗi mục của “{key}” phải gồm các dòng “tên: giá trị”")
        return found

    def pairs(self) -> Iterator[tuple[Text, Node]]:
        """Yield every key with its node, for tables whose keys are the person's own names."""
        for name, node in self.table.entries:
            self._known.append(name.value)
            yield name, node

    def close(self) -> None:
        """Add a problem for each key that nobody asked for, with the nearest one that exists."""
        for name, _ in self.table.entries:
            if name.value not in self._known:
                self.problem(name, f"không có mục nào tên “{name.value}”", nearest(name.value, self._known))

    def _read(self, key: str, node: Node, parse_value: Callable[[str], T], default: T | None) -> T:
        if not isinstance(node, Text):
            self.problem(node, f"“{key}” phải là một giá trị", "bỏ dấu gạch hoặc ngoặc")
            return default  # type: ignore[return-value]
        if not node.value.strip():
            return default  # type: ignore[return-value]
        try:
            return parse_value(node.value.strip())
        except UnreadableError as error:
            self.problem(node, f"“{key}”: {error.what}", error.hint)
            return default  # type: ignore[return-value]


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a hint that names the known word nearest to *name*, or all of them."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"có phải ý là “{close[0]}”?"
    return "dùng một trong: " + ", ".join(dict.fromkeys(known)) if known else ""
