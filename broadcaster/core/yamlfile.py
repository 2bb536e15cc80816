"""
Every YAML file of the station: text stays as it was written, and everything knows its line.

In: text of a file. Out: a tree of Text, Listing and Table, or an InputError with all problems. YAML's own
guesses (``17:00`` as a number, ``no`` as False) are switched off; ``section.py`` then reads a table key by key.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from broadcaster.core.errors import InputError, Problem, os_reason
from broadcaster.core.plainfile import read_plain

_LARGEST = 5_000_000  # bytes; no person writes a longer settings file


@dataclass(frozen=True)
class Text:
    """A scalar, exactly as written."""

    value: str
    line: int
    """From 1, in the file."""
    column: int
    """From 1."""


@dataclass(frozen=True)
class Listing:
    """A sequence."""

    entries: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True)
class Table:
    """A mapping with text keys, in the order written."""

    entries: tuple[tuple[Text, Node], ...]
    line: int
    column: int

    def __getitem__(self, key: str) -> Node:
        for name, node in self.entries:
            if name.value == key:
                return node
        raise KeyError(key)

    def keys(self) -> list[str]:
        """Return the keys in the order written."""
        return [name.value for name, _ in self.entries]


Node = Text | Listing | Table


class _PlainLoader(yaml.BaseLoader):
    """Composes nodes without guessing types, and refuses aliases: they could grow without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=mark)
        return super().compose_node(parent, index)


_EXPLAINED = (
    ("alias", "không dùng được dấu * (bí danh YAML) ở đây", "viết lại nội dung, hoặc đặt trong dấu nháy “…”"),
    ("'\\t'", "dòng có ký tự tab", "thay tab bằng dấu cách"),
    ("mapping values are not allowed", "có dấu “:” ở chỗ không đúng", "đặt giá trị trong dấu nháy, hoặc thụt lề lại"),
    ("could not find expected ':'", "thiếu dấu hai chấm “:” sau tên mục", "viết theo dạng “tên: giá trị”"),
    ("found unexpected end of stream", "dấu nháy mở mà không đóng", "thêm dấu nháy đóng"),
    ("expected <block end>", "thụt lề không thẳng hàng, hoặc thừa chữ sau dấu nháy", "cho các mục cùng cấp thẳng hàng"),
    ("expected ',' or", "ngoặc vuông hoặc ngoặc nhọn mở mà không đóng", "đóng ngoặc, ngăn các giá trị bằng dấu phẩy"),
    ("special characters are not allowed", "có ký tự điều khiển không nhìn thấy", "xóa đi và gõ lại dòng này"),
    ("cannot start any token", "dòng bắt đầu bằng ký tự không được phép", "đặt giá trị trong dấu nháy “…”"),
)  # fmt: skip


def parse(text: str, file: str, *, first_line: int = 1) -> Table:
    """
    Return the table that *text* holds; an empty text is an empty table.

    Args:
        text: One YAML document whose top is a mapping.
        file: Name for messages.
        first_line: Line of *file* at which *text* begins.

    Raises:
        InputError: Not YAML, not a mapping at the top, or duplicate keys.
    """
    shift = first_line - 1
    try:
        root = yaml.compose(text, Loader=_PlainLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError([_explain(error, file, shift)]) from error
    if root is None:
        return Table((), first_line, 1)
    problems: list[Problem] = []
    try:
        node = _convert(root, file, shift, problems)
    except RecursionError as error:
        raise InputError([_explain(error, file, shift)]) from error
    if problems:
        raise InputError(problems)
    if not isinstance(node, Table):
        what = "phải gồm các mục “tên: giá trị”"
        raise InputError([Problem(file, what, "mỗi mục một dòng, như “title: …”", node.line, node.column)])
    return node


def load(path: Path, file: str | None = None) -> Table:
    """
    Return the table in the file at *path*.

    Args:
        path: A UTF-8 file, with or without a byte order mark.
        file: Name for messages; the path by default.

    Raises:
        InputError: The file is missing, too large, not UTF-8, or as :func:`parse` says.
    """
    name = file or str(path)
    try:
        data = read_plain(path)
    except FileNotFoundError as error:
        raise InputError([Problem(name, "không có tệp này", "tạo tệp, hoặc đứng đúng thư mục của đài")]) from error
    except OSError as error:
        raise InputError([Problem(name, f"không đọc được tệp: {os_reason(error)}")]) from error
    if len(data) > _LARGEST:
        raise InputError([Problem(name, f"tệp quá lớn ({len(data) / 1e6:.1f} MB)", "tệp này chỉ nên dài vài trang")])
    try:
        return parse(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError([Problem(name, "chữ không phải UTF-8", "lưu lại tệp với bảng mã UTF-8", line)]) from error


def _explain(error: Exception, file: str, shift: int) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(file, "các ngoặc lồng nhau quá sâu", "viết lại cho đơn giản hơn")
    opened = "quoted scalar" in str(getattr(error, "context", ""))
    first, second = ("context_mark", "problem_mark") if opened else ("problem_mark", "context_mark")
    mark = getattr(error, first, None) or getattr(error, second, None)
    line = mark.line + 1 + shift if mark else None
    column = mark.column + 1 if mark else None
    text = f"{getattr(error, 'problem', '')} {error}"
    for pattern, what, hint in _EXPLAINED:
        if pattern in text:
            return Problem(file, what, hint, line, column)
    return Problem(
        file, "viết sai quy cách YAML", "so với các dòng chung quanh: dấu hai chấm, thụt lề, dấu nháy", line, column
    )


def _convert(node: yaml.Node, file: str, shift: int, problems: list[Problem]) -> Node:
    line, column = node.start_mark.line + 1 + shift, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        return Text(node.value, line, column)
    if isinstance(node, yaml.SequenceNode):
        return Listing(tuple(_convert(child, file, shift, problems) for child in node.value), line, column)
    entries: list[tuple[Text, Node]] = []
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = _convert(key_node, file, shift, problems)
        value = _convert(value_node, file, shift, problems)
        if not isinstance(key, Text):
            problems.append(Problem(file, "tên mục phải là chữ", "bỏ ngoặc ở tên mục", key.line, key.column))
        elif key.value in seen:
            problems.append(
                Problem(
                    file,
                    f"mục “{key.value}” viết hai lần (lần đầu ở dòng {seen[key.value]})",
                    "giữ lại một",
                    key.line,
                    key.column,
                )
            )
        else:
            seen[key.value] = key.line
            entries.append((key, value))
    return Table(tuple(entries), line, column)
