"""The text of one script → its item, with every problem at once."""

from __future__ import annotations

from broadcaster.content import frontmatter, textfile
from broadcaster.content.frontmatter import Parts
from broadcaster.content.item import Item, Kind, placeholders, slug
from broadcaster.core import values, yamlfile
from broadcaster.core.errors import InputError, Problem, Severity
from broadcaster.core.priority import Priority
from broadcaster.core.section import Section
from broadcaster.core.values import UnreadableError
from broadcaster.core.yamlfile import Text

_MOST_REPEATS = 1000
_NAMED = 3
_PRIORITIES = {each.value: each for each in (Priority.NORMAL, Priority.PRIORITY)}  # an emergency never stands in a file
"""How many blanks a message names."""


def parse(text: str, name: str, file: str, problems: list[Problem]) -> Item | None:
    """
    Return the item that *text* describes, or None; all that is wrong with it joins *problems*.

    Args:
        text: The whole file, as somebody wrote it.
        name: The item's id.
        file: Name for messages.
        problems: Added to.
    """
    found: list[Problem] = []
    item = None
    try:
        parts = frontmatter.split(textfile.clean(text, file, found), file)
        _check_body(parts, file, found)
        table = yamlfile.parse(parts.mapping, file, first_line=parts.mapping_line)
        section = Section(table, file, found)
        item = _read(section, name, parts)
        if item.form:
            _check_form(section, item)
        else:
            _check_blanks(section, item, parts)
    except InputError as error:
        found.extend(error.problems)
    problems.extend(found)
    return None if any(problem.severity is Severity.ERROR for problem in found) else item


def _read(section: Section, name: str, parts: Parts) -> Item:
    section.require("title")
    section.require("kind")
    first, last = section.value("from", values.day, None), section.value("until", values.day, None)
    until = section.node("until")
    if first and last and until and last < first:
        what = f"“until” ({last:%d/%m/%Y}) đứng trước “from” ({first:%d/%m/%Y})"
        section.problem(until, what, "đổi lại hai ngày, hoặc sửa năm")
    item = Item(
        id=name,
        title=section.value("title", _one_line, ""),
        # Without a kind there is a problem, and so no item; the default only fills the place.
        kind=section.value("kind", Kind.parse, Kind.NEWS),
        body=parts.body,
        priority=section.value("priority", values.one_of(_PRIORITIES), Priority.NORMAL),
        author=section.value("author", _one_line, ""),
        source=section.value("source", _one_line, ""),
        valid_from=first,
        valid_until=last,
        repeat=section.value("repeat", values.whole(0, _MOST_REPEATS), 0),
        tags=tuple(dict.fromkeys(tag for tags in section.values("tags", _tags) for tag in tags)),
        voice=section.value("voice", _one_line, ""),
        readings=_readings(section),
        notes=section.value("notes", str, ""),
        sample=section.value("sample", values.yes_no, False),
        form=section.value("form", values.yes_no, False),
        file=section.file,
        line=parts.body_line,
    )
    section.close()
    return item


def _readings(section: Section) -> tuple[tuple[str, str], ...]:
    table = section.section("reading")
    found: list[tuple[str, str]] = []
    for written, spoken in table.pairs() if table else ():
        if not isinstance(spoken, Text) or not spoken.value.strip() or not written.value.strip():
            hint = "viết theo dạng “chữ viết: lời đọc”"
            section.problem(spoken, f"“reading”: “{written.value}” chưa có lời đọc", hint)
        else:
            found.append((_one_line(written.value), _one_line(spoken.value)))
    return tuple(found)


def _check_body(parts: Parts, file: str, problems: list[Problem]) -> None:
    if not any(letter.isalnum() for letter in parts.body):
        problems.append(Problem(file, "chưa có lời bài", "viết lời bài dưới dòng --- thứ hai", parts.body_line))


def _check_blanks(section: Section, item: Item, parts: Parts) -> None:
    """Say what is left to be filled in."""
    node = section.node("title")
    if node is not None and (blanks := placeholders(item.title)):
        section.problems.append(_unfilled(blanks, section.file, node.line, node.column))
    if blanks := placeholders(parts.body):
        line = next((n for n, text in enumerate(parts.body.split("\n")) if placeholders(text)), 0)
        section.problems.append(_unfilled(blanks, section.file, parts.body_line + line))


def _check_form(section: Section, item: Item) -> None:
    """Say so where somebody filled a form in and forgot to say that it is a text now."""
    node = section.node("form")
    if node is not None and not item.placeholders:
        what = "bài đã điền hết mà vẫn ghi là mẫu (form: yes), nên không phát được"
        section.problem(node, what, "xóa dòng “form” để trình duyệt", Severity.WARNING)


def _unfilled(blanks: tuple[str, ...], file: str, line: int, column: int | None = None) -> Problem:
    more = f" và {len(blanks) - _NAMED} chỗ nữa" if len(blanks) > _NAMED else ""
    what = f"còn chỗ trống chưa điền: {', '.join(blanks[:_NAMED])}{more}"
    return Problem(file, what, "điền vào hoặc bỏ đi; còn chỗ trống thì chưa phát được", line, column, Severity.WARNING)


def _one_line(written: str) -> str:
    return " ".join(written.split())


def _tags(written: str) -> list[str]:
    return [_tag(part) for part in written.split(",") if part.strip()]


def _tag(written: str) -> str:
    name = slug(written)
    if not name:
        raise UnreadableError(f"nhãn “{written.strip()}” không có chữ nào", "viết như ho-gia-dinh")
    return name
