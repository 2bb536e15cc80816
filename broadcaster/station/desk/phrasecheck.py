"""
Locked phrases in one script: asked for by names that exist, and quoted letter for letter.

In: an item as written, the station's phrases. Out: problems with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadcaster.content.finding import Text
from broadcaster.content.item import Item
from broadcaster.content.phrasebook import Phrasebook, references
from broadcaster.content.quotation import misquoted
from broadcaster.core.errors import Problem, Severity
from broadcaster.core.section import nearest


def inspect_phrases(item: Item, phrases: Phrasebook, title_line: int | None) -> Iterator[Problem]:
    """
    Yield what is wrong with the phrases of *item*.

    Args:
        item: As written, the phrases not put in.
        phrases: Of the station.
        title_line: Line of the item's file that holds its title.
    """
    known = phrases.known_to(item)
    for brace in (blank for blank in phrases.fill(item).placeholders if set(blank) & set("{}")):
        name = next((name for _, name in references(brace)), None)
        hint = "viết như {{khẩu hiệu}}"
        what = f"dấu ngoặc nhọn “{brace}” không gọi câu nào"
        if name is not None:
            hint = nearest(name, sorted(known)) or "thêm vào mục phrases của schedule.yaml"
            what = f"không có câu nguyên văn nào tên “{name}”"
        at = item.body.find(brace)
        yield Problem(item.file, what, hint, title_line if at < 0 else item.line + item.body.count("\n", 0, at))
    for text, line in ((item.title, title_line), (item.body, item.line)):
        page = Text(text)
        for found in misquoted(page, tuple(known.values())):
            below, column = page.place(found.at)
            number = None if line is None else line + below - 1
            yield Problem(
                item.file, found.what, found.hint, number, column if text is item.body else None, Severity.WARNING
            )
