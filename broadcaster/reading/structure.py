"""Numbers and letters that head a part of the text: “III.”, “1.2.”, “c)”, “(2)”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import letters, roman
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import BLANK, CAPITAL, Pattern
from broadcaster.reading.span import Kind, Span

_LABEL = Pattern(
    r"^[ \t\u00a0*_\ue000]{0,12}(?:"
    rf"(?P<roman>[IVXLC]{{1,7}})(?:[.)/]|{BLANK}?[-–])(?=[\s*_]|$)"
    rf"|(?P<number>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,4}})(?:[.)/](?=[\s*_{CAPITAL}]|$)"
    rf"|(?<=\.[0-9])(?=[ \u00a0*_]{{1,4}}[{CAPITAL}“\"]))"
    r"|(?P<letter>[a-zđA-ZĐ](?:(?=\))|(?<![HPQTXĐ])))(?:\)|\.(?=[ \u00a0*_]|$))"
    r"|\((?P<bracketed>[0-9]{1,2}|[a-zđ])\)"
    r")",
    re.MULTILINE,
)
_NAME = Pattern(rf"[ ]?[{CAPITAL}]\w{{0,6}}[a-zà-ỹ] [{CAPITAL}]\w{{0,6}}[a-zà-ỹ]")
_INLINE = Pattern(r"(?<=[;:.,] )(?:\((?P<bracketed>[0-9]{1,2}|[a-zđ])\)|(?P<letter>[a-zđ])\))(?= )")


def detect(page: Page) -> Iterator[Span]:
    """Find labels at the beginning of lines, then those within a line."""
    found = [*_labels(page), *_inline(page)]
    return iter(sorted(found, key=lambda span: span.start))


def _labels(page: Page) -> Iterator[Span]:
    for match in _LABEL.finditer(page.open):
        name = (
            "roman" if match["roman"] else "number" if match["number"] else "letter" if match["letter"] else "bracketed"
        )
        spoken = _spoken(page, match[name])
        if spoken and not (match[name] in "HPQTXĐ" and _NAME.match(page.text, match.end())):
            start = match.start(name) - (name == "bracketed")
            yield page.span(start, match.end(), spoken, Kind.STRUCTURE)


def _inline(page: Page) -> Iterator[Span]:
    for match in _INLINE.finditer(page.open):
        yield page.span(*match.span(), _spoken(page, match["bracketed"] or match["letter"]), Kind.STRUCTURE)


def _spoken(page: Page, label: str) -> str:
    if label[0].isdigit():
        return " chấm ".join(page.say.cardinal(int(part)) for part in label.split("."))
    number = roman.value(label)
    if number and label.isupper():
        return page.say.cardinal(number)
    return letters.spell(label) if len(label) == 1 else ""
