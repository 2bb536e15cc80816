"""Marks of layout: Markdown headings, bullets, links, tables, tags. Silent, but they end sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_HEADING = r"^[ \t]{0,3}#{1,6}(?=[ \t])"
_RULE = r"^[ \t]{0,3}(?:[-*_=]{3,200}|\|?[ ]?:?-{2,80}[-|: ]{0,400})[ \t]*$"
_BULLET = r"^[ \t]{0,12}(?:>[ ]?)?[-*+•●▪◦‣–—✓✔☑➤→](?=[ \t\u00a0])"
_BOX = r"\[[ xX]\](?=[ ])"
_LINK_OPEN = r"!?\[(?=[^\[\]\n]{1,200}\]\([^()\s]{1,400}\))"
_LINK_CLOSE = r"\]\([^()\s]{1,400}\)"
_TAG = r"</?[a-zA-Z][^<>\n]{0,80}>|&nbsp;|<!--[^\n<>]{0,400}-->"

_MARKS = Pattern(
    rf"(?P<heading>{_HEADING})|(?P<rule>{_RULE})|(?P<bullet>{_BULLET})|(?P<link>{_BOX}|{_LINK_OPEN}|{_LINK_CLOSE})|(?P<tag>{_TAG})",
    re.MULTILINE,
)


def detect(page: Page) -> Iterator[Span]:
    """Find marks of layout."""
    for match in _MARKS.finditer(page.open):
        kind = Kind.HEADING if match.lastgroup == "heading" else Kind.STRUCTURE
        if match.lastgroup in ("link", "tag"):
            kind = Kind.PUNCTUATION
        yield page.span(*match.span(), "", kind)
