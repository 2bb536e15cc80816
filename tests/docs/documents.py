"""What a document is made of: headings, tables, code, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\[\]]*\]\(([^()\s]+)\)")
_INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Document:
    """One Markdown file."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def prose(self) -> str:
        """Everything but fenced code."""
        return _FENCED.sub("", self.text)

    def examples(self, *languages: str) -> list[str]:
        """Return the fenced code in these languages."""
        return [code for language, code in _FENCED.findall(self.text) if language in languages]

    @property
    def links(self) -> list[str]:
        return _LINK.findall(_INLINE.sub("", self.prose))

    @property
    def inline(self) -> list[str]:
        return _INLINE.findall(self.prose)

    @property
    def anchors(self) -> set[str]:
        """What may stand after # in a link to this document."""
        return {_anchor(title) for _, title in _HEADING.findall(self.prose)}

    def sections(self) -> Iterator[tuple[str, str]]:
        """Yield each heading with the text up to the next one."""
        parts = _HEADING.split(self.prose)[1:]
        yield from zip(parts[1::3], parts[2::3], strict=True)


def rows(text: str) -> list[list[str]]:
    """Return the cells of the first table in *text*, without its heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def table(document: Document, heading: str) -> dict[str, list[str]]:
    """Return the rows of the table under *heading*, by the code in their first cell."""
    body = next(body for title, body in document.sections() if title == heading)
    return {cells[0].strip("`"): cells[1:] for cells in rows(body)}


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


DOCUMENTS = [
    Document(path) for path in sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
]
GUIDE, SETTINGS, CONTENT, ARCHITECTURE, GLOSSARY = (
    Document(ROOT / "docs" / f"{name}.md") for name in ("huong-dan", "settings", "content", "architecture", "glossary")
)
